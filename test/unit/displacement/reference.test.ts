import { describe, expect, it } from 'vitest';
import {
  type ReferenceReach,
  type ReferenceSearch,
  chooseReference,
  givenReference,
  whyNoReference,
} from '../../../src/displacement/index.ts';
import { type MadeUpScene, madeUpGrid, madeUpRasters } from '../../support/made-up-rasters.ts';
import { Random } from '../../support/random.ts';

function searchOf(scene: Omit<MadeUpScene, 'grid'>, rows = 40, columns = 50): ReferenceSearch {
  const { unwrapped, coherence, interferogram } = madeUpRasters({ grid: madeUpGrid(rows, columns), ...scene });
  return { unwrapped, coherence, centroids: interferogram.centroids, minCoherence: 0.3 };
}

const plane = (row: number, column: number): number => 12 + 0.21 * row - 0.17 * column;

describe('a reference that is given', () => {
  it('is the plane at the place itself, not the mean of its cells', () => {
    for (const [row, column] of [
      [20, 25],
      [20.4, 24.7],
      [17.49, 30.51],
    ] as const) {
      const place = givenReference(searchOf({ phaseRad: plane }), row, column)!;
      expect(place.phaseRad).toBeCloseTo(plane(row, column), 5);
      expect(place).toMatchObject({ how: 'given', row, column, cells: 25, component: 1 });
      expect(place.spreadRad).toBeLessThan(1e-5);
      expect(place.coherence).toBeCloseTo(0.9, 6);
    }
  });

  it('also at the border and beside gaps, where the cells lie on one side', () => {
    const gaps = (row: number, column: number): boolean => row < 20 || column < 26;
    expect(givenReference(searchOf({ phaseRad: plane }), 0.2, 0.1)!.phaseRad).toBeCloseTo(plane(0.2, 0.1), 5);
    expect(givenReference(searchOf({ phaseRad: plane, hasData: gaps }), 19, 25.2)!.phaseRad).toBeCloseTo(
      plane(19, 25.2),
      5,
    );
  });

  it("knows that a cell's phase is measured at the centroid of its power", () => {
    const random = new Random(1);
    const search = searchOf({
      phaseRad: plane,
      centroid: () => [random.uniform(-0.3, 0.3), random.uniform(-0.3, 0.3)],
    });
    expect(givenReference(search, 20.3, 24.6)!.phaseRad).toBeCloseTo(plane(20.3, 24.6), 5);
  });

  it('weighs by coherence: the spread is that of noise, and shrinks where noise is weak', () => {
    const random = new Random(2);
    const noisy = (row: number, column: number): number => plane(row, column) + 0.2 * random.normal();
    const spread = Array.from({ length: 20 }, () => givenReference(searchOf({ phaseRad: noisy }), 20, 25)!.spreadRad);
    // 25 cells less three parameters: 0.2 sqrt(22/25) = 0.188.
    expect(spread.reduce((sum, value) => sum + value, 0) / 20).toBeCloseTo(0.188, 1);
  });

  it('may be an area: an ellipse of cells, the phase that of the plane at its middle, with less noise', () => {
    const random = new Random(3);
    const reach = { rows: 8, columns: 6 };
    const whole = givenReference(searchOf({ phaseRad: plane }), 20.3, 24.8, reach)!;
    expect(whole.phaseRad).toBeCloseTo(plane(20.3, 24.8), 5);
    // π x 8 x 6 cells.
    expect(Math.abs(whole.cells / (Math.PI * 48) - 1)).toBeLessThan(0.05);
    const noisy = (row: number, column: number): number => plane(row, column) + 0.4 * random.normal();
    const errors = Array.from({ length: 60 }, () => {
      const search = searchOf({ phaseRad: noisy });
      return [undefined, reach].map((of) => (givenReference(search, 20, 25, of)!.phaseRad - plane(20, 25)) ** 2);
    });
    const sum = (k: number): number => errors.reduce((total, squares) => total + squares[k]!, 0);
    // 25 and 151 cells: a ratio of 6.
    expect(sum(0) / sum(1)).toBeGreaterThan(3);
  });

  it('an area smaller than two cells either way is one of two cells: wherever its middle lies, it holds enough', () => {
    const search = searchOf({ phaseRad: plane });
    const random = new Random(5);
    // 100 m are 1.8 x 1.7 cells of 4 x 16 looks, and 0.4 x 0.4 of 16 x 64.
    for (const reach of [
      { rows: 1.79, columns: 1.67 },
      { rows: 0.45, columns: 0.42 },
      { rows: 6, columns: 0.5 },
    ])
      for (let n = 0; n < 100; n++) {
        const [row, column] = [20 + random.uniform(-0.5, 0.5), 25 + random.uniform(-0.5, 0.5)];
        const place = givenReference(search, row, column, reach);
        expect(place?.cells).toBeGreaterThanOrEqual(9);
        expect(place!.phaseRad).toBeCloseTo(plane(row, column), 5);
      }
  });

  it('an area belongs to the component of most of its coherent cells, and only these count', () => {
    const reach = { rows: 6, columns: 6 };
    const search = searchOf({
      phaseRad: (row, column) => plane(row, column) + (column < 23 ? 0 : 30),
      component: (_, column) => (column < 23 ? 1 : 2),
      coherence: (row) => (row === 20 ? 0.1 : 0.9),
    });
    const place = givenReference(search, 20, 25, reach)!;
    expect(place.component).toBe(2);
    expect(place.phaseRad).toBeCloseTo(plane(20, 25) + 30, 4);
    expect(givenReference(searchOf({ coherence: () => 0.1 }), 20, 25, reach)).toBeUndefined();
  });

  it('a weak cell that stands off moves the plane by its share of the weight', () => {
    const odd = (row: number, column: number): number => (row === 20 && column === 25 ? 2.5 : 0);
    const weak = (row: number, column: number): number => (row === 20 && column === 25 ? 0.31 : 0.93);
    // In the middle of the window the plane's value is the weighted mean.
    const place = givenReference(searchOf({ phaseRad: odd, coherence: weak }), 20, 25)!;
    expect(place.phaseRad).toBeCloseTo((2.5 * 0.31) / (0.31 + 24 * 0.93), 5);
    expect(place.coherence).toBeCloseTo((0.31 + 24 * 0.93) / 25, 5);
  });

  it('is refused with too few good cells, in no component, outside', () => {
    const only = (count: number) => (row: number, column: number) =>
      Math.abs(row - 20) <= 1 && Math.abs(column - 25) <= 1 && (row - 19) * 3 + column - 24 < count;
    expect(givenReference(searchOf({ hasData: only(8) }), 20, 25)).toBeUndefined();
    expect(givenReference(searchOf({ hasData: only(9) }), 20, 25)?.cells).toBe(9);
    expect(givenReference(searchOf({ coherence: () => 0.29 }), 20, 25)).toBeUndefined();
    expect(givenReference(searchOf({ phaseRad: () => NaN }), 20, 25)).toBeUndefined();
    for (const [row, column] of [
      [-3, 10],
      [10, -0.6],
      [40, 10],
      [10, 49.6],
    ] as const)
      expect(givenReference(searchOf({}), row, column)).toBeUndefined();
  });

  it('uses the cells of its own component only', () => {
    const component = (_: number, column: number): number => (column <= 25 ? 2 : 1);
    const phaseRad = (_: number, column: number): number => (column <= 25 ? 1 : 30);
    const place = givenReference(searchOf({ component, phaseRad }), 20, 25)!;
    expect(place).toMatchObject({ component: 2, cells: 15 });
    expect(place.phaseRad).toBeCloseTo(1, 5);
  });

  it('cells in one line do not make a plane', () => {
    expect(givenReference(searchOf({}, 1, 50), 0, 25)).toBeUndefined();
  });
});

describe('a reference that is chosen', () => {
  const middle = [{ row: 20, column: 25 }];

  it('keeps away from the points, whatever is best there', () => {
    const good = (row: number, column: number): number => (Math.hypot(row - 20, column - 25) < 9 ? 0.99 : 0.6);
    const far = (row: number, column: number): boolean => Math.hypot(row - 20, column - 25) >= 14;
    const place = chooseReference(searchOf({ coherence: good }), middle, far)!;
    expect(far(place.row, place.column)).toBe(true);
    expect(place).toMatchObject({ how: 'chosen', cells: 25 });
    expect(chooseReference(searchOf({}), middle, () => false)).toBeUndefined();
  });

  it('takes the best of coherence, flatness and smoothness', () => {
    const random = new Random(3);
    const phaseRad = (_: number, column: number): number => {
      if (column < 15) return 0.4 * column;
      return column < 33 ? 0.5 * random.normal() : 7;
    };
    // The right third is flat and smooth; within it one place is more coherent.
    const coherence = (row: number, column: number): number => (Math.hypot(row - 10, column - 42) < 4 ? 0.95 : 0.8);
    const place = chooseReference(searchOf({ phaseRad, coherence }), middle, () => true)!;
    expect(Math.hypot(place.row - 10, place.column - 42)).toBeLessThan(3);
    expect(place.phaseRad).toBeCloseTo(7, 5);
  });

  it('is in the component of most points', () => {
    const component = (_: number, column: number): number => (column < 30 ? 1 : 2);
    const search = searchOf({ component });
    const points = [
      { row: 10, column: 5 },
      { row: 11, column: 40 },
      { row: 12, column: 44 },
      { row: 99, column: 99 },
    ];
    expect(chooseReference(search, points, () => true)?.component).toBe(2);
    expect(chooseReference(search, points.slice(0, 2), () => true)?.component).toBe(1);
    expect(chooseReference(search, [], () => true)?.component).toBe(1);
  });

  it('needs a whole window of good cells', () => {
    const checker = (row: number, column: number): boolean => row % 4 !== 0 || column % 4 !== 0;
    expect(chooseReference(searchOf({ hasData: checker }), middle, () => true)).toBeUndefined();
    expect(chooseReference(searchOf({}, 4, 50), middle, () => true)).toBeUndefined();
    const oneWindow = (row: number, column: number): boolean => Math.abs(row - 30) <= 2 && Math.abs(column - 7) <= 2;
    expect(chooseReference(searchOf({ hasData: oneWindow }), middle, () => true)).toMatchObject({ row: 30, column: 7 });
  });

  it('a whole cycle or an offset more everywhere changes the phase, not the place', () => {
    const random = new Random(4);
    const base = Array.from({ length: 40 * 50 }, () => 0.1 * random.normal());
    const place = (offset: number) =>
      chooseReference(
        searchOf({ phaseRad: (row, column) => Math.fround(base[row * 50 + column]!) + offset }),
        middle,
        () => true,
      )!;
    const [here, there] = [place(0), place(2 * Math.PI)];
    expect([there.row, there.column]).toEqual([here.row, here.column]);
    expect(there.phaseRad - here.phaseRad).toBeCloseTo(2 * Math.PI, 5);
  });
});

describe('a reference that cannot be used says why', () => {
  const [row, column] = [20, 25];
  const isMiddle = (i: number, j: number): boolean => i === row && j === column;
  const faults: readonly (readonly [string, Omit<MadeUpScene, 'grid'>, ReferenceReach | undefined, object])[] = [
    // 25 cells less 22: three have data.
    ['no_data', { hasData: (i, j) => i === row && j > 24 && j < 28 }, undefined, { passing: 3, cells: 25 }],
    ['low_coherence', { coherence: (i) => (i === row ? 0.9 : 0.1) }, undefined, { passing: 5, cells: 25 }],
    ['unconnected', { component: (i, j) => (isMiddle(i, j) ? 0 : 1) }, undefined, { passing: 0, cells: 25 }],
    ['unconnected', { component: () => 0 }, { rows: 2, columns: 2 }, { passing: 0, cells: 13 }],
    // The middle column alone is of its component, beside two coherent ones.
    ['split', { component: (_, j) => (j === column ? 1 : 2) }, undefined, { passing: 5, cells: 25 }],
    ['in_line', { coherence: (_, j) => (j === column ? 0.9 : 0.1) }, { rows: 6, columns: 2 }, { passing: 13 }],
  ];

  it.each(faults)('%s', (reason, scene, reach, counts) => {
    const search = searchOf({ phaseRad: plane, ...scene });
    expect(givenReference(search, row, column, reach)).toBeUndefined();
    expect(whyNoReference(search, row, column, reach)).toMatchObject({ reason, ...counts });
  });
});
