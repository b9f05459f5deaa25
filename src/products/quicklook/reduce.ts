import type { QuicklookKind } from './color-maps.ts';

export interface Plane {
  readonly rows: number;
  readonly columns: number;
  /** Shape (rows, columns), NaN where there is no data. */
  readonly values: Float32Array;
}

/** Value of a block from the values in it. */
type BlockMean = (values: readonly number[]) => number;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Direction of the mean of unit vectors: phases are angles, whose plain mean jumps at the cut. */
function vectorMean(phasesRad: readonly number[]): number {
  const re = phasesRad.reduce((sum, phase) => sum + Math.cos(phase), 0);
  const im = phasesRad.reduce((sum, phase) => sum + Math.sin(phase), 0);
  return Math.hypot(re, im) < 1e-6 * phasesRad.length ? Number.NaN : Math.atan2(im, re);
}

/** Independent deviations on one place: the root of the mean of their squares. */
function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(mean(values.map((value) => value * value)));
}

/** Numbers of classes have no mean: the most frequent, the lower of two. */
function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  )[0];
}

function meanOf(kind: QuicklookKind): BlockMean {
  if (kind === 'phase') return vectorMean;
  if (kind === 'sigma') return rootMeanSquare;
  return kind === 'classes' ? mostFrequent : mean;
}

/**
 * Averages blocks of `factor` x `factor` pixels, those at the right and lower edge smaller. A block of which less than half
 * has data has none.
 */
export function reducePlane({ rows, columns, values }: Plane, factor: number, kind: QuicklookKind): Plane {
  if (factor === 1) return { rows, columns, values };
  const reduced = { rows: Math.ceil(rows / factor), columns: Math.ceil(columns / factor) };
  const means = new Float32Array(reduced.rows * reduced.columns);
  const average = meanOf(kind);
  for (let row = 0; row < reduced.rows; row++)
    for (let column = 0; column < reduced.columns; column++) {
      const block: number[] = [];
      const bottom = Math.min(rows, (row + 1) * factor);
      const right = Math.min(columns, (column + 1) * factor);
      for (let y = row * factor; y < bottom; y++)
        for (let x = column * factor; x < right; x++) {
          const value = values[y * columns + x]!;
          if (!Number.isNaN(value)) block.push(value);
        }
      const area = (bottom - row * factor) * (right - column * factor);
      means[row * reduced.columns + column] = 2 * block.length < area ? Number.NaN : average(block);
    }
  return { ...reduced, values: means };
}

/** The same for a plane that comes in strips from top to bottom: only what is reduced is kept. */
export class PlaneReducer {
  readonly rows: number;
  readonly columns: number;
  readonly #columns: number;
  readonly #factor: number;
  readonly #kind: QuicklookKind;
  readonly #values: Float32Array;
  /** Lines of a block that is not complete. */
  #waiting: Float32Array;
  #filled = 0;

  constructor(size: Pick<Plane, 'rows' | 'columns'>, factor: number, kind: QuicklookKind) {
    this.rows = Math.ceil(size.rows / factor);
    this.columns = Math.ceil(size.columns / factor);
    this.#columns = size.columns;
    this.#factor = factor;
    this.#kind = kind;
    this.#values = new Float32Array(this.rows * this.columns).fill(Number.NaN);
    this.#waiting = new Float32Array(0);
  }

  #take(values: Float32Array): void {
    const plane = { rows: values.length / this.#columns, columns: this.#columns, values };
    const reduced = reducePlane(plane, this.#factor, this.#kind);
    this.#values.set(reduced.values.subarray(0, this.#values.length - this.#filled), this.#filled);
    this.#filled += reduced.values.length;
  }

  /** The next lines, shape (any, columns). */
  add(lines: Float32Array): void {
    const all = new Float32Array(this.#waiting.length + lines.length);
    all.set(this.#waiting);
    all.set(lines, this.#waiting.length);
    const block = this.#factor * this.#columns;
    const whole = all.length - (all.length % block);
    if (whole > 0) this.#take(all.subarray(0, whole));
    this.#waiting = all.slice(whole);
  }

  /** What was reduced; lines that never came have no data. */
  finish(): Plane {
    if (this.#waiting.length > 0) this.#take(this.#waiting);
    this.#waiting = new Float32Array(0);
    return { rows: this.rows, columns: this.columns, values: this.#values };
  }
}
