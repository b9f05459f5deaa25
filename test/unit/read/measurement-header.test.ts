import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { memorySource } from '../../../src/fetch/index.ts';
import type { ByteSource, Swath } from '../../../src/model/index.ts';
import { openGranule, openMeasurement, readBurstSamples } from '../../../src/read/index.ts';
import { TINY, TINY_PATHS, tinyManifest, tinyMeasurement, tinyProduct, writeProduct } from '../../support/tiny-safe.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const folder = temporaryFolder();
const options = { cacheDir: join(folder, 'cache'), warn: () => {} };
const withCode = (code: string, message = ''): unknown =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as unknown });
const granule = await openGranule(writeProduct(folder, tinyProduct()), options);
const swath = granule.swaths[0]!;
const whole = { firstLine: 0, lines: TINY.lines, firstSample: 0, samples: TINY.samples };

/** A measurement whose end is out of reach. */
function headless(bytes: Uint8Array, change: Partial<Swath> = {}): Swath & { readonly reads: number[] } {
  const memory = memorySource('m.tiff', bytes);
  const reads: number[] = [];
  const measurement: ByteSource = {
    ...memory,
    hasDirectory: false,
    read(offset, length) {
      reads.push(offset + length);
      return memory.read(offset, length);
    },
  };
  return { ...swath, ...change, measurement, reads };
}

describe('a measurement without its directory', () => {
  it('is read as with it, and nothing behind the lines asked for', async () => {
    const bytes = tinyMeasurement();
    const without = headless(bytes);
    for (const burst of swath.bursts)
      expect(await readBurstSamples(without, burst, whole)).toEqual(await readBurstSamples(swath, burst, whole));
    expect(Math.max(...without.reads)).toBe(TINY.byteOffset + 4 * TINY.samples * TINY.lines * TINY.bursts);
  });

  it('may be big-endian', async () => {
    const big = headless(tinyMeasurement({}, false));
    expect(await openMeasurement(big)).toEqual({ littleEndian: false });
    const burst = swath.bursts[1]!;
    expect(await readBurstSamples(big, burst, whole)).toEqual(await readBurstSamples(swath, burst, whole));
  });

  const bytes = tinyMeasurement();
  const moved = (offsets: readonly number[]): Partial<Swath> => ({
    bursts: swath.bursts.map((burst, k) => ({ ...burst, byteOffset: offsets[k]! })),
  });
  const second = swath.bursts[1]!.byteOffset;
  it.each([
    ['no TIFF', headless(Buffer.alloc(bytes.byteLength, 'text')), 'MEASUREMENT_UNSUPPORTED', 'begin'],
    ['another version', headless(Buffer.from(bytes).fill(44, 2, 3)), 'MEASUREMENT_UNSUPPORTED', 'begin'],
    ['samples in the header', headless(bytes, moved([7, second - 308])), 'MEASUREMENT_UNSUPPORTED', 'burst 1'],
    [
      'a gap between bursts',
      headless(bytes, moved([TINY.byteOffset, second + 4])),
      'MEASUREMENT_UNSUPPORTED',
      'burst 2',
    ],
    ['a cut', headless(bytes.subarray(0, second + 4)), 'MEASUREMENT_TRUNCATED', 'last burst'],
    ['nothing in it', headless(new Uint8Array()), 'MEASUREMENT_TRUNCATED', 'last burst'],
  ])('with %s is refused', async (_, source, code, message) => {
    await expect(openMeasurement(source)).rejects.toThrow(withCode(code, message));
  });

  it('of another size than the manifest says is refused before it is read', async () => {
    const files = tinyProduct();
    files.set(TINY_PATHS.manifest, Buffer.from(tinyManifest(1234)));
    let opened = 0;
    const odd = await openGranule(
      {
        name: TINY.name,
        location: 'x',
        list: () =>
          [...files].map(([name, content]) => ({
            path: name,
            sizeBytes: content.byteLength,
            ...(name.endsWith('.tiff') ? ({ hasDirectory: false } as const) : {}),
          })),
        readText: async (name) => files.get(name)!.toString(),
        open: async (name) => {
          opened += 1;
          return memorySource(name, files.get(name)!);
        },
        async close() {},
      },
      options,
    );
    await expect(openMeasurement(odd.swaths[0]!)).rejects.toThrow(withCode('MEASUREMENT_SIZE_MISMATCH', '1234'));
    expect(opened).toBe(0);
    await odd.close();
  });
});
