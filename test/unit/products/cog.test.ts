import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type CogHead,
  type Samples,
  cogSize,
  createCog,
  mapGrid,
  mapPlaces,
  requireCogSize,
} from '../../../src/products/index.ts';
import { Random } from '../../support/random.ts';
import { type ReadImage, readTiffImages } from '../../support/read-tiff.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();

type Shape = Pick<CogHead, 'rows' | 'columns' | 'sample' | 'resampling'> & { readonly noData?: string };

const HOSTILE = `</Item><Item name="X">&"'é\u0000\u{1F6F0}\uD800\n]]>`;

async function write(name: string, shape: Shape, values: Samples) {
  const map = mapGrid({ north: 45.2, south: 45.1, west: 4.1, east: 4.2 }, 40);
  const path = join(folder, `${name.replaceAll(' ', '-')}.tif`);
  const cog = createCog(path, {
    ...shape,
    title: 'Displacement <LOS> & more',
    unit: 'mm',
    metadata: { JOB_ID: HOSTILE, '"><': 1 },
    places: mapPlaces(map),
  });
  // In parts that end neither with tiles nor with overviews.
  const perLine = values.length / shape.rows;
  for (let row = 0; row < shape.rows; row += 211)
    await cog.append(values.subarray(row * perLine, (row + 211) * perLine));
  return { path, written: await cog.finish() };
}

function sameBytes(a: ArrayBufferView, b: ArrayBufferView): boolean {
  const [one, other] = [a, b].map((view) => Buffer.from(view.buffer, view.byteOffset, view.byteLength)) as [
    Buffer,
    Buffer,
  ];
  return one.equals(other);
}

function floats(count: number, noData: boolean): Float32Array<ArrayBuffer> {
  const random = new Random(count);
  return Float32Array.from({ length: count }, (_, k) => (noData && k % 7 === 3 ? NaN : random.uniform(-3, 3)));
}

/** What the order of a Cloud-Optimized GeoTIFF must be: OGC 21-026, and the ghost area of GDAL's driver. */
function checkLayout(path: string, images: readonly ReadImage[]): void {
  const bytes = readFileSync(path);
  const first = images[0]!;
  const ghost = bytes.subarray(8, first.directoryAt).toString('latin1');
  const [, size] = /^GDAL_STRUCTURAL_METADATA_SIZE=(\d{6}) bytes\n/.exec(ghost)!;
  const end = 8 + 'GDAL_STRUCTURAL_METADATA_SIZE=000000 bytes\n'.length + Number(size);
  expect(first.directoryAt - end).toBeGreaterThanOrEqual(0);
  expect(first.directoryAt - end).toBeLessThanOrEqual(1);
  for (const line of ['LAYOUT=IFDS_BEFORE_DATA', 'BLOCK_ORDER=ROW_MAJOR', 'BLOCK_LEADER=SIZE_AS_UINT4'])
    expect(ghost).toContain(`${line}\n`);
  expect(ghost).toContain('BLOCK_TRAILER=LAST_4_BYTES_REPEATED\nKNOWN_INCOMPATIBLE_EDITION=NO\n ');
  images.slice(1).forEach((image, k) => {
    expect(image.directoryAt).toBeGreaterThan(images[k]!.directoryAt);
    expect([image.rows, image.columns]).toEqual([Math.ceil(images[k]!.rows / 2), Math.ceil(images[k]!.columns / 2)]);
    expect(image.entries.get(254)).toEqual([1]);
  });
  const last = images.at(-1)!;
  expect(Math.max(last.rows, last.columns)).toBeLessThanOrEqual(512);
  // Tiles: after every directory, the smallest image first, line by line, nothing between but leader and trailer.
  let at = images.toReversed()[0]!.blocks[0]!.offset;
  expect(at).toBeGreaterThan(last.directoryAt);
  for (const { blocks, entries, isTiled } of images.toReversed()) {
    expect(isTiled).toBe(true);
    expect([322, 323, 259].map((tag) => entries.get(tag))).toEqual([[512], [512], [8]]);
    for (const { offset, bytes: length } of blocks) {
      expect(offset).toBe(at);
      expect(bytes.readUInt32LE(offset - 4)).toBe(length);
      const tail = bytes.subarray(offset + length - 4, offset + length);
      expect(bytes.subarray(offset + length, offset + length + 4)).toEqual(tail);
      at = offset + length + 8;
    }
  }
  expect(at - 4).toBe(bytes.length);
}

/** An overview pixel from the whole image: mean, mean direction, or the pixel right below the middle of the box. */
function expectedAt(values: Samples, shape: Shape, level: number, row: number, column: number): number {
  const box = 2 ** level;
  const { rows, columns, resampling } = shape;
  if (resampling === 'nearest') {
    const y = Math.min(row * box + box / 2, rows - 1);
    return values[y * columns + Math.min(column * box + box / 2, columns - 1)]!;
  }
  let [sum, re, im, n] = [0, 0, 0, 0];
  for (let y = row * box; y < Math.min((row + 1) * box, rows); y++)
    for (let x = column * box; x < Math.min((column + 1) * box, columns); x++) {
      const value = values[y * columns + x]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      re += Math.cos(value);
      im += Math.sin(value);
      n++;
    }
  if (n === 0) return NaN;
  return resampling === 'direction' ? Math.atan2(im, re) : sum / n;
}

const SHAPES: readonly (readonly [string, Shape])[] = [
  ['one pixel', { rows: 1, columns: 1, sample: 'float32', resampling: 'mean', noData: 'nan' }],
  ['one tile', { rows: 512, columns: 512, sample: 'float32', resampling: 'mean', noData: 'nan' }],
  ['odd means', { rows: 1025, columns: 1301, sample: 'float32', resampling: 'mean', noData: 'nan' }],
  ['odd directions', { rows: 517, columns: 2049, sample: 'float32', resampling: 'direction', noData: 'nan' }],
  ['tall labels', { rows: 2051, columns: 3, sample: 'int32', resampling: 'nearest', noData: '0' }],
  ['flags', { rows: 700, columns: 1027, sample: 'uint8', resampling: 'nearest' }],
];

describe('a Cloud-Optimized GeoTIFF', () => {
  it.each(SHAPES)('%s: values, layout and overviews', async (name, shape) => {
    const { rows, columns, sample, resampling } = shape;
    const real = floats(rows * columns, true);
    const values =
      sample === 'float32'
        ? real
        : sample === 'int32'
          ? Int32Array.from(real, (value) => Math.round(1e8 * value) || 0)
          : Uint8Array.from(real, (value) => Math.round(50 * (value + 3)) || 0);
    const { path, written } = await write(name, shape, values);
    const images = readTiffImages(path);
    expect(sameBytes(images[0]!.values, values)).toBe(true);
    checkLayout(path, images);
    images.slice(1).forEach((image, k) => {
      const random = new Random(k);
      let worst = 0;
      for (let n = 0; n < 100; n++) {
        const [row, column] = [image.rows, image.columns].map((size) => Math.floor(random.uniform(0, size))) as [
          number,
          number,
        ];
        const [got, wanted] = [
          image.values[row * image.columns + column]!,
          expectedAt(values, shape, k + 1, row, column),
        ];
        const off = got - wanted;
        const error = resampling === 'direction' ? Math.atan2(Math.sin(off), Math.cos(off)) : off;
        // No data must meet no data.
        worst = Math.max(
          worst,
          Number.isNaN(got) && Number.isNaN(wanted) ? 0 : Number.isNaN(error) ? Infinity : Math.abs(error),
        );
      }
      expect(worst).toBeLessThan(2e-6);
    });
    const bytes = readFileSync(path);
    expect(written.bytes).toBe(bytes.length);
    expect(written.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  });

  it('says statistics over what is data, description and unit of the band, and hostile words as words', async () => {
    const values = Float32Array.of(1, NaN, 2, 6);
    const shape = { rows: 2, columns: 2, sample: 'float32', resampling: 'mean', noData: 'nan' } as const;
    const { path, written } = await write('words', shape, values);
    const [{ entries }] = readTiffImages(path) as [ReadImage];
    const xml = entries.get(42_112) as string;
    const items = [...xml.matchAll(/<Item name="([^"<>]*)"([^<>]*)>([^<>]*)<\/Item>/g)];
    expect(xml).toBe(`<GDALMetadata>\n${items.map(([whole]) => `  ${whole}\n`).join('')}</GDALMetadata>\n`);
    expect(xml).toMatch(/^[\n\u0020-\u007e]*$/);
    const said = new Map(items.map(([, name, , text]) => [name, text]));
    expect(said.get('JOB_ID')).toBe(
      '&lt;/Item&gt;&lt;Item name=&quot;X&quot;&gt;&amp;amp;&quot;&apos;&#233;?&#128752;?&#10;]]&gt;',
    );
    expect(said.get('&quot;&gt;&lt;')).toBe('1');
    expect(xml).toContain(
      '<Item name="DESCRIPTION" sample="0" role="description">Displacement &lt;LOS&gt; &amp;amp; more<',
    );
    expect(xml).toContain('<Item name="UNITTYPE" sample="0" role="unittype">mm<');
    expect(['MINIMUM', 'MAXIMUM', 'MEAN', 'VALID_PERCENT'].map((name) => said.get(`STATISTICS_${name}`))).toEqual([
      ...['1', '6', '3', '75'],
    ]);
    // Of 1, 2 and 6 about 3: the mean of 4, 1 and 9.
    expect(written.statistics!.standardDeviation).toBeCloseTo(Math.sqrt(14 / 3), 12);
    expect(entries.get(42_113)).toBe('nan');
  });

  it('without a value that is data has no statistics', async () => {
    const shape = { rows: 3, columns: 3, sample: 'float32', resampling: 'mean', noData: 'nan' } as const;
    const { path, written } = await write('empty', shape, new Float32Array(9).fill(NaN));
    expect(written.statistics).toBeUndefined();
    expect(readTiffImages(path)[0]!.entries.get(42_112)).not.toContain('STATISTICS');
  });

  it('refuses lines too many or too few', async () => {
    const head: CogHead = {
      ...{ rows: 2, columns: 2, sample: 'uint8', resampling: 'nearest' },
      ...{ title: 'A', unit: 'B', places: [] },
    };
    const path = join(folder, 'lines.tif');
    await expect(createCog(path, head).append(new Uint8Array(6))).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(createCog(path, head).append(new Uint8Array(3))).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(createCog(path, head).finish()).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

describe('the most bytes of a raster', () => {
  it.each(['float32', 'int32', 'uint8', 'complex64'] as const)(
    '%s: more than noise takes, which does not deflate, by less than the padding of tiles',
    async (sample) => {
      const [rows, columns] = [700, 1100];
      const random = new Random(9);
      const perPixel = { float32: 4, int32: 4, uint8: 1, complex64: 8 }[sample];
      const noise = Uint8Array.from({ length: rows * columns * perPixel }, () => random.uniform(0, 256));
      const values: Samples =
        sample === 'uint8' ? noise : sample === 'int32' ? new Int32Array(noise.buffer) : new Float32Array(noise.buffer);
      const path = join(folder, `noise-${sample}.tif`);
      const head = { rows, columns, sample, noData: 'nan', resampling: 'nearest', places: [] } as const;
      const cog = createCog(path, { ...head, title: 'noise', unit: '1' });
      await cog.append(values);
      const { bytes } = await cog.finish();
      const most = cogSize(head);
      expect(most.fits).toBe(true);
      expect(bytes).toBeLessThan(most.bytes);
      // 6 tiles, 2 and 1; what words and lists may take comes on top.
      const tiles = 9 * 512 * 512 * perPixel;
      expect(most.bytes - 16 * 2 ** 20).toBeGreaterThan(tiles);
      expect(most.bytes - 16 * 2 ** 20).toBeLessThan(1.001 * tiles + 9 * 21);
    },
  );

  it('is held against offsets of 32 bits before anything is done', () => {
    // 56 tiles along each side, 28, 14, 7, 4, 2 and 1: 4186 of 1 MiB each do not go into 4 GiB, 4075 of 55 along each side do.
    const layout = (side: number) => ({ rows: 512 * side, columns: 512 * side, sample: 'float32' }) as const;
    expect([cogSize(layout(55)).fits, cogSize(layout(56)).fits]).toEqual([true, false]);
    expect(() => requireCogSize('far.tif', layout(55))).not.toThrow();
    const head = { ...layout(56), noData: 'nan', resampling: 'mean', places: [], title: 'far', unit: '1' } as const;
    for (const refused of [() => requireCogSize('far.tif', head), () => createCog('far.tif', head)])
      expect(refused).toThrow(expect.objectContaining({ code: 'PRODUCT_TOO_LARGE' }));
    // A quarter of the bytes.
    expect(cogSize({ ...layout(56), sample: 'uint8' }).fits).toBe(true);
  });
});
