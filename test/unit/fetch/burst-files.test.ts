import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentryalError } from '../../../src/errors/index.ts';
import { memorySource } from '../../../src/fetch/index.ts';
import { burstLayout } from '../../../src/fetch/product/burst-layout.ts';
import { burstMeasurement } from '../../../src/fetch/product/burst-measurement.ts';
import { parseBurstMetadata } from '../../../src/fetch/product/burst-metadata.ts';
import { burstDataOffset } from '../../../src/fetch/product/burst-tiff.ts';
import { xmlParts } from '../../../src/fetch/product/xml-parts.ts';
import type { ByteSource } from '../../../src/model/index.ts';
import { openGranule } from '../../../src/read/index.ts';
import { burstTiff, burstXml } from '../../support/burst-files.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { readFolder } from '../../support/simulated-granule.ts';
import { TINY, TINY_PATHS, tinyPixels, tinyProduct } from '../../support/tiny-safe.ts';
import { tinyTiff } from '../../support/tiny-tiff.ts';

const files = tinyProduct();
const withCode = (code: string): unknown => expect.objectContaining({ code });
const PAIR = sharedPath('sentinel1/pair-2025-track108');

describe('xmlParts', () => {
  it('gives what is directly inside, whatever is below', () => {
    const text = '<?xml version="1.0"?><!-- <no> --><a x="1>" y=\'2\'><a><b/></a><![CDATA[</a>]]></a> <n:c/><d>t</d>';
    const parts = xmlParts(text)!;
    expect(parts.map(({ name, localName }) => [name, localName])).toEqual([
      ['a', 'a'],
      ['n:c', 'c'],
      ['d', 'd'],
    ]);
    expect(parts[0]!.attributes).toEqual({ x: '1>', y: '2' });
    expect(text.slice(parts[0]!.innerStart, parts[0]!.innerEnd)).toBe('<a><b/></a><![CDATA[</a>]]>');
    expect(text.slice(parts[2]!.innerStart, parts[2]!.innerEnd)).toBe('t');
    expect(text.slice(parts[1]!.start, parts[1]!.end)).toBe('<n:c/>');
  });

  it.each(['<a>', '</a>', '<a></b>', '<a><b></a></b>'])('%s does not match', (text) => {
    expect(xmlParts(text)).toBeUndefined();
  });

  it('puts any elements together again', () => {
    const leaf = fc.constantFrom('text', '<e/>', '<f k="v">1</f>', '<!-- </f> -->');
    const inner = fc.array(leaf, { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(inner, { maxLength: 6 }), (contents) => {
        const text = contents.map((content) => `<p>${content}</p>`).join('\n');
        const found = xmlParts(text)!;
        expect(found.map(({ innerStart, innerEnd }) => text.slice(innerStart, innerEnd))).toEqual(contents);
      }),
    );
  });
});

describe('the metadata of a burst', () => {
  const parse = (change: (text: string) => string = (text) => text) => parseBurstMetadata('x', change(burstXml(files)));

  it('are the manifest and the annotation of each swath', () => {
    const { swaths, manifest } = parse();
    expect(manifest).toContain('<xfdu:XFDU');
    expect(swaths).toMatchObject([
      {
        swath: 'iw1',
        polarization: 'vv',
        annotationPath: TINY_PATHS.annotation,
        measurementPath: TINY_PATHS.measurement,
        measurementBytes: files.get(TINY_PATHS.measurement)!.byteLength,
        layout: {
          linesPerBurst: TINY.lines,
          samplesPerBurst: TINY.samples,
          byteOffsets: [TINY.byteOffset, TINY.byteOffset + TINY.lines * TINY.samples * 4],
        },
      },
    ]);
  });

  it('are named by the manifest where they do not name themselves', () => {
    const { swaths } = parse((text) => text.replaceAll(/ source_filename="[^"]*"/g, ''));
    expect(swaths[0]!.annotationPath).toBe(TINY_PATHS.annotation);
  });

  it.each([
    ['a page', () => '<html></html>', /no XML file of a burst/],
    ['nothing', () => '', /no XML file of a burst/],
    ['a document type', (text: string) => `<!DOCTYPE burst>${text}`, /document type/],
    ['tags that do not match', (text: string) => text.replace('</manifest>', '</burst>'), /no XML file of a burst/],
    ['no manifest', (text: string) => text.replaceAll(/manifest>/g, 'other>'), /no manifest/],
    ['no annotation', (text: string) => text.replaceAll('IW1</swath>', 'EW1</swath>'), /no annotation/],
    ['no size', (text: string) => text.replaceAll('.tiff', '.tif'), /does not list the measurement of IW1 VV/],
    ['no bursts', (text: string) => text.replaceAll('byteOffset', 'offset'), /where the bursts are/],
  ])('with %s are refused', (_, change, reason) => {
    expect(() => parse(change)).toThrow(withCode('ASF_BURST_METADATA_INVALID'));
    expect(() => parse(change)).toThrow(reason);
  });

  describe.skipIf(NO_SHARED_DATA)('of a real granule (../shared/data/sentinel1/pair-2025-track108)', () => {
    const safe = 'S1A_IW_SLC__1SDV_20250406T022008_20250406T022035_058630_07421F_93A7.SAFE';

    it('give the same granule as its SAFE folder', async () => {
      const path = join(PAIR, safe);
      const real = readFolder(path);
      const { swaths, manifest } = parseBurstMetadata('x', burstXml(real));
      expect(swaths.map(({ layout }) => layout.byteOffsets.length)).toEqual([9, 9, 9]);
      const texts = new Map<string, string>([
        ['manifest.safe', manifest],
        ...swaths.map(({ annotationPath, annotation }) => [annotationPath, annotation] as const),
      ]);
      const unpacked = await openGranule(path, { cacheDir: '/nowhere', warn: () => {} });
      const wrapped = await openGranule(
        {
          name: safe.replace('.SAFE', ''),
          location: 'x',
          list: () => [...texts.keys()].map((name) => ({ path: name, sizeBytes: 1 })),
          readText: async (name) => texts.get(name)!,
          open: async () => memorySource('x', new Uint8Array()),
          async close() {},
        },
        { cacheDir: '/nowhere', warn: () => {} },
      );
      const plain = (granule: typeof wrapped): unknown => ({
        ...granule,
        close: undefined,
        swaths: granule.swaths.map((swath) => ({ ...swath, measurement: undefined })),
      });
      expect(plain(wrapped)).toEqual(plain(unpacked));
    });
  });
});

describe('the TIFF of a burst', () => {
  const layout = burstLayout(files.get(TINY_PATHS.annotation)!.toString())!;
  const lineBytes = 4 * TINY.samples;
  const pixels = tinyPixels().subarray(0, TINY.lines * lineBytes);
  type Tags = Readonly<Record<number, readonly number[]>>;
  const made = (change: Tags = {}, littleEndian = true, gap = 0): Uint8Array => {
    const tags: Tags = {
      256: [TINY.samples],
      257: [TINY.lines],
      258: [32],
      259: [1],
      273: Array.from({ length: TINY.lines }, (_, line) => 8 + gap + line * lineBytes),
      277: [1],
      278: [1],
      339: [5],
      ...change,
    };
    const list = Object.entries(tags).map(([tag, values]) => ({
      tag: Number(tag),
      ...(values.length > 1 ? { longs: values } : { shorts: values }),
    }));
    return tinyTiff(pixels, list, littleEndian, gap);
  };
  const find = (bytes: Uint8Array): Promise<number> =>
    burstDataOffset(
      memorySource('t', bytes),
      layout,
      (reason) => {
        throw new Error(reason);
      },
      undefined,
    );

  it('says where its samples are', async () => {
    expect(await find(made())).toBe(8);
    expect(await find(made({}, true, 1000))).toBe(1008);
    expect(await find(burstTiff(files, 'IW1', 'VV', 1)!)).toBe(108);
    // One strip of all lines.
    expect(await find(made({ 273: [8], 278: [TINY.lines] }))).toBe(8);
  });

  it.each([
    ['big-endian', made({}, false), /little-endian/],
    ['no TIFF', Buffer.from('<html></html>  '), /little-endian/],
    ['compressed', made({ 259: [8] }), /compressed/],
    ['of reals', made({ 339: [3] }), /complex int16/],
    ['of 16 bits', made({ 258: [16] }), /complex int16/],
    ['narrower', made({ 256: [TINY.samples - 1] }), /lines of 9 samples/],
    ['of more lines', made({ 257: [TINY.lines + 1] }), /7 lines/],
    ['with a gap', made({ 273: [8, 48, 88, 128, 168, 212] }), /follow one another/],
    ['cut', made().subarray(0, 300), /ends before/],
    ['without strips', made({ 273: [] }), /no strips/],
  ])('%s is refused', async (_, bytes, reason) => {
    await expect(find(bytes)).rejects.toThrow(reason);
  });
});

describe('a measurement of bursts', () => {
  const [wrapped] = parseBurstMetadata('x', burstXml(files)).swaths;
  const whole = files.get(TINY_PATHS.measurement)!;
  const [first, second] = wrapped!.layout.byteOffsets as [number, number];
  const bytesPerBurst = second - first;
  const source = (open: (index: number) => Promise<ByteSource>): ByteSource => burstMeasurement(wrapped!, open);
  const tiff = (index: number): ByteSource => memorySource(`burst ${index}`, burstTiff(files, 'IW1', 'VV', index)!);

  it('has the bytes of the whole one where its bursts are, also across them', async () => {
    const opened: number[] = [];
    const measurement = source(async (index) => {
      opened.push(index);
      return tiff(index);
    });
    expect(measurement).toMatchObject({ hasDirectory: false, sizeBytes: whole.byteLength });
    expect([...(await measurement.read(0, 4))]).toEqual([0x49, 0x49, 42, 0]);
    expect(opened).toEqual([]);
    const range = fc.tuple(fc.nat(2 * bytesPerBurst), fc.nat(2 * bytesPerBurst));
    await fc.assert(
      fc.asyncProperty(range, async ([a, b]) => {
        const [from, to] = [first + Math.min(a, b), first + Math.max(a, b)];
        expect(Buffer.from(await measurement.read(from, to - from))).toEqual(whole.subarray(from, to));
      }),
    );
    expect(new Set(opened)).toEqual(new Set([0, 1]));
    expect(opened).toHaveLength(2);
    await measurement.close();
  });

  it('has nothing elsewhere', async () => {
    const measurement = source(async (index) => tiff(index));
    for (const [offset, length] of [
      [8, 4],
      [first - 1, 2],
      [second + bytesPerBurst - 1, 2],
    ] as const)
      await expect(measurement.read(offset, length)).rejects.toThrow(withCode('ASF_BURST_BYTES_ABSENT'));
    await expect(measurement.read(whole.byteLength, 1)).rejects.toThrow(withCode('READ_TRUNCATED'));
  });

  it('opens a burst once for many readers, and again after a failure', async () => {
    let count = 0;
    const measurement = source(async (index) => {
      count += 1;
      if (count === 1) throw new SentryalError('ASF_BURST_NOT_BUILT', { address: 'x', waited: 1 });
      return tiff(index);
    });
    const failed = await Promise.allSettled([measurement.read(first, 4), measurement.read(first + 4, 4)]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await Promise.all([measurement.read(first, 4), measurement.read(first + 4, 4)]);
    expect(count).toBe(2);
  });

  it('serves a reader whose neighbour was aborted', async () => {
    const control = new AbortController();
    const measurement = burstMeasurement(wrapped!, async (index, signal) => {
      await new Promise((resolve) => setImmediate(resolve));
      signal?.throwIfAborted();
      return tiff(index);
    });
    const aborted = measurement.read(first, 4, { signal: control.signal });
    const stays = measurement.read(first, 4);
    control.abort();
    await expect(aborted).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    expect(Buffer.from(await stays)).toEqual(whole.subarray(first, first + 4));
  });

  it('refuses the TIFF of something else, and closes it', async () => {
    let closed = 0;
    const measurement = source(async () => ({
      ...memorySource('page', Buffer.from('<html></html>')),
      async close() {
        closed += 1;
      },
    }));
    await expect(measurement.read(first, 4)).rejects.toThrow(withCode('ASF_BURST_UNSUPPORTED'));
    expect(closed).toBe(1);
  });
});
