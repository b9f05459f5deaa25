import { describe, expect, it } from 'vitest';
import { groundLevelRad } from '../../../src/points/index.ts';
import { type MadeUpScene, madeUpGrid, madeUpRasters } from '../../support/made-up-rasters.ts';

const PLACE = { row: 20.3, column: 19.6 };
const keepAll = (): boolean => false;
const level = (scene: Omit<MadeUpScene, 'grid'>, isLeftOut: (index: number, coherence: number) => boolean = keepAll) =>
  groundLevelRad(
    { ...madeUpRasters({ grid: madeUpGrid(40, 40), ...scene }), cellCorrelation: { row: 0, column: 0 } },
    PLACE,
    1,
    isLeftOut,
  );
const slope = (row: number, column: number): number => 7 + 0.2 * row - 0.1 * column;

describe('the level of the ground around a place', () => {
  it('is that of a slope at the place', () => {
    expect(level({ phaseRad: slope })).toBeCloseTo(slope(PLACE.row, PLACE.column), 4);
  });

  it('is not moved by a structure of 15 cells whole cycles away', () => {
    const isDeck = (row: number, column: number): boolean => Math.abs(row - 20) <= 7 && column === 20;
    const found = level({ phaseRad: (row, column) => slope(row, column) + (isDeck(row, column) ? 4 : 0) })!;
    expect(Math.abs(found - slope(PLACE.row, PLACE.column))).toBeLessThan(0.05);
  });

  it('is not that of cells left out, of another component or whose cycles are doubtful', () => {
    const isOdd = (_: number, column: number): boolean => column > 16;
    const phaseRad = (row: number, column: number): number => slope(row, column) + (isOdd(row, column) ? 6 : 0);
    const wanted = slope(PLACE.row, PLACE.column);
    expect(level({ phaseRad, component: (row, column) => (isOdd(row, column) ? 2 : 1) })).toBeCloseTo(wanted, 3);
    expect(level({ phaseRad, isAmbiguous: isOdd })).toBeCloseTo(wanted, 3);
    expect(level({ phaseRad }, (index) => isOdd(0, index % 40))).toBeCloseTo(wanted, 3);
    const coherence = (row: number, column: number): number => (isOdd(row, column) ? 0.1 : 0.8);
    expect(level({ phaseRad, coherence }, (_, raw) => raw < 0.5)).toBeCloseTo(wanted, 3);
  });

  it('is not known where fewer than 30 cells are left, or none beside a line', () => {
    expect(level({ hasData: (row) => row === 20 })).toBeUndefined();
    expect(level({ phaseRad: () => 1, component: () => 2 })).toBeUndefined();
  });
});
