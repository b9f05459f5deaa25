import { describe, expect, it } from 'vitest';
import { mapGrid, mapPositions } from '../../../src/products/index.ts';

describe('the map grid of a bounding box', () => {
  it('covers it with pixels of the size asked for, from its north-west corner', () => {
    const box = { north: 45.2, south: 44.9, west: 4.1, east: 4.6 };
    const grid = mapGrid(box, 40);
    expect([grid.top, grid.left]).toEqual([45.2, 4.1]);
    const south = grid.top - grid.rows * grid.pixelHeight;
    const east = grid.left + grid.columns * grid.pixelWidth;
    expect(south).toBeLessThanOrEqual(44.9);
    expect(south).toBeGreaterThan(44.9 - grid.pixelHeight);
    expect(east).toBeGreaterThanOrEqual(4.6);
    expect(east).toBeLessThan(4.6 + grid.pixelWidth);
    // On WGS84 a degree of latitude is 111,127 m long here, one of longitude 78,900 m.
    expect(Math.abs((grid.pixelHeight * 111_127) / 40 - 1)).toBeLessThan(0.005);
    expect(Math.abs((grid.pixelWidth * 78_900) / 40 - 1)).toBeLessThan(0.01);
  });

  it('goes on beyond 180 degrees where the box crosses the antimeridian', () => {
    const grid = mapGrid({ north: -16, south: -17, west: 179.5, east: -179.7 }, 100);
    expect(grid.left).toBe(179.5);
    const last = mapPositions(grid)(0, grid.columns - 1).longitudeDeg;
    expect(last).toBeGreaterThan(180.2);
    expect(last).toBeLessThan(180.4);
    const plain = mapGrid({ north: -16, south: -17, west: 19.5, east: 20.3 }, 100);
    expect([grid.rows, grid.columns]).toEqual([plain.rows, plain.columns]);
  });

  it('gives the middles of its pixels', () => {
    const grid = mapGrid({ north: 10, south: 9, west: 20, east: 21 }, 1000);
    const first = mapPositions(grid)(0, 0);
    expect(first.latitudeDeg).toBeCloseTo(10 - grid.pixelHeight / 2, 12);
    expect(first.longitudeDeg).toBeCloseTo(20 + grid.pixelWidth / 2, 12);
    const next = mapPositions(grid)(1, 1);
    expect(first.latitudeDeg - next.latitudeDeg).toBeCloseTo(grid.pixelHeight, 12);
    expect(next.longitudeDeg - first.longitudeDeg).toBeCloseTo(grid.pixelWidth, 12);
  });

  it('has at least one pixel, and stays finite at the poles', () => {
    const tiny = mapGrid({ north: 45.00001, south: 45, west: 4, east: 4.00001 }, 1000);
    expect([tiny.rows, tiny.columns]).toEqual([1, 1]);
    const polar = mapGrid({ north: 90, south: 89.9, west: 0, east: 10 }, 40);
    expect(polar.columns).toBeLessThan(5000);
  });
});
