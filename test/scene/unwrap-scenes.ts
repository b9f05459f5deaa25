import type { UnwrapInput } from '../../src/unwrap/index.ts';
import { wrapPhaseRad } from '../../src/units/index.ts';
import { findCycleErrors } from './cycle-errors.ts';
import type { Random } from '../support/random.ts';

/** A scene to unwrap, and what should come out of it up to a constant. Shapes (rows, columns). */
export interface Scene {
  readonly input: UnwrapInput;
  readonly truthRad: Float64Array;
}

/** Row and column of a cell to a value. */
export type Field = (row: number, column: number) => number;

export function sample(rows: number, columns: number, field: Field): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, cell) => field(Math.floor(cell / columns), cell % columns));
}

/** An input on a grid of which only the size matters. */
export function inputOf(
  rows: number,
  columns: number,
  wrappedPhaseRad: Float32Array,
  coherence: Float32Array,
  effectiveLooks: number,
): UnwrapInput {
  const radarGrid = { epochDay: 0, firstLineTimeS: 0, lineIntervalS: 2e-3, nearRangeM: 8e5, rangeSpacingM: 2.33 };
  const grid = { radarGrid, looks: { azimuth: 4, range: 16 }, firstLine: 0, firstSample: 0, rows, columns };
  return { grid, wrappedPhaseRad, coherence, effectiveLooks };
}

/** Coherence 1 and no noise at all. */
export function noiseFree(rows: number, columns: number, phase: Field): Scene {
  const truthRad = sample(rows, columns, phase);
  const wrapped = Float32Array.from(truthRad, wrapPhaseRad);
  return { truthRad, input: inputOf(rows, columns, wrapped, new Float32Array(wrapped.length).fill(1), 30) };
}

/**
 * Interferogram of `looks` independent pairs of circular Gaussian samples of the given coherence per cell, and the
 * coherence as it is estimated from the same looks, its bias removed: γ² = (L γ̂² - 1) / (L - 1), at least 0.
 */
export function speckled(
  [rows, columns]: readonly [number, number],
  phase: Field,
  coherence: Field,
  looks: number,
  random: Random,
): Scene {
  const truthRad = sample(rows, columns, phase);
  const estimated = new Float32Array(truthRad.length);
  const wrapped = truthRad.map((phaseRad, cell) => {
    const gamma = coherence(Math.floor(cell / columns), cell % columns);
    const rest = Math.sqrt(1 - gamma ** 2);
    let [real, imaginary, firstPower, secondPower] = [0, 0, 0, 0];
    for (let look = 0; look < looks; look++) {
      const [a, b] = [random.normal(), random.normal()];
      const c = gamma * a + rest * random.normal();
      const d = gamma * b + rest * random.normal();
      real += a * c + b * d;
      imaginary += b * c - a * d;
      firstPower += a * a + b * b;
      secondPower += c * c + d * d;
    }
    const raw = (real ** 2 + imaginary ** 2) / (firstPower * secondPower);
    estimated[cell] = Math.sqrt(Math.max((looks * raw - 1) / (looks - 1), 0));
    return wrapPhaseRad(phaseRad + Math.atan2(imaginary, real));
  });
  return { truthRad, input: inputOf(rows, columns, Float32Array.from(wrapped), estimated, looks) };
}

/** A copy in which the marked cells have no data. */
export function withoutData({ input, truthRad }: Scene, isMissing: (row: number, column: number) => boolean): Scene {
  const { columns } = input.grid;
  const blank = (plane: Float32Array): Float32Array =>
    plane.map((value, cell) => (isMissing(Math.floor(cell / columns), cell % columns) ? Number.NaN : value));
  return {
    truthRad,
    input: { ...input, wrappedPhaseRad: blank(input.wrappedPhaseRad), coherence: blank(input.coherence) },
  };
}

/** Among the cells with a value that `include` takes: how many are off by whole cycles from where most are. */
export function countWrongCycles(
  unwrappedRad: ArrayLike<number>,
  truthRad: ArrayLike<number>,
  include: (cell: number) => boolean = () => true,
): { wrong: number; compared: number } {
  const { wrong, compared } = findCycleErrors(unwrappedRad, truthRad, include);
  return { wrong, compared };
}

/** Largest |wrap(unwrapped - wrapped)| where there is data. */
export function worstIncongruenceRad(unwrappedRad: ArrayLike<number>, wrappedRad: ArrayLike<number>): number {
  let worst = 0;
  for (let cell = 0; cell < wrappedRad.length; cell++) {
    const error = Math.abs(wrapPhaseRad(unwrappedRad[cell]! - wrappedRad[cell]!));
    if (error > worst) worst = error;
  }
  return worst;
}
