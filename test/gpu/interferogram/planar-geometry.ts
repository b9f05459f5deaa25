import { chebyshevNodes, fitVolume } from '../../../src/geometry/index.ts';
import type { Dem } from '../../../src/model/index.ts';

/** A DEM of 400 x 400 pixels at one height. */
export function flatDem(heightM: number): Dem {
  return {
    name: 'flat',
    columns: 400,
    rows: 400,
    heightsM: new Float32Array(400 * 400).fill(heightM),
    minHeightM: heightM,
    maxHeightM: heightM,
    datum: 'none',
    spacingM: { row: 30, column: 30 },
    toPixel: () => ({ column: 0, row: 0 }),
  };
}

/** Geometry of lines and samples up to some 300 with a phase of `cycles`, constant offsets, and a position in the DEM. */
export function planarGeometry(
  cycles: (line: number, sample: number) => number,
  offset: { readonly line: number; readonly sample: number } = { line: 0, sample: 0 },
) {
  const domain = { line: { min: -90, max: 220 }, sample: { min: -90, max: 400 }, heightM: { min: 150, max: 350 } };
  const degrees = { line: 3, sample: 7, height: 3 };
  const { lines, samples, heightsM } = chebyshevNodes(domain, degrees);
  const values = (of: (n: number) => number): Float64Array => Float64Array.from(lines, (_, n) => of(n));
  return fitVolume(domain, degrees, [
    values((n) => cycles(lines[n]!, samples[n]!)),
    values(() => offset.line),
    values(() => offset.sample),
    values((n) => 150 + 0.1 * samples[n]! + 0.03 * (heightsM[n]! - 250)),
    values((n) => 200 + 0.4 * lines[n]!),
  ]);
}
