import { describe, expect, it } from 'vitest';
import { type CellRasters, type CellSample, sampleCells } from '../../../src/points/index.ts';
import { type MadeUpScene, madeUpGrid, madeUpRasters } from '../../support/made-up-rasters.ts';
import { Random } from '../../support/random.ts';

const CYCLE = 2 * Math.PI;

function rastersOf(scene: Omit<MadeUpScene, 'grid'>, correlation = { row: 0, column: 0 }): CellRasters {
  return { ...madeUpRasters({ grid: madeUpGrid(20, 24), ...scene }), cellCorrelation: correlation };
}

const at = (rasters: CellRasters, row: number, column: number): CellSample => sampleCells(rasters, { row, column })!;

/** Distance to the nearest whole number of cycles. */
const offCycle = (phaseRad: number): number => Math.abs(phaseRad - CYCLE * Math.round(phaseRad / CYCLE));

describe('the phase between cells', () => {
  it.each([
    [0, 0],
    [0.8, -0.5],
    [-2.2, 1.9],
  ])('follows a slope of %f and %f rad per cell exactly', (perRow, perColumn) => {
    const rasters = rastersOf({ phaseRad: (row, column) => 40 + perRow * row + perColumn * column });
    const random = new Random(1);
    for (let n = 0; n < 200; n++) {
      const [row, column] = [random.uniform(1, 18), random.uniform(1, 22)];
      const sample = at(rasters, row, column);
      expect(Math.abs(sample.phaseRad - (40 + perRow * row + perColumn * column))).toBeLessThan(1e-5);
      expect(sample.isCut).toBe(false);
    }
  });

  it('is that of the place, though each cell is measured at the centroid of its power', () => {
    const random = new Random(2);
    const [perRow, perColumn] = [0.7, -0.4];
    const rasters = rastersOf({
      phaseRad: (row, column) => perRow * row + perColumn * column,
      centroid: () => [random.uniform(-0.2, 0.2), random.uniform(-0.2, 0.2)],
    });
    let [withCentroids, without] = [0, 0];
    const blind = { ...rasters, interferogram: { ...rasters.interferogram, centroids: new Float32Array(20 * 24 * 2) } };
    for (let n = 0; n < 300; n++) {
      const [row, column] = [random.uniform(2, 17), random.uniform(2, 21)];
      const expected = perRow * row + perColumn * column;
      withCentroids = Math.max(withCentroids, Math.abs(at(rasters, row, column).phaseRad - expected));
      without = Math.max(without, Math.abs(at(blind, row, column).phaseRad - expected));
    }
    // The slope itself comes from cells whose centroids are 0.12 cell off: an error of 0.1 rad in it, times 0.2 cell.
    expect(withCentroids).toBeLessThan(0.03);
    expect(without).toBeGreaterThan(2 * withCentroids);
  });

  it('is continuous from cell to cell', () => {
    const rasters = rastersOf({ phaseRad: (row, column) => 2 * Math.sin(row / 3) + Math.cos(column / 4) });
    for (const column of [5.5, 8.5, 13.5])
      expect(at(rasters, 9.3, column - 1e-7).phaseRad).toBeCloseTo(at(rasters, 9.3, column + 1e-7).phaseRad, 5);
  });
});

describe('across a cut', () => {
  const cut = rastersOf({ phaseRad: (row, column) => 0.3 + 0.05 * row + (column < 12 ? 0 : 3 * CYCLE) });

  it('the phase is that of one side or the other, never between them', () => {
    const random = new Random(3);
    for (let n = 0; n < 500; n++) {
      const [row, column] = [random.uniform(2, 17), random.uniform(8, 15)];
      const sample = at(cut, row, column);
      const side = column < 11.5 ? 0 : 3 * CYCLE;
      expect(Math.abs(sample.phaseRad - (0.3 + 0.05 * row + side))).toBeLessThan(1e-5);
    }
  });

  it('is told of where the cells around differ by more than half a cycle, and only there', () => {
    for (const column of [10.6, 11.5, 12.4]) expect(at(cut, 9.2, column).isCut).toBe(true);
    for (const column of [4, 9.4, 13.6, 20]) expect(at(cut, 9.2, column).isCut).toBe(false);
    expect(at(rastersOf({ phaseRad: (_, column) => 2.9 * column }), 9.2, 11.5).isCut).toBe(false);
  });

  it('stays congruent with the wrapped phase of the cells, however they were unwrapped', () => {
    const random = new Random(4);
    const rasters = rastersOf({ phaseRad: () => 0.8 + CYCLE * random.integer(-3, 3) });
    for (let n = 0; n < 200; n++) {
      const sample = at(rasters, random.uniform(2, 17), random.uniform(2, 21));
      expect(offCycle(sample.phaseRad - 0.8)).toBeLessThan(1e-5);
    }
  });
});

describe('without data', () => {
  it('cells that have none do not count, and with less than half of the weight there is nothing', () => {
    const rasters = rastersOf({ phaseRad: () => 1.5, hasData: (_, column) => column < 12 });
    expect(at(rasters, 9, 11).phaseRad).toBeCloseTo(1.5, 5);
    // Half of the weight of the spline lies on each side of 11.5.
    expect(sampleCells(rasters, { row: 9, column: 11.49 })).toBeDefined();
    expect(sampleCells(rasters, { row: 9, column: 11.51 })).toBeUndefined();
    expect(sampleCells(rasters, { row: 9, column: 13 })).toBeUndefined();
  });

  it('cells without an unwrapped phase, or with one black date, are as good as none', () => {
    const notUnwrapped = rastersOf({ phaseRad: (_, column) => (column < 12 ? 1.5 : NaN) });
    expect(sampleCells(notUnwrapped, { row: 9, column: 14 })).toBeUndefined();
    const black = rastersOf({});
    for (let index = 0; index < 20 * 24; index++) black.interferogram.cells[4 * index + 3] = 0;
    expect(sampleCells(black, { row: 9, column: 14 })).toBeUndefined();
  });

  it('cells whose products cancel to nothing are measured as one number, not as none', () => {
    const still = rastersOf({});
    const { cells } = still.interferogram;
    for (let index = 0; index < 20 * 24; index++) cells.set([0, 0], 4 * index);
    const { phaseRad, spreadRad } = at(still, 9, 14);
    expect([phaseRad, spreadRad]).toEqual([0, 0]);
  });

  it('nor is there anything outside the raster', () => {
    const rasters = rastersOf({});
    for (const [row, column] of [
      [-0.6, 5],
      [5, -0.6],
      [19.6, 5],
      [5, 23.6],
      [-50, 1000],
    ] as const)
      expect(sampleCells(rasters, { row, column })).toBeUndefined();
    expect(sampleCells(rasters, { row: 0, column: 0 })).toBeDefined();
  });
});

describe('what else a sample says', () => {
  it('coherence and component are those of the nearest cell', () => {
    const rasters = rastersOf({
      coherence: (row, column) => 0.3 + 0.02 * ((row + column) % 20),
      component: (_, column) => (column < 12 ? 1 : 2),
    });
    expect(at(rasters, 9.2, 11.4)).toMatchObject({ component: 1 });
    expect(at(rasters, 9.2, 11.6)).toMatchObject({ component: 2 });
    expect(at(rasters, 9.2, 11.4).coherence).toBeCloseTo(0.3, 6);
    expect(at(rasters, 9.4, 5.3).coherenceRaw).toBeCloseTo(0.3 + 0.02 * 14, 6);
  });

  it('a bright cell keeps its own phase beside dark ones', () => {
    const rasters = rastersOf({
      phaseRad: (row, column) => (row === 9 && column === 11 ? 1 : 0),
      power: (row, column) => (row === 9 && column === 11 ? 1e6 : 100),
    });
    expect(at(rasters, 9, 11).phaseRad).toBeGreaterThan(0.9);
    expect(Math.abs(at(rasters, 9, 13).phaseRad)).toBeLessThan(1e-6);
  });

  it('effective cells: those of the weights, fewer where neighbours are correlated, one where only one has data', () => {
    const weights = [0.125, 0.75, 0.125];
    const expected = 1 / weights.reduce((sum, weight) => sum + weight ** 2, 0) ** 2;
    expect(at(rastersOf({}), 9, 11).effectiveCells).toBeCloseTo(expected, 9);
    const correlated = 0.75 ** 2 + 2 * 0.125 ** 2 + 4 * 0.2 * 0.75 * 0.125;
    const inRows = at(rastersOf({}, { row: 0.2, column: 0 }), 9, 11).effectiveCells;
    expect(inRows).toBeCloseTo(1 / (correlated * weights.reduce((sum, weight) => sum + weight ** 2, 0)), 9);
    const alone = rastersOf({ hasData: (row, column) => row === 9 && column === 11 });
    expect(at(alone, 9, 11).effectiveCells).toBeCloseTo(1, 12);
  });
});
