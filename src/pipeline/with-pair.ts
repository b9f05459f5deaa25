import { type Gpu, openGpu } from '../gpu/index.ts';
import type { Job } from '../job/index.ts';
import type { JobContext } from './context.ts';
import { type OpenedPair, openPair } from './open-pair.ts';
import type { StageClock } from './stage-clock.ts';
import { warmUp } from './warm-up.ts';

/** The device of the process, or one for this job alone; its kernels are compiled meanwhile. */
async function openDevice(
  { options }: Job,
  { keptDevice, settings }: JobContext,
): Promise<{ readonly gpu: Gpu; readonly close: () => Promise<void> }> {
  const gpu = keptDevice
    ? await keptDevice()
    : await openGpu({ adapter: settings.adapter, timeoutS: settings.gpuTimeoutS });
  const warming = warmUp(gpu, options.looks.range);
  return {
    gpu,
    async close() {
      await warming;
      if (!keptDevice) await gpu.close();
    },
  };
}

/** Opens both granules of a job and the adapter, side by side, for `body`, and releases them whatever comes of it. */
export async function withPair<Result>(
  job: Job,
  context: JobContext,
  clock: StageClock,
  body: (pair: OpenedPair, gpu: Gpu) => Promise<Result>,
): Promise<Result> {
  const device = openDevice(job, context);
  // Told where it is awaited.
  device.catch(() => {});
  try {
    const pair = await clock.run('read', 'opening both granules', () => openPair(job, context, clock.note));
    try {
      return await body(pair, (await device).gpu);
    } finally {
      await pair.close();
    }
  } finally {
    const opened = await device.catch(() => undefined);
    await opened?.close();
  }
}
