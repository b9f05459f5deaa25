import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CogHead,
  type Samples,
  createCog,
  mapGrid,
  mapPlaces,
  mapPositions,
} from '../../../src/products/index.ts';
import { gdal, gdalVersion, validateCog, validatorPython } from '../../support/gdal.ts';
import { Random } from '../../support/random.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const HOSTILE = `</Item><Item name="X">&"'é\u{1F6F0}]]>`;

/** What `gdalinfo -json` says, as far as it is looked at. */
interface GdalInfo {
  readonly size: readonly [number, number];
  readonly geoTransform: readonly number[];
  readonly stac: { readonly 'proj:epsg': number };
  readonly metadata: { readonly '': Record<string, string>; readonly IMAGE_STRUCTURE: Record<string, string> };
  readonly bands: readonly {
    readonly block: readonly [number, number];
    readonly type: string;
    readonly noDataValue: number | string;
    readonly overviews: readonly { readonly size: readonly [number, number] }[];
    readonly description: string;
    readonly unit: string;
    readonly metadata: { readonly '': Record<string, string> };
  }[];
}

const CASES = [
  ['float32', 'wgs84', 'mean', 'nan', 'Float32'],
  ['float32', 'utm', 'direction', 'nan', 'Float32'],
  ['int32', 'utm', 'nearest', '0', 'Int32'],
  ['uint8', 'wgs84', 'nearest', '255', 'Byte'],
] as const;

describe.skipIf(gdalVersion === undefined)(
  `GDAL ${gdalVersion ?? 'is not installed (Debian: gdal-bin): skipped'}`,
  () => {
    const folder = temporaryFolder();
    const box = { north: 45.2, south: 44.9, west: 4.1, east: 4.6 };

    it.each(CASES)('reads %s in %s as it was written, and its validator finds nothing', async (...test) => {
      const [sample, crs, resampling, noData, type] = test;
      const map = mapGrid(box, 30, crs);
      const random = new Random(3);
      const real = Float32Array.from({ length: map.rows * map.columns }, (_, k) =>
        k % 11 === 4 ? NaN : random.uniform(-3, 3),
      );
      const values: Samples =
        sample === 'float32'
          ? real
          : sample === 'int32'
            ? Int32Array.from(real, (value) => Math.round(1e6 * value) || 0)
            : Uint8Array.from(real, (value) => Math.round(20 * (value + 3)) || 255);
      const head: CogHead = {
        ...{ rows: map.rows, columns: map.columns, sample, resampling, noData },
        ...{ title: 'Displacement <LOS> & more', unit: 'mm', metadata: { JOB_ID: HOSTILE }, places: mapPlaces(map) },
      };
      const path = join(folder, `${sample}-${crs}.tif`);
      const cog = createCog(path, head);
      await cog.append(values);
      const { statistics } = await cog.finish();

      const info = JSON.parse(gdal('gdalinfo', '-json', path)) as GdalInfo;
      expect(info.size).toEqual([map.columns, map.rows]);
      expect(info.stac['proj:epsg']).toBe(map.epsg);
      [map.left, map.pixelWidth, 0, map.top, 0, -map.pixelHeight].forEach((value, k) =>
        expect(info.geoTransform[k]).toBeCloseTo(value, 12),
      );
      expect(info.metadata.IMAGE_STRUCTURE).toMatchObject({ LAYOUT: 'COG', COMPRESSION: 'DEFLATE' });
      expect(info.metadata['']['JOB_ID']).toBe(HOSTILE);
      const [band] = info.bands as [GdalInfo['bands'][0]];
      expect(band).toMatchObject({ block: [512, 512], type, description: head.title, unit: 'mm' });
      expect(`${band.noDataValue}`.toLowerCase()).toBe(noData);
      expect(band.overviews.map(({ size }) => size)).toEqual(
        [1, 2].map((k) => [Math.ceil(map.columns / 2 ** k), Math.ceil(map.rows / 2 ** k)]),
      );
      const said = band.metadata[''];
      expect(Number(said['STATISTICS_MEAN'])).toBe(statistics!.mean);
      expect(Number(said['STATISTICS_STDDEV'])).toBe(statistics!.standardDeviation);

      // Statistics of GDAL's own, over the values alone.
      const copy = join(folder, 'copy.bin');
      gdal('gdal_translate', '-q', '-of', 'ENVI', path, copy);
      const bytes = readFileSync(copy);
      expect(bytes.equals(Buffer.from(values.buffer, values.byteOffset, values.byteLength))).toBe(true);
      const fresh = join(folder, 'fresh.tif');
      gdal('gdal_translate', '-q', '-nogcp', '-norat', '-mo', 'X=1', path, fresh, '-stats');
      const own = (JSON.parse(gdal('gdalinfo', '-json', fresh)) as GdalInfo).bands[0]!.metadata[''];
      for (const [name, value] of [
        ['MINIMUM', statistics!.minimum],
        ['MAXIMUM', statistics!.maximum],
        ['MEAN', statistics!.mean],
        ['STDDEV', statistics!.standardDeviation],
      ] as const)
        expect(Math.abs(Number(own[`STATISTICS_${name}`]) / value - 1), name).toBeLessThan(1e-9);

      // A place: the pixel that GDAL finds there is the one that the map has there.
      const [row, column] = [Math.floor(0.3 * map.rows), Math.floor(0.7 * map.columns)];
      const { longitudeDeg, latitudeDeg } = mapPositions(map)(row, column);
      const location = gdal('gdallocationinfo', '-xml', '-wgs84', path, `${longitudeDeg}`, `${latitudeDeg}`);
      expect(location).toContain(`pixel="${column}" line="${row}"`);
    });

    it.skipIf(validatorPython === undefined)('finds nothing to complain of in any of them', () => {
      for (const [sample, crs] of CASES)
        expect(validateCog(validatorPython!, join(folder, `${sample}-${crs}.tif`)), `${sample} ${crs}`).toEqual({
          warnings: [],
          errors: [],
        });
    });
  },
);
