import { join } from 'node:path';
import { fromFile } from 'geotiff';
import { describe, expect, it } from 'vitest';
import { mapGrid, writeMapRaster } from '../../../src/products/index.ts';
import { Random } from '../../support/random.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

describe('a raster written as GeoTIFF', () => {
  const folder = temporaryFolder();

  it.each([
    ['a usual box', { north: 45.2, south: 45.15, west: 4.1, east: 4.17 }],
    ['one across the antimeridian', { north: -16.02, south: -16.05, west: 179.99, east: -179.99 }],
    ['one pixel', { north: 1, south: 0.9999, west: -70, east: -69.9999 }],
  ])('reads back as it was: values, NaN, place and words (%s)', async (name, box) => {
    const map = mapGrid(box, 100);
    const random = new Random(1);
    const values = Float32Array.from({ length: map.rows * map.columns }, (_, k) =>
      k % 7 === 3 ? NaN : random.uniform(-1e4, 1e4),
    );
    const path = join(folder, `${name.replaceAll(' ', '-')}.tif`);
    await writeMapRaster(path, { values, isComplex: false }, map, { title: 'Displacement <LOS> & more', unit: 'mm' });

    const tiff = await fromFile(path);
    try {
      const image = await tiff.getImage();
      expect([image.getWidth(), image.getHeight(), image.getSamplesPerPixel()]).toEqual([map.columns, map.rows, 1]);
      const [read] = (await image.readRasters()) as unknown as [Float32Array];
      expect(read).toBeInstanceOf(Float32Array);
      expect([...read!]).toEqual([...values]);
      expect(image.getGDALNoData()).toBeNaN();
      expect(image.getOrigin()[0]).toBeCloseTo(map.left, 10);
      expect(image.getOrigin()[1]).toBeCloseTo(map.top, 10);
      expect(image.getResolution()[0]).toBeCloseTo(map.pixelWidth, 14);
      expect(image.getResolution()[1]).toBeCloseTo(-map.pixelHeight, 14);
      const keys = image.getGeoKeys();
      expect(keys).toMatchObject({ GTModelTypeGeoKey: 2, GTRasterTypeGeoKey: 1, GeographicTypeGeoKey: 4326 });
      expect(await image.fileDirectory.loadValue('ImageDescription')).toContain('Displacement <LOS> & more (mm)');
    } finally {
      await tiff.close();
    }
  });
});
