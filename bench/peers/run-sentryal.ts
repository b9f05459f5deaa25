/**
 * Unwraps FOLDER/wrapped.f32 with FOLDER/coherence.f32 into FOLDER/unwrapped.f32 as the pipeline does: filtered guide,
 * then unwrapping. Arguments: FOLDER ROWS COLUMNS LOOKS STRENGTH. Prints a `Report` as JSON.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goldsteinFilter } from '../../src/filter/index.ts';
import { adapterName, openGpu } from '../../src/gpu/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { type UnwrapDiagnostics, unwrap } from '../../src/unwrap/index.ts';
import { inputOf } from '../../test/scene/unwrap-scenes.ts';
import { readPlane, writePlane } from './scene-files.ts';

export interface Report {
  readonly adapter: string;
  readonly diagnostics: UnwrapDiagnostics;
  /** Opening the adapter, filtering the guide, unwrapping: each with the kernels' compilation, s. */
  readonly openS: number;
  readonly filterS: number;
  readonly unwrapS: number;
  readonly cpuS: number;
  readonly peakBytes: number;
  readonly hasAmbiguity: boolean;
}

const [folder, ...numbers] = process.argv.slice(2);
const [rows, columns, looks, strength] = numbers.map(Number) as [number, number, number, number];

async function timed<Result>(work: Promise<Result>): Promise<readonly [Result, number]> {
  const startMs = performance.now();
  return [await work, (performance.now() - startMs) / 1000];
}

/** The cells whose cycles may be another, where the unwrapping says so. */
function ambiguityOf(result: object): Uint8Array | undefined {
  return 'ambiguous' in result ? (result.ambiguous as Uint8Array) : undefined;
}

const wrappedPhaseRad = await readPlane(join(folder!, 'wrapped.f32'));
const coherence = await readPlane(join(folder!, 'coherence.f32'));
const [gpu, openS] = await timed(openGpu({ adapter: readSettings().settings.adapter }));
try {
  const filterInput = { rows, columns, wrappedPhaseRad, coherence };
  const [guidePhaseRad, filterS] = await timed(goldsteinFilter(gpu, filterInput, strength));
  const input = inputOf(rows, columns, wrappedPhaseRad, coherence, looks);
  const [result, unwrapS] = await timed(unwrap(gpu, { ...input, guidePhaseRad }));
  await writePlane(join(folder!, 'unwrapped.f32'), result.unwrapped.phaseRad);
  const ambiguous = ambiguityOf(result);
  if (ambiguous) await writeFile(join(folder!, 'ambiguous.u8'), ambiguous);
  const { user, system } = process.cpuUsage();
  const report: Report = {
    adapter: adapterName(gpu.adapter),
    diagnostics: result.diagnostics,
    openS,
    filterS,
    unwrapS,
    cpuS: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
    hasAmbiguity: ambiguous !== undefined,
  };
  console.log(JSON.stringify(report));
} finally {
  await gpu.close();
}
