import { type Gpu, openGpu } from '../gpu/index.ts';
import type { Job } from '../job/index.ts';
import type { JobContext } from './context.ts';
import { type OpenedPair, openPair } from './open-pair.ts';
import type { StageClock } from './stage-clock.ts';

/** Opens both granules of a job and the adapter for `body`, and releases them whatever comes of it. */
export async function withPair<Result>(
  job: Job,
  context: JobContext,
  clock: StageClock,
  body: (pair: OpenedPair, gpu: Gpu) => Promise<Result>,
): Promise<Result> {
  const pair = await clock.run('read', 'opening both granules', () => openPair(job, context, clock.note));
  try {
    if (context.keptDevice) return await body(pair, await context.keptDevice());
    const { adapter, gpuTimeoutS } = context.settings;
    const gpu = await openGpu({ adapter, timeoutS: gpuTimeoutS });
    try {
      return await body(pair, gpu);
    } finally {
      await gpu.close();
    }
  } finally {
    await pair.close();
  }
}
