import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ByteSource, Swath } from '../../../src/model/index.ts';
import { memorySource } from '../../../src/fetch/index.ts';
import { type BurstWindow, openGranule, openMeasurement, readBurstSamples } from '../../../src/read/index.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import {
  TINY,
  TINY_PATHS,
  tinyManifest,
  tinyMeasurement,
  tinyProduct,
  tinyValue,
  writeProduct,
} from '../../support/tiny-safe.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyTiff } from '../../support/tiny-tiff.ts';
import { tinyZip } from '../../support/tiny-zip.ts';

const folder = temporaryFolder();
const cacheDir = join(folder, 'cache');
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });

const granule = await openGranule(writeProduct(folder, tinyProduct()), { cacheDir, warn: () => {} });
const swath = granule.swaths[0]!;
const burst = (index: number) => swath.bursts[index]!;

/** The tiny swath with another measurement. */
const swathOf = (bytes: Uint8Array): Swath => ({ ...swath, measurement: memorySource('m.tiff', bytes) });

const whole: BurstWindow = { firstLine: 0, lines: TINY.lines, firstSample: 0, samples: TINY.samples };

function expected(index: number, window: BurstWindow): number[] {
  const values: number[] = [];
  for (let line = 0; line < window.lines; line += 1)
    for (let sample = 0; sample < window.samples; sample += 1) {
      const value = tinyValue(index * TINY.lines + window.firstLine + line, window.firstSample + sample);
      values.push(value, 0 - value);
    }
  return values;
}

describe('readBurstSamples', () => {
  it('reads any window of any burst: I and Q, line by line', async () => {
    const window = fc
      .record({ from: fc.tuple(fc.nat(5), fc.nat(9)), share: fc.tuple(fc.nat(100), fc.nat(100)) })
      .map(({ from, share }): BurstWindow => ({
        firstLine: from[0],
        firstSample: from[1],
        lines: 1 + Math.floor((share[0] / 101) * (TINY.lines - from[0])),
        samples: 1 + Math.floor((share[1] / 101) * (TINY.samples - from[1])),
      }));
    await fc.assert(
      fc.asyncProperty(fc.nat(1), window, async (index, of) => {
        expect([...(await readBurstSamples(swath, burst(index), of))]).toEqual(expected(index, of));
      }),
      { numRuns: 200 },
    );
    expect([...(await readBurstSamples(swath, burst(1), whole))]).toEqual(expected(1, whole));
  });

  it('gives nothing for an empty window', async () => {
    expect(await readBurstSamples(swath, burst(0), { ...whole, lines: 0 })).toHaveLength(0);
    expect(await readBurstSamples(swath, burst(0), { ...whole, firstSample: 10, samples: 0 })).toHaveLength(0);
  });

  it('reads a big-endian measurement just so', async () => {
    const big = swathOf(tinyMeasurement({}, false));
    expect(await openMeasurement(big)).toEqual({ littleEndian: false });
    expect([...(await readBurstSamples(big, burst(1), whole))]).toEqual(expected(1, whole));
  });

  it('from a zip, stored or deflated', async () => {
    for (const deflated of [false, true]) {
      const path = join(folder, `${deflated}.zip`);
      const entries = [...tinyProduct()].map(([member, bytes]) => ({
        path: `${TINY.name}.SAFE/${member}`,
        bytes,
        deflated,
      }));
      writeFileSync(path, tinyZip(entries));
      const zipped = await openGranule(path, { cacheDir, warn: () => {} });
      expect([...(await readBurstSamples(zipped.swaths[0]!, burst(1), whole))]).toEqual(expected(1, whole));
      await zipped.close();
    }
  });

  it('reads the lines of a narrow window on their own, and most of a wide one at once', async () => {
    const inner = memorySource('m.tiff', tinyMeasurement());
    const reads: [number, number][] = [];
    const counting: ByteSource = {
      ...inner,
      read: async (offset, length, options) => {
        reads.push([offset, length]);
        return inner.read(offset, length, options);
      },
    };
    const counted = { ...swath, measurement: counting };
    await openMeasurement(counted);
    reads.length = 0;
    await readBurstSamples(counted, burst(0), { firstLine: 1, lines: 3, firstSample: 2, samples: 4 });
    expect(reads).toEqual([1, 2, 3].map((line) => [TINY.byteOffset + line * 40 + 8, 16]));
    reads.length = 0;
    await readBurstSamples(counted, burst(0), { firstLine: 1, lines: 3, firstSample: 2, samples: 5 });
    expect(reads).toEqual([[TINY.byteOffset + 40 + 8, 2 * 40 + 20]]);
  });

  it('puts a burst together that takes several reads', async () => {
    const [lines, samples] = [2500, 3000];
    const pixels = new Int16Array(2 * lines * samples);
    for (let k = 0; k < pixels.length; k += 1) pixels[k] = k % 32_749;
    const tags = [
      { tag: 256, shorts: [samples] },
      { tag: 257, shorts: [lines] },
      { tag: 258, shorts: [32] },
      { tag: 273, longs: Array.from({ length: lines }, (_, line) => 8 + line * samples * 4) },
      { tag: 278, shorts: [1] },
      { tag: 339, shorts: [5] },
    ];
    const large = {
      ...swathOf(tinyTiff(new Uint8Array(pixels.buffer), tags)),
      linesPerBurst: lines,
      samplesPerBurst: samples,
      bursts: [{ ...burst(0), byteOffset: 8 }],
    };
    for (const [firstSample, width] of [
      [0, samples],
      [700, 2000],
      [700, 900],
    ] as const) {
      const window = { firstLine: 3, lines: lines - 5, firstSample, samples: width };
      const read = await readBurstSamples(large, large.bursts[0]!, window);
      let wrong = 0;
      for (let line = 0; line < window.lines; line += 1)
        for (let k = 0; k < 2 * width; k += 1)
          if (read[2 * line * width + k] !== pixels[2 * ((3 + line) * samples + firstSample) + k]) wrong += 1;
      expect([read.length, wrong]).toEqual([2 * window.lines * width, 0]);
    }
  });

  it.each([
    { ...whole, lines: 7 },
    { ...whole, firstLine: 1 },
    { ...whole, firstSample: 1 },
    { ...whole, firstLine: -1 },
    { ...whole, samples: 1.5 },
    { ...whole, lines: Number.NaN },
  ])('refuses the window %o', async (window) => {
    await expect(readBurstSamples(swath, burst(0), window)).rejects.toThrow(withCode('READ_WINDOW_OUTSIDE'));
  });

  it('gives up when asked to', async () => {
    const asked = readBurstSamples(swathOf(tinyMeasurement()), burst(0), whole, { signal: AbortSignal.abort() });
    await expect(asked).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  });
});

describe('openMeasurement refuses', () => {
  const offsets = Array.from({ length: 12 }, (_, line) => TINY.byteOffset + line * 40);

  it.each([
    ['compressed pixels', { 259: [50_000] }, 'compression 50000'],
    ['tiles', { 322: [256] }, 'tiled'],
    ['real samples', { 339: [2] }, 'not complex int16'],
    ['samples without a format', { 339: undefined }, 'not complex int16'],
    ['wider samples', { 258: [64] }, 'not complex int16'],
    ['two channels', { 277: [2] }, 'not complex int16'],
    ['another width', { 256: [11] }, '11 samples'],
    ['too few lines', { 257: [11] }, '11 lines'],
    ['no length', { 257: undefined }, 'lines'],
    ['several lines in a strip', { 278: [4] }, 'one line each'],
    ['strips of unknown height', { 278: undefined }, 'one line each'],
    ['fewer strips than lines', { 273: offsets.slice(1) }, 'one strip per line'],
    ['no strips', { 273: undefined }, 'one strip per line'],
    ['a gap between lines', { 273: offsets.map((offset, line) => offset + (line > 8 ? 4 : 0)) }, 'does not follow'],
    ['bursts elsewhere than annotated', { 273: offsets.map((offset) => offset + 4) }, 'the annotation says 315'],
  ])('%s', async (_, tags, message) => {
    await expect(openMeasurement(swathOf(tinyMeasurement(tags)))).rejects.toThrow(
      withCode('MEASUREMENT_UNSUPPORTED', message),
    );
  });

  const good = tinyMeasurement();
  const changed = (at: number, ...values: number[]): Buffer => {
    const bytes = Buffer.from(good);
    bytes.set(values, at);
    return bytes;
  };

  it.each([
    ['text', Buffer.from('this is not a TIFF at all'), 'MEASUREMENT_UNSUPPORTED'],
    ['another version', changed(2, 44), 'MEASUREMENT_UNSUPPORTED'],
    ['a directory beyond the end', changed(4, 0, 0, 0, 127), 'MEASUREMENT_TRUNCATED'],
    ['a directory cut short', good.subarray(0, good.length - 60), 'MEASUREMENT_TRUNCATED'],
    ['a header cut short', good.subarray(0, 5), 'MEASUREMENT_TRUNCATED'],
    ['nothing', Buffer.alloc(0), 'MEASUREMENT_TRUNCATED'],
    ['a directory of zeros', Buffer.concat([changed(4, 0, 4, 0, 0), Buffer.alloc(4096)]), 'MEASUREMENT_UNSUPPORTED'],
  ])('%s', async (_, bytes, code) => {
    await expect(openMeasurement(swathOf(bytes))).rejects.toThrow(withCode(code));
  });

  it('lines beyond the end of the file', async () => {
    const far = 1_000_000;
    const moved = { 273: offsets.map((offset) => offset + far) };
    const elsewhere = {
      ...swathOf(tinyMeasurement(moved)),
      bursts: swath.bursts.map((of) => ({ ...of, byteOffset: of.byteOffset + far })),
    };
    await expect(openMeasurement(elsewhere)).rejects.toThrow(withCode('MEASUREMENT_TRUNCATED', 'last line'));
  });

  it('another size than the manifest says', async () => {
    const files = tinyProduct();
    files.set(TINY_PATHS.manifest, Buffer.from(tinyManifest(1234)));
    const odd = await openGranule(writeProduct(join(folder, 'size'), files), { cacheDir, warn: () => {} });
    await expect(openMeasurement(odd.swaths[0]!)).rejects.toThrow(withCode('MEASUREMENT_SIZE_MISMATCH', '1234'));
    await odd.close();
  });

  it.each([
    ['missing', (files: Map<string, Buffer>) => files.delete(TINY_PATHS.measurement)],
    ['empty', (files: Map<string, Buffer>) => files.set(TINY_PATHS.measurement, Buffer.alloc(0))],
  ])('a %s file, though the product opens', async (name, change) => {
    const files = tinyProduct();
    change(files);
    const without = await openGranule(writeProduct(join(folder, name), files), { cacheDir, warn: () => {} });
    for (let attempt = 0; attempt < 2; attempt += 1)
      await expect(openMeasurement(without.swaths[0]!)).rejects.toThrow(withCode('MEASUREMENT_MISSING'));
    await without.close();
  });
});

describe.skipIf(NO_SHARED_DATA)('real products (needs ../shared/data)', () => {
  it('ZSTD-compressed measurements are refused', async () => {
    const path = sharedPath(
      'sentinel1/granules/S1B_IW_SLC__1SDV_20210401T052622_20210401T052650_026269_032297_EFA4.zip',
    );
    const compressed = await openGranule(path, { cacheDir, warn: () => {} });
    await expect(readBurstSamples(compressed.swaths[0]!, compressed.swaths[0]!.bursts[0]!, whole)).rejects.toThrow(
      withCode('MEASUREMENT_UNSUPPORTED', 'compression 50000'),
    );
    await compressed.close();
  });
});
