import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromFile } from 'geotiff';
import { describe, expect, it } from 'vitest';
import { mapGrid, writeMapRaster, writeRadarRaster } from '../../../src/products/index.ts';
import { Random } from '../../support/random.ts';
import { readTiff } from '../../support/read-tiff.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const WORDS = { title: 'Complex interferogram, München', unit: 'DN^2' };

function complexImage(rows: number, columns: number) {
  const random = new Random(rows * 1000 + columns);
  const values = Float32Array.from({ length: 2 * rows * columns }, (_, k) =>
    (k >> 1) % 11 === 5 ? NaN : random.uniform(-1e6, 1e6),
  );
  return { rows, columns, values, isComplex: true };
}

describe('a complex raster', () => {
  it.each([
    [1, 1],
    [3, 7],
    [300, 250],
    [3, 20_000],
  ])('of %i x %i cells in radar geometry reads back as it was, with its tie points', async (rows, columns) => {
    const image = complexImage(rows, columns);
    const path = join(folder, `radar-${rows}-${columns}.tif`);
    const tiePoints = [
      { column: 0.5, row: 0.5, longitudeDeg: 179.9, latitudeDeg: 45.1, heightM: 812.25 },
      { column: columns - 0.5, row: rows - 0.5, longitudeDeg: 180.3, latitudeDeg: 44.9, heightM: -3.5 },
    ];
    await writeRadarRaster(path, image, tiePoints, WORDS);
    const read = readTiff(path);
    expect([read.rows, read.columns, read.isComplex]).toEqual([rows, columns, true]);
    expect(read.values).toEqual(image.values);
    expect(read.entries.get(33_922)).toEqual([
      ...[0.5, 0.5, 0, 179.9, 45.1, 812.25],
      ...[columns - 0.5, rows - 0.5, 0, 180.3, 44.9, -3.5],
    ]);
    expect(read.entries.get(34_735)).toEqual([1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326]);
    expect(read.entries.get(270)).toBe('Complex interferogram, M?nchen (DN^2)');
    expect(read.entries.get(42_113)).toBe('nan');
    expect(read.entries.has(33_550)).toBe(false);
  });

  it('on a map has the place of the map', async () => {
    const map = mapGrid({ north: 45.2, south: 45.15, west: 4.1, east: 4.17 }, 100);
    const path = join(folder, 'map.tif');
    await writeMapRaster(path, complexImage(map.rows, map.columns), map, WORDS);
    const read = readTiff(path);
    expect([read.rows, read.columns, read.isComplex]).toEqual([map.rows, map.columns, true]);
    // The library knows the place, if not the complex samples.
    const tiff = await fromFile(path);
    try {
      const image = await tiff.getImage();
      expect([image.getSampleFormat(0), image.getBitsPerSample(0)]).toEqual([6, 64]);
      expect(image.getOrigin()[0]).toBeCloseTo(map.left, 12);
      expect(image.getResolution()[1]).toBeCloseTo(-map.pixelHeight, 14);
    } finally {
      await tiff.close();
    }
  });

  it('without a cell that has data has no place', async () => {
    const path = join(folder, 'nowhere.tif');
    await writeRadarRaster(path, complexImage(2, 2), [], WORDS);
    const { entries } = readTiff(path);
    expect([33_922, 34_735].map((tag) => entries.has(tag))).toEqual([false, false]);
  });
});

describe('a TIFF that cannot be written', () => {
  it('is refused before it is begun where it is beyond 4 GiB', async () => {
    const path = join(folder, 'large.tif');
    const image = { rows: 30_000, columns: 20_000, values: new Float32Array(0), isComplex: true };
    await expect(writeRadarRaster(path, image, [], WORDS)).rejects.toMatchObject({ code: 'PRODUCT_TOO_LARGE' });
    expect(existsSync(path)).toBe(false);
  });

  it('says why', async () => {
    const path = join(folder, 'taken.tif');
    mkdirSync(path);
    await expect(writeRadarRaster(path, complexImage(2, 2), [], WORDS)).rejects.toMatchObject({
      code: 'PRODUCT_UNWRITABLE',
    });
  });

  it('leaves nothing behind when aborted, and gives the reason of the signal', async () => {
    const path = join(folder, 'aborted.tif');
    const reason = new Error('stop');
    await expect(writeRadarRaster(path, complexImage(2, 2), [], WORDS, AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(existsSync(path)).toBe(false);
  });
});
