const SIZE = 32;
const STEP = 16;

type Block = { readonly re: Float64Array; readonly im: Float64Array };

/** Discrete Fourier transform of 32 x 32 values by its definition, rows then columns; sign -1 forward, +1 back. */
function transform({ re, im }: Block, sign: 1 | -1): Block {
  const pass = (from: Block, isColumn: boolean): Block => {
    const out: Block = { re: new Float64Array(SIZE * SIZE), im: new Float64Array(SIZE * SIZE) };
    const at = (line: number, n: number): number => (isColumn ? n * SIZE + line : line * SIZE + n);
    for (let line = 0; line < SIZE; line++)
      for (let f = 0; f < SIZE; f++) {
        let [x, y] = [0, 0];
        for (let n = 0; n < SIZE; n++) {
          const angle = (sign * 2 * Math.PI * ((f * n) % SIZE)) / SIZE;
          const [c, s] = [Math.cos(angle), Math.sin(angle)];
          const [a, b] = [from.re[at(line, n)]!, from.im[at(line, n)]!];
          x += a * c - b * s;
          y += a * s + b * c;
        }
        out.re[at(line, f)] = x;
        out.im[at(line, f)] = y;
      }
    return out;
  };
  return pass(pass({ re, im }, false), true);
}

/**
 * Goldstein-Baran filter in f64: blocks of 32 x 32 every 16 cells from -16, unit phasors with the block's mean fringe (the
 * argument of the sum of products of neighbours) taken out, spectrum times (3 x 3 sum of its magnitudes / the largest)^α,
 * α = strength · (1 - mean coherence), times a triangular window, summed.
 * @param phaseRad shape (rows, columns)
 * @param coherence negative where there is no data
 * @returns shape (rows, columns, 2)
 */
export function goldstein(
  phaseRad: ArrayLike<number>,
  coherence: ArrayLike<number>,
  rows: number,
  columns: number,
  strength: number,
): Float64Array {
  const sum = new Float64Array(2 * rows * columns);
  const has = (i: number, j: number): boolean =>
    i >= 0 && j >= 0 && i < rows && j < columns && coherence[i * columns + j]! >= 0;
  const triangle = (n: number): number => (16 - Math.abs(n - 15.5)) / 16;
  for (let top = -STEP; top < rows; top += STEP)
    for (let left = -STEP; left < columns; left += STEP) {
      let [coherenceSum, count, xr, xi, yr, yi] = [0, 0, 0, 0, 0, 0];
      for (let i = 0; i < SIZE; i++)
        for (let j = 0; j < SIZE; j++) {
          const here = (top + i) * columns + left + j;
          if (!has(top + i, left + j)) continue;
          coherenceSum += coherence[here]!;
          count++;
          if (j + 1 < SIZE && has(top + i, left + j + 1)) {
            xr += Math.cos(phaseRad[here + 1]! - phaseRad[here]!);
            xi += Math.sin(phaseRad[here + 1]! - phaseRad[here]!);
          }
          if (i + 1 < SIZE && has(top + i + 1, left + j)) {
            yr += Math.cos(phaseRad[here + columns]! - phaseRad[here]!);
            yi += Math.sin(phaseRad[here + columns]! - phaseRad[here]!);
          }
        }
      if (count === 0) continue;
      const alpha = strength * (1 - Math.min(Math.max(coherenceSum / count, 0), 1));
      const [across, down] = [Math.atan2(xi, xr), Math.atan2(yi, yr)];
      const block: Block = { re: new Float64Array(SIZE * SIZE), im: new Float64Array(SIZE * SIZE) };
      for (let i = 0; i < SIZE; i++)
        for (let j = 0; j < SIZE; j++) {
          if (!has(top + i, left + j)) continue;
          const phase = phaseRad[(top + i) * columns + left + j]! - i * down - j * across;
          block.re[i * SIZE + j] = Math.cos(phase);
          block.im[i * SIZE + j] = Math.sin(phase);
        }
      const spectrum = transform(block, -1);
      const magnitude = spectrum.re.map((re, n) => Math.hypot(re, spectrum.im[n]!));
      const smooth = magnitude.map((_, n) => {
        let total = 0;
        for (const di of [31, 32, 33])
          for (const dj of [31, 32, 33])
            total += magnitude[((Math.floor(n / SIZE) + di) % SIZE) * SIZE + (((n % SIZE) + dj) % SIZE)]!;
        return total;
      });
      const largest = Math.max(...smooth);
      const weights = smooth.map((value) => (value / largest) ** alpha / (SIZE * SIZE));
      const back = transform(
        { re: spectrum.re.map((v, n) => v * weights[n]!), im: spectrum.im.map((v, n) => v * weights[n]!) },
        1,
      );
      for (let i = 0; i < SIZE; i++)
        for (let j = 0; j < SIZE; j++) {
          if (!has(top + i, left + j)) continue;
          const n = i * SIZE + j;
          const [c, s] = [Math.cos(i * down + j * across), Math.sin(i * down + j * across)];
          const cell = (top + i) * columns + left + j;
          sum[2 * cell]! += triangle(i) * triangle(j) * (back.re[n]! * c - back.im[n]! * s);
          sum[2 * cell + 1]! += triangle(i) * triangle(j) * (back.re[n]! * s + back.im[n]! * c);
        }
    }
  return sum;
}
