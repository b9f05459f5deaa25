import { describe, expect, it } from 'vitest';
import { STRONG_POWER_RATIO, blankedCells, strongStableScatterers } from '../../../src/coherence/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';

const ROWS = 64;
const COLUMNS = 64;
const ZERO_QUANTILE = 0.2;

interface Scene {
  /** Mean powers of both dates. */
  readonly power: (row: number, column: number) => readonly [first: number, second: number];
  readonly rawCoherence?: (row: number, column: number) => number;
  readonly water?: (row: number, column: number) => boolean;
  readonly looks?: number;
  readonly seed?: number;
}

/** Speckle of a number of looks, mean 1. */
function speckle(random: Random, looks: number): number {
  let sum = 0;
  for (let k = 0; k < looks; k++) sum -= Math.log(1 - random.uniform(0, 1));
  return sum / looks;
}

/** What the rule blanks of a scene of water with speckle. */
function blank({ power, rawCoherence = () => 0.1, water = () => true, looks = 25, seed = 11 }: Scene) {
  const random = new Random(seed);
  const cells = new Float32Array(ROWS * COLUMNS * 4);
  const flags = new Uint8Array(ROWS * COLUMNS);
  const raw = new Float32Array(ROWS * COLUMNS);
  for (let cell = 0; cell < ROWS * COLUMNS; cell++) {
    const [row, column] = [Math.floor(cell / COLUMNS), cell % COLUMNS];
    const [first, second] = power(row, column);
    cells[4 * cell + 2] = first * speckle(random, looks);
    cells[4 * cell + 3] = second * speckle(random, looks);
    flags[cell] = water(row, column) ? 1 : 0;
    raw[cell] = rawCoherence(row, column);
  }
  const strongScatterer = strongStableScatterers(ROWS, COLUMNS, cells, flags);
  const blanked = blankedCells({
    water: flags,
    rawCoherence: raw,
    zeroQuantileOf: () => ZERO_QUANTILE,
    strongScatterer,
  });
  return { at: (row: number, column: number) => blanked[row * COLUMNS + column]!, blanked, strongScatterer };
}

const share = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0) / flags.length;

const WATERS: readonly (readonly [string, Scene['power']])[] = [
  ['calm on both dates', () => [0.01, 0.01]],
  ['windy on both dates', () => [1, 1]],
  ['calm, then windy', () => [0.01, 1]],
  ['a fall of 12 dB across the swath', (_: number, column: number) => [10 ** ((-1.2 * column) / COLUMNS), 1]],
  ['streaks of wind, 5 dB', (row: number) => [10 ** (0.25 * Math.sin(row)), 10 ** (0.25 * Math.sin(row))]],
];

/** A river 9 cells wide, and a bridge of one cell across it. */
const inRiver = (row: number): boolean => row >= 28 && row < 37;
const onBridge = (column: number): boolean => column === 30;

describe('the water mask', () => {
  it('a mask alone never blanks: coherent ground below it stays, however dark', () => {
    expect(share(blank({ power: () => [0.01, 0.01], rawCoherence: () => 0.21 }).blanked)).toBe(0);
    expect(share(blank({ power: () => [0.01, 0.01], rawCoherence: () => ZERO_QUANTILE }).blanked)).toBe(0);
  });

  it('never blanks beside the mask, or where there is no data', () => {
    expect(share(blank({ power: () => [1, 1], water: () => false }).blanked)).toBe(0);
    expect(share(blank({ power: () => [1, 1], rawCoherence: () => Number.NaN }).blanked)).toBe(0);
  });

  it.each(WATERS)('blanks all of water that is %s', (_, power) => {
    expect(share(blank({ power }).blanked)).toBe(1);
  });

  it('blanks a windy lake 50 cells away from a calm one', () => {
    const far = (column: number): boolean => column >= 58;
    const water = (_: number, column: number): boolean => column < 8 || far(column);
    const { at } = blank({ power: (_, column) => (far(column) ? [1, 1] : [0.01, 0.01]), water });
    for (let row = 0; row < ROWS; row++)
      for (let column = 0; column < COLUMNS; column++) expect(at(row, column)).toBe(water(row, column) ? 1 : 0);
  });

  it.each([
    ['calm water', 0.01],
    ['windy water', 0.1],
  ])('keeps a bridge over %s that is bright on both dates, though coherence is below the quantile', (_, waterPower) => {
    const { at } = blank({
      power: (_row, column) => (onBridge(column) ? [1, 1] : [waterPower, waterPower]),
      water: inRiver,
    });
    for (let row = 28; row < 37; row++) {
      // The cell beside it is kept too: a point there is measured from both.
      for (const column of [29, 30, 31]) expect(at(row, column)).toBe(0);
      for (const column of [5, 27, 33, 60]) expect(at(row, column)).toBe(1);
    }
  });

  it('keeps a bridge no brighter than the water, where it is coherent', () => {
    const { at } = blank({
      power: () => [1, 1],
      rawCoherence: (_, column) => (onBridge(column) ? 0.6 : 0.1),
      water: inRiver,
    });
    for (let row = 28; row < 37; row++) {
      expect(at(row, 30)).toBe(0);
      expect(at(row, 40)).toBe(1);
    }
  });

  it('blanks a ship: bright on one date only', () => {
    const isShip = (row: number, column: number): boolean => row === 20 && column === 20;
    const { blanked } = blank({ power: (row, column) => [isShip(row, column) ? 1000 : 1, 1] });
    expect(share(blanked)).toBe(1);
  });

  it('judges a pond of few cells by all the water there is', () => {
    const inPond = (row: number, column: number): boolean => row < 3 && column < 3;
    const water = (row: number, column: number): boolean => inPond(row, column) || row >= 52;
    const bright = blank({ power: (row, column) => (inPond(row, column) ? [1, 1] : [0.01, 0.01]), water });
    expect(bright.at(1, 1)).toBe(0);
    expect(bright.at(60, 30)).toBe(1);
    expect(blank({ power: () => [0.01, 0.01], water }).at(1, 1)).toBe(1);
  });

  it('has no scatterers without water', () => {
    expect(
      share(
        strongStableScatterers(
          ROWS,
          COLUMNS,
          new Float32Array(ROWS * COLUMNS * 4).fill(1),
          new Uint8Array(ROWS * COLUMNS),
        ),
      ),
    ).toBe(0);
  });

  it('at one look speckle passes for a scatterer in 4 cells of 1000, at four looks in none of 80 000', () => {
    const runs = 20;
    const measured = (looks: number): number => {
      let marked = 0;
      for (let seed = 1; seed <= runs; seed++)
        marked += share(blank({ power: () => [1, 1], looks, seed }).strongScatterer) / runs;
      return marked;
    };
    // One look is exponential with median ln 2: P(power > r median) = 2^-r, on both dates 2^-2r. Each takes 3 x 3 cells.
    const each = 2 ** (-2 * STRONG_POWER_RATIO);
    const expected = 1 - (1 - each) ** 9;
    const oneLook = measured(1);
    stateFigure('share of one-look water beside what passes for a scatterer', oneLook, 1.2 * expected);
    // 330 of them in all: 5.5 % of standard deviation.
    expect(Math.abs(oneLook / expected - 1)).toBeLessThan(0.2);
    // Four looks: (Γ(4, 4 · 3.98 · 0.918) / Γ(4))² = 8e-8.
    expect(measured(4)).toBe(0);
  });
});
