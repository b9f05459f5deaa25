import { type Gpu, adapterName, openGpu } from '../../gpu/index.ts';
import type { Warning } from '../../model/index.ts';
import type { RasterFile } from '../../read/index.ts';
import { packageInfo } from '../../settings/index.ts';
import type { JobContext } from '../context.ts';
import type { WrittenRaster } from './raster-output.ts';
import type { StageClock } from '../stage-clock.ts';

/** What every command on rasters answers beside its own findings. */
export interface RasterDocument {
  readonly status: 'success';
  readonly command: string;
  readonly inputs: readonly { readonly path: string; readonly samples: string }[];
  readonly rows: number;
  readonly columns: number;
  readonly files: readonly WrittenRaster[];
  readonly warnings: readonly Warning[];
  readonly adapter: { readonly name: string; readonly backend: 'software' | 'gpu' };
  readonly timings_s: Readonly<Record<string, number>>;
  readonly version: string;
  readonly processing_time_seconds: number;
}

function roundSeconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** The common part of a document. */
export function rasterDocument(
  command: string,
  inputs: readonly RasterFile[],
  files: readonly WrittenRaster[],
  run: { readonly gpu: Gpu; readonly clock: StageClock; readonly context: JobContext; readonly startedMs: number },
): RasterDocument {
  const { gpu, clock, context, startedMs } = run;
  clock.finish('done');
  const timings = Object.entries(clock.timingsS).map(([stage, seconds]) => [stage, roundSeconds(seconds)] as const);
  return {
    status: 'success',
    command,
    inputs: inputs.map(({ name, description }) => ({ path: name, samples: description })),
    rows: inputs[0]!.rows,
    columns: inputs[0]!.columns,
    files,
    warnings: context.warnings,
    adapter: { name: adapterName(gpu.adapter), backend: gpu.adapter.isSoftware ? 'software' : 'gpu' },
    timings_s: Object.fromEntries(timings),
    version: packageInfo().version,
    processing_time_seconds: roundSeconds((performance.now() - startedMs) / 1000),
  };
}

/** Opens the adapter for `body` and releases it whatever comes of it. */
export async function withGpu<Result>(context: JobContext, body: (gpu: Gpu) => Promise<Result>): Promise<Result> {
  const { adapter, gpuTimeoutS } = context.settings;
  const gpu = await openGpu({ adapter, timeoutS: gpuTimeoutS });
  try {
    return await body(gpu);
  } finally {
    await gpu.close();
  }
}
