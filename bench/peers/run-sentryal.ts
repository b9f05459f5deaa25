/**
 * Unwraps FOLDER/wrapped.f32 with FOLDER/coherence.f32 into FOLDER/unwrapped.f32 as the pipeline does: filtered guide,
 * then unwrapping, and FOLDER/ambiguous.u8 for the flag. Arguments: FOLDER ROWS COLUMNS LOOKS STRENGTH REFEREE. Prints a
 * `Report` as JSON.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { goldsteinFilter } from '../../src/filter/index.ts';
import { adapterName, openGpu } from '../../src/gpu/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { type RefereePolicy, type UnwrapDiagnostics, unwrap } from '../../src/unwrap/index.ts';
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
}

const [folder, ...rest] = process.argv.slice(2);
const [rows, columns, looks, strength] = rest.map(Number) as [number, number, number, number];
const referee = rest[4] as RefereePolicy;

async function timed<Result>(work: Promise<Result>): Promise<readonly [Result, number]> {
  const startMs = performance.now();
  return [await work, (performance.now() - startMs) / 1000];
}

const wrappedPhaseRad = await readPlane(join(folder!, 'wrapped.f32'));
const coherence = await readPlane(join(folder!, 'coherence.f32'));
const [gpu, openS] = await timed(openGpu({ adapter: readSettings().settings.adapter }));
try {
  const filterInput = { rows, columns, wrappedPhaseRad, coherence };
  const [guidePhaseRad, filterS] = await timed(goldsteinFilter(gpu, filterInput, strength));
  const input = inputOf(rows, columns, wrappedPhaseRad, coherence, looks);
  const [{ unwrapped, diagnostics }, unwrapS] = await timed(unwrap(gpu, { ...input, guidePhaseRad }, { referee }));
  await writePlane(join(folder!, 'unwrapped.f32'), unwrapped.phaseRad);
  await writeFile(join(folder!, 'ambiguous.u8'), unwrapped.ambiguous);
  const { user, system } = process.cpuUsage();
  const report: Report = {
    adapter: adapterName(gpu.adapter),
    diagnostics,
    openS,
    filterS,
    unwrapS,
    cpuS: (user + system) / 1e6,
    peakBytes: process.resourceUsage().maxRSS * 1024,
  };
  console.log(JSON.stringify(report));
} finally {
  await gpu.close();
}
