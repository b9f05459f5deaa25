import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SentryalError } from '../../src/errors/index.ts';
import { type ProductFiles, memorySource } from '../../src/fetch/index.ts';
import { type Granule, type Swath } from '../../src/model/index.ts';
import { openGranule, openMeasurement, readDem } from '../../src/read/index.ts';
import { parseOrbitFile } from '../../src/read/orbit-file.ts';
import { SENTINEL_LIKE, circularState } from '../support/circular-orbit.ts';
import { AREA, GEOGRAPHIC, tinyDem } from '../support/tiny-dem.ts';
import { TINY, TINY_PATHS, tinyMeasurement, tinyProduct } from '../support/tiny-safe.ts';

function productOf(files: ReadonlyMap<string, Buffer>): ProductFiles {
  return {
    name: TINY.name,
    location: 'memory',
    list: () => [...files].map(([path, bytes]) => ({ path, sizeBytes: bytes.byteLength })),
    readText: async (path) => files.get(path)!.toString('latin1'),
    open: async (path) => memorySource(path, files.get(path)!),
    close: async () => {},
  };
}

/** Numbers anywhere in a value that are not finite; NaN must never come out of a reader. */
function notFinite(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isFinite(value) ? [] : [path];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => notFinite(inner, `${path}/${key}`));
}

/**
 * What is wrong about how a reader takes broken input: it should give finite numbers, or throw an error of the
 * catalogue that is not our own fault.
 */
async function misbehaviour(run: () => unknown): Promise<unknown> {
  let result: unknown;
  try {
    result = await run();
  } catch (error) {
    return error instanceof SentryalError && error.fault !== 'internal' ? [] : error;
  }
  return notFinite(result);
}

/** Ways to break a text. */
const damage = (length: number): fc.Arbitrary<(text: string) => string> => {
  const place = fc.nat(length);
  return fc.oneof(
    fc.tuple(place, fc.string({ maxLength: 3 })).map(
      ([at, by]) =>
        (text: string) =>
          text.slice(0, at) + by + text.slice(at + by.length),
    ),
    fc.tuple(place, fc.nat(400)).map(
      ([at, count]) =>
        (text: string) =>
          text.slice(0, at) + text.slice(at + count),
    ),
    place.map((at) => (text: string) => text.slice(0, at)),
    fc.tuple(place, place, fc.nat(60)).map(
      ([at, from, count]) =>
        (text: string) =>
          text.slice(0, at) + text.slice(from, from + count) + text.slice(at),
    ),
    // One number of the text replaced.
    fc
      .tuple(fc.nat(300), fc.constantFrom('', '-1', '0', '1e400', 'NaN', '99999999999', '1.5', 'x'))
      .map(([which, by]) => (text: string) => {
        let k = 0;
        return text.replaceAll(/(?<=[> ])-?\d[\d.e+-]*(?=[< ])/g, (number) => (k++ === which ? by : number));
      }),
  );
};

const flips = (length: number): fc.Arbitrary<(bytes: Buffer) => Buffer> =>
  fc.oneof(
    fc
      .array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => (bytes: Buffer) => {
        const broken = Buffer.from(bytes);
        for (const [at, value] of changes) broken[at] = value;
        return broken;
      }),
    fc.nat(length).map((at) => (bytes: Buffer) => bytes.subarray(0, at)),
  );

const files = tinyProduct();
const open = (product: ReadonlyMap<string, Buffer>): Promise<Granule> =>
  openGranule(productOf(product), { cacheDir: 'unused', warn: () => {} });

describe('broken input', () => {
  it.each(['annotation', 'manifest'] as const)('a broken %s', async (member) => {
    const path = TINY_PATHS[member];
    const text = files.get(path)!.toString('latin1');
    await fc.assert(
      fc.asyncProperty(damage(text.length), async (breakIt) => {
        const broken = new Map(files).set(path, Buffer.from(breakIt(text), 'latin1'));
        expect(await misbehaviour(() => open(broken))).toEqual([]);
      }),
      { numRuns: 1500, seed: 20_200_511 },
    );
  });

  it('a broken orbit file', async () => {
    const vector = (time: number): string => {
      const { p, v } = circularState(SENTINEL_LIKE, time);
      const field = (name: string, value: number): string => `<${name}>${value}</${name}>`;
      const state = ['X', 'Y', 'Z'].map((name, k) => field(name, p[k]!) + field(`V${name}`, v[k]!)).join('');
      return `<OSV><UTC>UTC=2020-05-11T00:0${Math.floor(time / 60)}:${String(time % 60).padStart(2, '0')}.000000</UTC>${state}</OSV>`;
    };
    const vectors = Array.from({ length: 8 }, (_, k) => vector(10 * k)).join('');
    const text = `<Earth_Explorer_File><Earth_Explorer_Header><Fixed_Header><Mission>Sentinel-1A</Mission><File_Type>AUX_RESORB</File_Type></Fixed_Header><Variable_Header><Ref_Frame>EARTH_FIXED</Ref_Frame></Variable_Header></Earth_Explorer_Header><Data_Block><List_of_OSVs count="8">${vectors}</List_of_OSVs></Data_Block></Earth_Explorer_File>`;
    expect(parseOrbitFile('x.EOF', text, TINY.epochDay).timesS).toHaveLength(8);
    await fc.assert(
      fc.asyncProperty(damage(text.length), async (breakIt) => {
        expect(await misbehaviour(() => parseOrbitFile('x.EOF', breakIt(text), TINY.epochDay))).toEqual([]);
      }),
      { numRuns: 1500, seed: 20_200_511 },
    );
  });

  it('a broken measurement', async () => {
    const granule = await open(files);
    const bytes = tinyMeasurement();
    // The header, and the directory at the end.
    const interesting = fc.oneof(flips(8), flips(bytes.length));
    await fc.assert(
      fc.asyncProperty(interesting, async (breakIt) => {
        const swath: Swath = { ...granule.swaths[0]!, measurement: memorySource('m.tiff', breakIt(bytes)) };
        expect(await misbehaviour(() => openMeasurement(swath))).toEqual([]);
      }),
      { numRuns: 1500, seed: 20_200_511 },
    );
  });

  it('a broken DEM', async () => {
    const bytes = tinyDem(GEOGRAPHIC);
    const directory = bytes.length - 60 * 50 * 4 - 8;
    const inDirectory = fc.tuple(fc.nat(directory - 1), fc.nat(255)).map(([at, value]) => (whole: Buffer) => {
      const broken = Buffer.from(whole);
      broken[whole.length - directory + at] = value;
      return broken;
    });
    await fc.assert(
      fc.asyncProperty(fc.oneof(flips(8), inDirectory), async (breakIt) => {
        const wrong = await misbehaviour(async () => {
          const dem = await readDem(memorySource('dem.tif', breakIt(bytes)), AREA, {
            heights: 'ellipsoid',
            warn: () => {},
          });
          return { ...dem, heightsM: undefined };
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 600, seed: 20_200_511 },
    );
  });
});
