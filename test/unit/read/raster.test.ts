import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../src/errors/index.ts';
import { memorySource, openFileSource } from '../../../src/fetch/index.ts';
import { type RasterKind, openRaster } from '../../../src/read/index.ts';
import { readRaster } from '../../scene/read-raster.ts';
import { LZW, type MadeUpTiff, PLACED, ZSTANDARD, madeUpTiff } from '../../support/made-up-tiff.ts';
import { sharedPath } from '../../support/shared-data.ts';

const open = (bytes: Uint8Array, kind: RasterKind) => openRaster(memorySource('made-up.tif', bytes), kind);

/** Whole numbers that every type holds. */
function ramp(rows: number, columns: number, parts: 1 | 2): number[] {
  return Array.from({ length: rows * columns * parts }, (_, k) => (k * 37) % 251);
}

const [ROWS, COLUMNS] = [13, 21];
const real = { rows: ROWS, columns: COLUMNS, values: ramp(ROWS, COLUMNS, 1) };
const pairs = { rows: ROWS, columns: COLUMNS, values: ramp(ROWS, COLUMNS, 2) };

const KINDS: readonly (readonly [string, RasterKind, MadeUpTiff])[] = [
  ['complex64', 'complex', { ...pairs, number: 'float32', layout: 'complex' }],
  [
    'complex64, big-endian, strips of 4 lines',
    'complex',
    { ...pairs, number: 'float32', layout: 'complex', littleEndian: false, block: { lines: 4 } },
  ],
  [
    'complex64, deflate, strips of 4 lines',
    'complex',
    { ...pairs, number: 'float32', layout: 'complex', block: { lines: 4 }, isDeflated: true },
  ],
  ['complex128', 'complex', { ...pairs, number: 'float64', layout: 'complex' }],
  ['complex int16', 'complex', { ...pairs, number: 'int16', layout: 'complex' }],
  [
    'complex int16, tiles',
    'complex',
    { ...pairs, number: 'int16', layout: 'complex', block: { lines: 8, samples: 16 } },
  ],
  [
    'complex int16, deflated tiles',
    'complex',
    { ...pairs, number: 'int16', layout: 'complex', block: { lines: 8, samples: 16 }, isDeflated: true },
  ],
  ['complex int32', 'complex', { ...pairs, number: 'int32', layout: 'complex' }],
  ['two bands of float32', 'complex', { ...pairs, number: 'float32', layout: 'two bands' }],
  [
    'two bands of int16 apart, strips of 3 lines',
    'complex',
    { ...pairs, number: 'int16', layout: 'two bands apart', block: { lines: 3 } },
  ],
  [
    'two bands of int16, deflate and differences',
    'complex',
    { ...pairs, number: 'int16', layout: 'two bands', isDeflated: true, predictor: 2 },
  ],
  ['phase as float32', 'complex or phase', { ...real, number: 'float32' }],
  ['phase as float64, tiles', 'complex or phase', { ...real, number: 'float64', block: { lines: 16, samples: 16 } }],
  ['complex64, LZW', 'complex', { ...pairs, number: 'float32', layout: 'complex', packed: LZW, block: { lines: 6 } }],
  [
    'complex int16, Zstandard',
    'complex',
    { ...pairs, number: 'int16', layout: 'complex', packed: ZSTANDARD, block: { lines: 6 } },
  ],
  ['uint8', 'real', { ...real, number: 'uint8' }],
  [
    'int16, deflated differences',
    'real',
    { ...real, number: 'int16', isDeflated: true, predictor: 2, block: { lines: 5 } },
  ],
];

describe('a raster of anyone', () => {
  it.each(KINDS)('%s', async (_, kind, made) => {
    const file = await open(madeUpTiff(made), kind);
    expect([file.rows, file.columns]).toEqual([ROWS, COLUMNS]);
    expect(file.isComplex).toBe(made.layout !== undefined);
    expect([...(await file.readLines(0, ROWS))]).toEqual([...Array.from(made.values)]);
    // Lines from the middle, and again from before: blocks are kept, and read anew.
    const perLine = made.values.length / ROWS;
    for (const [first, count] of [
      [5, 6],
      [8, 5],
      [0, 2],
    ] as const)
      expect([...(await file.readLines(first, count))]).toEqual(
        Array.from(made.values).slice(first * perLine, (first + count) * perLine),
      );
  });

  it('reads what geotiff.js reads of PackBits (skipped without ../shared/data/unwrapping)', async ({ skip }) => {
    const path = sharedPath('unwrapping/mexico-city/cropA_20180106-20180130_VV_8rlks_eqa_unw.tif');
    skip(!existsSync(path), 'no ../shared/data/unwrapping/mexico-city');
    const file = await openRaster(await openFileSource(path), 'complex or phase');
    const { values } = await readRaster(path);
    const read = await file.readLines(0, file.rows);
    expect([...read]).toEqual([...values].map((value) => (value === 0 ? Number.NaN : value)));
    expect(file.places.map(({ tag }) => tag)).toEqual([33_550, 33_922, 34_735, 34_736, 34_737]);
    await file.close();
  });
});

it('reads a BigTIFF', async () => {
  const samples = Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
  const entries = [
    [256, 3, 2],
    [257, 3, 2],
    [258, 3, 64],
    [259, 3, 1],
    [262, 3, 1],
    [273, 16, 16],
    [277, 3, 1],
    [278, 3, 2],
    [279, 16, 32],
    [339, 3, 6],
  ] as const;
  const file = Buffer.alloc(16 + 32 + 8 + 20 * entries.length + 8);
  file.write('II');
  file.writeUInt16LE(43, 2);
  file.writeUInt16LE(8, 4);
  file.writeBigUInt64LE(48n, 8);
  Buffer.from(samples.buffer).copy(file, 16);
  file.writeBigUInt64LE(BigInt(entries.length), 48);
  entries.forEach(([tag, type, value], k) => {
    const entryAt = 56 + 20 * k;
    file.writeUInt16LE(tag, entryAt);
    file.writeUInt16LE(type, entryAt + 2);
    file.writeBigUInt64LE(1n, entryAt + 4);
    file.writeBigUInt64LE(BigInt(value), entryAt + 12);
  });
  const raster = await open(file, 'complex');
  expect([...(await raster.readLines(1, 1))]).toEqual([5, 6, 7, 8]);
});

it('keeps the tags of place, and what the metadata says of looks', async () => {
  const xml = '<GDALMetadata>\n <Item name="A">b</Item>\n <Item name="EFFECTIVE_LOOKS">12.5</Item>\n</GDALMetadata>';
  const tags = [
    ...PLACED,
    { tag: 34_264, doubles: Array(16).fill(1) },
    { tag: 34_737, text: 'WGS 84|' },
    { tag: 42_112, text: xml },
  ];
  const file = await open(madeUpTiff({ ...real, number: 'float32', tags }), 'real');
  expect(file.effectiveLooks).toBe(12.5);
  expect(file.places.map(({ tag, type, values }) => [tag, type, values.length])).toEqual([
    [33_550, 'double', 3],
    [33_922, 'double', 6],
    [34_264, 'double', 16],
    [34_735, 'short', 16],
    [34_737, 'ascii', 8],
  ]);
  expect((await open(madeUpTiff({ ...real, number: 'float32' }), 'real')).effectiveLooks).toBeUndefined();
});

describe('refuses', () => {
  const phase = { ...real, number: 'float32' } as const;
  const cases: readonly (readonly [string, Uint8Array, RasterKind, string])[] = [
    ['what is no TIFF', Buffer.from('%PDF-1.7 and so on, for a while'), 'real', 'RASTER_UNREADABLE'],
    ['an empty file', new Uint8Array(0), 'real', 'RASTER_UNREADABLE'],
    ['a real raster for a complex one', madeUpTiff(phase), 'complex', 'RASTER_UNSUPPORTED'],
    [
      'a complex raster for coherence',
      madeUpTiff({ ...pairs, number: 'float32', layout: 'complex' }),
      'real',
      'RASTER_UNSUPPORTED',
    ],
    [
      'two bands for a phase',
      madeUpTiff({ ...pairs, number: 'float32', layout: 'two bands' }),
      'complex or phase',
      'RASTER_UNSUPPORTED',
    ],
    ['three bands', madeUpTiff({ ...phase, tags: [{ tag: 277, shorts: [3] }] }), 'complex', 'RASTER_UNSUPPORTED'],
    ['samples of 12 bits', madeUpTiff({ ...phase, tags: [{ tag: 258, shorts: [12] }] }), 'real', 'RASTER_UNSUPPORTED'],
    [
      'a sample format without meaning',
      madeUpTiff({ ...phase, tags: [{ tag: 339, shorts: [4] }] }),
      'real',
      'RASTER_UNSUPPORTED',
    ],
    ['JPEG', madeUpTiff({ ...phase, tags: [{ tag: 259, shorts: [7] }] }), 'real', 'RASTER_UNSUPPORTED'],
    [
      'differences of complex samples',
      madeUpTiff({ ...pairs, number: 'int16', layout: 'complex', predictor: 2 }),
      'complex',
      'RASTER_UNSUPPORTED',
    ],
    ['a raster of no lines', madeUpTiff({ ...phase, tags: [{ tag: 257, longs: [0] }] }), 'real', 'RASTER_UNREADABLE'],
    [
      'more lines than strips',
      madeUpTiff({ ...phase, block: { lines: 4 }, tags: [{ tag: 257, longs: [4_000_000_000] }] }),
      'real',
      'RASTER_UNREADABLE',
    ],
    [
      'pixels beyond the file',
      madeUpTiff({ ...phase, tags: [{ tag: 273, longs: [1e6] }] }),
      'real',
      'RASTER_UNREADABLE',
    ],
    [
      'a block of gigabytes',
      madeUpTiff({ ...phase, isDeflated: true, tags: [{ tag: 256, longs: [2e9] }] }),
      'real',
      'RASTER_UNSUPPORTED',
    ],
  ];
  it.each(cases)('%s', async (_, bytes, kind, code) => {
    await expect(open(bytes, kind)).rejects.toMatchObject({ code });
  });

  const broken: readonly (readonly [string, Uint8Array])[] = [
    ['a strip shorter than its lines', madeUpTiff({ ...phase, tags: [{ tag: 279, longs: [40] }] })],
    ['deflate that is none', madeUpTiff({ ...phase, tags: [{ tag: 259, shorts: [8] }] })],
    ['deflate of too few bytes', madeUpTiff({ ...phase, isDeflated: true, tags: [{ tag: 256, longs: [22] }] })],
    ['deflate of too many bytes', madeUpTiff({ ...phase, isDeflated: true, tags: [{ tag: 256, longs: [20] }] })],
  ];
  it.each(broken)('%s, when it is read', async (_, bytes) => {
    const file = await open(bytes, 'real');
    await expect(file.readLines(0, ROWS)).rejects.toMatchObject({ code: 'RASTER_UNREADABLE' });
  });

  it('damaged files with a code, never otherwise', async () => {
    const whole = madeUpTiff({
      ...pairs,
      number: 'int16',
      layout: 'complex',
      block: { lines: 8, samples: 16 },
      isDeflated: true,
      tags: PLACED,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        fc.nat(whole.length),
        async (changes, length) => {
          const bytes = Uint8Array.from(whole);
          for (const [at, value] of changes) bytes[at] = value;
          const read = async (): Promise<unknown> => {
            const file = await open(length % 3 === 0 ? bytes.subarray(0, length) : bytes, 'complex');
            return file.rows * file.columns < 1e6 ? file.readLines(0, file.rows) : undefined;
          };
          const error: unknown = await read().then(
            () => undefined,
            (thrown: unknown) => thrown,
          );
          expect(error === undefined || isSentryalError(error), String(error)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
