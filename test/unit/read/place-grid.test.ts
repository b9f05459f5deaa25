import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFileSource } from '../../../src/fetch/index.ts';
import type { BoundingBox } from '../../../src/model/index.ts';
import { type PlaceGrid, readPlaceGrid } from '../../../src/read/index.ts';
import { writeDems } from '../../support/dem-files.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { AREA, GEOGRAPHIC, type TinyDem } from '../../support/tiny-dem.ts';

const folder = temporaryFolder();
const { signal } = new AbortController();
let files = 0;

function write(grid: TinyDem): string {
  return writeDems(folder, { [`grid-${++files}.tif`]: grid })[0]!;
}

/** Reads a grid of a file. */
async function readGrid(path: string, area: BoundingBox, aborted: AbortSignal): Promise<PlaceGrid> {
  const source = await openFileSource(path);
  try {
    return await readPlaceGrid(source, area, aborted);
  } finally {
    await source.close();
  }
}

const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

/** Zenith delays that are a plane in row and column, posts of 0.01 degrees from 10 E 50 N on. */
const PLANE: TinyDem = { ...GEOGRAPHIC, height: (column, row) => 2 + 0.001 * column - 0.002 * row };

const planeAt = (longitude: number, latitude: number): number => 2 + 0.1 * (longitude - 10) - 0.2 * (50 - latitude);

describe('readPlaceGrid', () => {
  it('interpolates between posts', async () => {
    const grid = await readGrid(write(PLANE), AREA, signal);
    for (const [longitude, latitude] of [
      [10.25, 49.75],
      [10.2531, 49.7477],
      [10.241, 49.7583],
    ] as const)
      expect(grid.valueAt(longitude, latitude)).toBeCloseTo(planeAt(longitude, latitude), 6);
  });

  it('finds the area on another turn of the globe', async () => {
    const grid = await readGrid(write({ ...PLANE, origin: [370, 50] }), AREA, signal);
    expect(grid.valueAt(10.253, 49.7477)).toBeCloseTo(planeAt(10.253, 49.7477), 6);
  });

  it('knows nothing beside no data, nor beyond the file', async () => {
    const holed = write({ ...PLANE, nodata: '-9999', height: (column) => (column === 25 ? -9999 : 2) });
    const grid = await readGrid(holed, AREA, signal);
    expect(grid.valueAt(10.247, 49.75)).toBeNaN();
    expect(grid.valueAt(10.235, 49.75)).toBe(2);
    expect(grid.valueAt(10.235, 60)).toBeNaN();
    const beyond = await readGrid(write(PLANE), { ...AREA, west: 5 }, signal);
    expect(beyond.valueAt(7, 49.75)).toBeNaN();
  });

  it('says what is wrong with a file', async () => {
    const text = join(folder, 'text.tif');
    writeFileSync(text, 'not a TIFF');
    await expect(readGrid(text, AREA, signal)).rejects.toEqual(withCode('CORRECTION_GRID_UNREADABLE', text));
    await expect(readGrid(join(folder, 'none.tif'), AREA, signal)).rejects.toEqual(withCode('FILE_NOT_FOUND'));
    await expect(readGrid(write({ ...PLANE, keys: {} }), AREA, signal)).rejects.toEqual(
      withCode('CORRECTION_GRID_PROJECTION_UNKNOWN', 'no coordinate system'),
    );
    const far = { south: -20, north: -19, west: 100, east: 101 };
    await expect(readGrid(write(PLANE), far, signal)).rejects.toEqual(withCode('CORRECTION_GRID_NOT_COVERING'));
  });
});
