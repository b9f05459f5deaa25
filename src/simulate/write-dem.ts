import { open } from 'node:fs/promises';
import type { BoundingBox } from '../model/index.ts';
import type { HeightAt } from './closest-approach.ts';
import { tiffDirectory, tiffHeader } from './tiff-directory.ts';

/** Samples per degree: one arc second. */
const SAMPLES_PER_DEGREE = 3600;

/**
 * Writes a GeoTIFF of ellipsoidal heights over the box: EPSG:4326, float32, one arc second, pixel is area, one row per
 * strip, heights taken at the pixel centres.
 */
export async function writeDem(path: string, box: BoundingBox, heightAt: HeightAt): Promise<void> {
  const west = Math.floor(box.west * SAMPLES_PER_DEGREE);
  const north = Math.ceil(box.north * SAMPLES_PER_DEGREE);
  const columns = Math.ceil(box.east * SAMPLES_PER_DEGREE) - west;
  const rows = north - Math.floor(box.south * SAMPLES_PER_DEGREE);
  const view = new DataView(new ArrayBuffer(rows * columns * 4));
  for (let row = 0; row < rows; row++) {
    const latitudeDeg = (north - row - 0.5) / SAMPLES_PER_DEGREE;
    for (let column = 0; column < columns; column++) {
      const heightM = heightAt(latitudeDeg, (west + column + 0.5) / SAMPLES_PER_DEGREE);
      view.setFloat32(4 * (row * columns + column), heightM, true);
    }
  }
  const pixels = new Uint8Array(view.buffer);
  const directoryOffset = 8 + pixels.byteLength;
  const step = 1 / SAMPLES_PER_DEGREE;
  const citation = [...Buffer.from('WGS 84|', 'latin1')];
  const directory = tiffDirectory(
    [
      { tag: 256, type: 'long', values: [columns] },
      { tag: 257, type: 'long', values: [rows] },
      { tag: 258, type: 'short', values: [32] },
      { tag: 259, type: 'short', values: [1] },
      { tag: 262, type: 'short', values: [1] },
      { tag: 273, type: 'long', values: Uint32Array.from({ length: rows }, (_, row) => 8 + row * columns * 4) },
      { tag: 277, type: 'short', values: [1] },
      { tag: 278, type: 'long', values: [1] },
      { tag: 279, type: 'long', values: new Uint32Array(rows).fill(columns * 4) },
      { tag: 284, type: 'short', values: [1] },
      { tag: 339, type: 'short', values: [3] },
      { tag: 33550, type: 'double', values: [step, step, 0] },
      { tag: 33922, type: 'double', values: [0, 0, 0, west * step, north * step, 0] },
      // Keys: geographic model, pixel is area, EPSG:4326, its citation, degrees.
      {
        tag: 34735,
        type: 'short',
        values: [1, 1, 0, 5, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326, 2049, 34737, 7, 0, 2054, 0, 1, 9102],
      },
      { tag: 34737, type: 'ascii', values: [...citation, 0] },
    ],
    directoryOffset,
  );
  const file = await open(path, 'w');
  try {
    for (const bytes of [tiffHeader(directoryOffset), pixels, directory]) await file.writeFile(bytes);
  } finally {
    await file.close();
  }
}
