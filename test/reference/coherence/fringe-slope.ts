const NODES = 32;
const SERVED = 16;
const MARGIN = 8;
const BINS = 64;
/** What a frequency of one cycle costs: among equal powers the lower one is taken. */
const LOWER = 1e-3;

const TURNS = Array.from({ length: BINS }, (_, k) => {
  const angle = (-2 * Math.PI * k) / BINS;
  return [Math.cos(angle), Math.sin(angle)] as const;
});

/** exp(-j 2π k / BINS) */
function turn(k: number): readonly [cos: number, sin: number] {
  return TURNS[((k % BINS) + BINS) % BINS]!;
}

interface Pair {
  readonly reference: ArrayLike<number>;
  readonly secondary: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
}

function isZero(values: ArrayLike<number>, at: number): boolean {
  return values[2 * at] === 0 && values[2 * at + 1] === 0;
}

/** Phase of reference · conj(secondary); undefined without data. */
function phaseAt({ reference, secondary, rows, columns }: Pair, line: number, column: number): number | undefined {
  if (line < 0 || column < 0 || line >= rows || column >= columns) return undefined;
  const at = line * columns + column;
  if (isZero(reference, at) || isZero(secondary, at)) return undefined;
  const angle = (values: ArrayLike<number>): number => Math.atan2(values[2 * at + 1]!, values[2 * at]!);
  return angle(reference) - angle(secondary);
}

/**
 * The fringe of each tile (cycles per line, per sample): the peak of the periodogram of 32 x 32 nodes of `node` samples, 64 x 64
 * frequencies, refined by parabolas through the logarithms of the neighbours; 0 unless its power exceeds `threshold` times the
 * samples with data and the middle 16 x 16 nodes add up to more with it than without.
 * @returns shape (tile rows, tiles across, 2)
 */
export function fringeSlopes(
  pair: Pair,
  node: { readonly lines: number; readonly samples: number },
  threshold: number,
): { readonly tileRows: number; readonly tilesAcross: number; readonly slopes: Float64Array } {
  const tileRows = Math.ceil(pair.rows / (SERVED * node.lines));
  const tilesAcross = Math.ceil(pair.columns / (SERVED * node.samples));
  const slopes = new Float64Array(2 * tileRows * tilesAcross);
  for (let tile = 0; tile < tileRows * tilesAcross; tile++) {
    const top = Math.floor(tile / tilesAcross) * SERVED - MARGIN;
    const left = (tile % tilesAcross) * SERVED - MARGIN;
    const re = new Float64Array(NODES * NODES);
    const im = new Float64Array(NODES * NODES);
    let samples = 0;
    for (let y = 0; y < NODES * node.lines; y++)
      for (let x = 0; x < NODES * node.samples; x++) {
        const phase = phaseAt(pair, top * node.lines + y, left * node.samples + x);
        if (phase === undefined) continue;
        const at = Math.floor(y / node.lines) * NODES + Math.floor(x / node.samples);
        re[at]! += Math.cos(phase);
        im[at]! += Math.sin(phase);
        samples++;
      }
    const power = (fy: number, fx: number, from = 0, to = NODES): number => {
      let [sumRe, sumIm] = [0, 0];
      for (let y = from; y < to; y++)
        for (let x = from; x < to; x++) {
          const angle = -2 * Math.PI * (fy * y + fx * x);
          const at = y * NODES + x;
          sumRe += re[at]! * Math.cos(angle) - im[at]! * Math.sin(angle);
          sumIm += re[at]! * Math.sin(angle) + im[at]! * Math.cos(angle);
        }
      return sumRe ** 2 + sumIm ** 2;
    };
    let best = { power: -1, fy: 0, fx: 0 };
    for (let kx = -BINS / 2; kx < BINS / 2; kx++) {
      // Along samples first: exp(-j(a + b)) is a product.
      const lines = Array.from({ length: NODES }, (_, y) => {
        let [sumRe, sumIm] = [0, 0];
        for (let x = 0; x < NODES; x++) {
          const [cos, sin] = turn(kx * x);
          const at = y * NODES + x;
          sumRe += re[at]! * cos - im[at]! * sin;
          sumIm += re[at]! * sin + im[at]! * cos;
        }
        return [sumRe, sumIm] as const;
      });
      for (let ky = -BINS / 2; ky < BINS / 2; ky++) {
        let [sumRe, sumIm] = [0, 0];
        lines.forEach(([a, b], y) => {
          const [cos, sin] = turn(ky * y);
          sumRe += a * cos - b * sin;
          sumIm += a * sin + b * cos;
        });
        const score = (sumRe ** 2 + sumIm ** 2) * (1 - (LOWER * (Math.abs(kx) + Math.abs(ky))) / BINS);
        if (score > best.power) best = { power: score, fy: ky / BINS, fx: kx / BINS };
      }
    }
    const peak = power(best.fy, best.fx);
    const vertex = (before: number, after: number): number => {
      const [a, b, c] = [Math.log(before), Math.log(peak), Math.log(after)] as const;
      const curvature = a - 2 * b + c;
      return curvature < -1e-3 ? Math.min(0.5, Math.max(-0.5, (0.5 * (a - c)) / curvature)) : 0;
    };
    const step = 1 / BINS;
    const { fy, fx } = best;
    const refinedY = fy + step * vertex(power(fy - step, fx), power(fy + step, fx));
    const refinedX = fx + step * vertex(power(fy, fx - step), power(fy, fx + step));
    const [from, to] = [MARGIN, MARGIN + SERVED];
    const isTaken = best.power > threshold * samples && power(refinedY, refinedX, from, to) > power(0, 0, from, to);
    if (isTaken) slopes.set([refinedY / node.lines, refinedX / node.samples], 2 * tile);
  }
  return { tileRows, tilesAcross, slopes };
}
