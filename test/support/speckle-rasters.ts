import { Random } from './random.ts';

/** Two complex rasters of independent circular Gaussian samples. */
export interface SpeckleScene {
  readonly rows: number;
  readonly columns: number;
  readonly coherence: number;
  /** Phase of reference · conj(secondary) at a place, rad. */
  readonly phaseRad?: (line: number, sample: number) => number;
  readonly seed: number;
}

/** Both rasters. Shapes (rows, columns, 2). */
export function speckleRasters({ rows, columns, coherence, phaseRad, seed }: SpeckleScene) {
  const random = new Random(seed);
  const reference = new Float32Array(rows * columns * 2);
  const secondary = new Float32Array(rows * columns * 2);
  const rest = Math.sqrt(1 - coherence ** 2);
  for (let at = 0; at < rows * columns; at++) {
    const [a, b, n, m] = [random.normal(), random.normal(), random.normal(), random.normal()];
    const phase = phaseRad?.(Math.floor(at / columns), at % columns) ?? 0;
    const [cos, sin] = [Math.cos(phase), Math.sin(phase)];
    const [c, d] = [coherence * a + rest * n, coherence * b + rest * m];
    reference.set([a, b], 2 * at);
    secondary.set([c * cos + d * sin, d * cos - c * sin], 2 * at);
  }
  return { reference, secondary };
}

/** Reads lines of both rasters from memory. */
export function linesOf(
  { reference, secondary }: ReturnType<typeof speckleRasters>,
  columns: number,
): (first: number, count: number) => Promise<ReturnType<typeof speckleRasters>> {
  const part = (values: Float32Array<ArrayBuffer>, first: number, count: number) =>
    values.slice(2 * first * columns, 2 * (first + count) * columns);
  return async (first, count) => ({
    reference: part(reference, first, count),
    secondary: part(secondary, first, count),
  });
}
