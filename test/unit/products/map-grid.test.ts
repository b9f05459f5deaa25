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

  it.each([
    // Regular zones of 6 degrees, the first from 180 W.
    ['Ardeche', 44.5, 4.5, 32_631],
    ['Quito', -0.2, -78.5, 32_717],
    ['Fiji, west of the antimeridian', -17, 179.9, 32_760],
    ['Fiji, east of it', -17, -179.9, 32_701],
    // 32V takes what lies east of 3 E from 31V; bands U and W are regular.
    ['31V, the sea off Norway', 60, 2.9, 32_631],
    ['32V, Bergen', 60.4, 5.3, 32_632],
    ['32V, its western edge', 56.01, 3.01, 32_632],
    ['32V, its northern edge', 63.98, 4, 32_632],
    ['32V, its eastern edge', 60, 11.98, 32_632],
    ['33V', 60, 12.02, 32_633],
    ['31U, south of it', 55.98, 4, 32_631],
    ['31W, north of it', 64.02, 4, 32_631],
    // 32X, 34X and 36X do not exist.
    ['31X', 78, 8.9, 32_631],
    ['33X, western edge', 78, 9.1, 32_633],
    ['33X, Longyearbyen', 78.2, 15.6, 32_633],
    ['33X, eastern edge', 78, 20.9, 32_633],
    ['35X, western edge', 78, 21.1, 32_635],
    ['35X, eastern edge', 78, 32.9, 32_635],
    ['37X, western edge', 78, 33.1, 32_637],
    ['37X, eastern edge', 78, 41.9, 32_637],
    ['38X', 78, 42.1, 32_638],
    ['30X', 78, -0.1, 32_630],
    ['33W, south of Svalbard', 71.9, 12.5, 32_633],
    ['34W, south of Svalbard', 71.9, 20.9, 32_634],
    ['as far south, regular', -78, 15.6, 32_733],
  ])('takes the zone of the published table: %s', (_, lat, lon, epsg) => {
    const box = { north: lat + 0.005, south: lat - 0.005, west: lon - 0.005, east: lon + 0.005 };
    const grid = mapGrid(box, 100, 'utm');
    expect(grid.epsg).toBe(epsg);
    // Its places are on its own axis: the middle of the grid is the middle of the box.
    const middle = mapPositions(grid)((grid.rows - 1) / 2, (grid.columns - 1) / 2);
    expect(Math.abs(middle.latitudeDeg - lat)).toBeLessThan(0.002);
    expect(Math.abs(middle.longitudeDeg - lon)).toBeLessThan(0.01);
  });

  it('has at least one pixel, and stays finite at the poles', () => {
    const tiny = mapGrid({ north: 45.00001, south: 45, west: 4, east: 4.00001 }, 1000);
    expect([tiny.rows, tiny.columns]).toEqual([1, 1]);
    const polar = mapGrid({ north: 90, south: 89.9, west: 0, east: 10 }, 40);
    expect(polar.columns).toBeLessThan(5000);
  });
});
