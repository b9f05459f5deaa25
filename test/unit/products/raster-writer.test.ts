import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type RasterHead, createRaster } from '../../../src/products/index.ts';
import { readRaster } from '../../scene/read-raster.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const head = (change: Partial<RasterHead> = {}): RasterHead => ({
  ...{ rows: 3, columns: 2, sample: 'float32', title: 'A', unit: 'B', noData: 'nan', places: [] },
  ...change,
});
const parts = (): string[] => readdirSync(folder).filter((name) => name.endsWith('.part'));

it('gives the file its name only when all lines are written', async () => {
  const path = join(folder, 'steps.tif');
  writeFileSync(path, 'what was there before');
  const writer = await createRaster(path, head());
  await writer.append(Float32Array.from([1, 2]));
  expect(readFileSync(path, 'utf8')).toBe('what was there before');
  await writer.append(Float32Array.from([3, 4, 5, 6]));
  await writer.finish();
  await writer.discard();
  expect([...(await readRaster(path)).values]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(parts()).toEqual([]);
});

it.each([
  ['int32', Int32Array.from([0, 1, -2, 3, 2 ** 30, 5])],
  ['uint8', Uint8Array.from([0, 1, 2, 3, 254, 255])],
] as const)('writes %s', async (sample, values) => {
  const path = join(folder, `${sample}.tif`);
  const writer = await createRaster(path, head({ sample, noData: '0' }));
  await writer.append(values);
  await writer.finish();
  expect([...(await readRaster(path)).values]).toEqual([...values]);
});

it('leaves nothing behind when it is given up, or cannot finish', async () => {
  const path = join(folder, 'given-up.tif');
  const writer = await createRaster(path, head());
  await writer.append(Float32Array.from([1, 2]));
  await expect(writer.finish()).rejects.toMatchObject({ code: 'INTERNAL' });
  await writer.discard();
  expect([existsSync(path), parts()]).toEqual([false, []]);
  mkdirSync(join(folder, 'taken.tif'));
  const blocked = await createRaster(join(folder, 'taken.tif'), head());
  await blocked.append(new Float32Array(6));
  await expect(blocked.finish()).rejects.toMatchObject({ code: 'PRODUCT_UNWRITABLE' });
  expect(parts()).toEqual([]);
});

it('refuses lines too many, a folder that is not there, and what 4 GiB do not hold', async () => {
  const writer = await createRaster(join(folder, 'many.tif'), head());
  await expect(writer.append(new Float32Array(8))).rejects.toMatchObject({ code: 'INTERNAL' });
  await writer.discard();
  const nowhere = createRaster(join(folder, 'none', 'a.tif'), head());
  await expect(nowhere).rejects.toMatchObject({ code: 'PRODUCT_UNWRITABLE' });
  const large = createRaster(join(folder, 'large.tif'), head({ rows: 40_000, columns: 40_000 }));
  await expect(large).rejects.toMatchObject({ code: 'PRODUCT_TOO_LARGE' });
});
