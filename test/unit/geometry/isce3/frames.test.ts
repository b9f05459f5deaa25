import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSentryalError } from '../../../../src/errors/index.ts';
import { FrameReader, encodeFrame, float64Bytes, float64sOf } from '../../../../src/geometry/isce3/frames.ts';

it('a frame is its magic, both lengths, the header and the arrays, byte for byte', () => {
  const bytes = encodeFrame({ id: 1 }, new Map([['a', float64Bytes(Float64Array.of(1))]]));
  const header = '{"id":1,"arrays":[{"name":"a","bytes":8}]}';
  expect(bytes.toString('latin1')).toBe(
    `SGB1${String.fromCharCode(header.length)}\0\0\0\b\0\0\0${header}\0\0\0\0\0\0\u00f0?`,
  );
});

it('frames come back whole, in whatever pieces they arrive', () => {
  const numbers = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(numbers, { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (lists, size) => {
      const stream = Buffer.concat(
        lists.map((list, id) =>
          encodeFrame({ id, text: 'é' }, new Map([['v', float64Bytes(Float64Array.from(list))]])),
        ),
      );
      const reader = new FrameReader();
      const frames = Array.from({ length: Math.ceil(stream.length / size) }, (_, k) =>
        reader.push(stream.subarray(k * size, (k + 1) * size)),
      ).flat();
      expect(frames.map(({ header }) => [header['id'], header['text']])).toEqual(lists.map((_, id) => [id, 'é']));
      expect(frames.map((frame, k) => [...float64sOf(frame, 'v', lists[k]!.length)])).toEqual(lists);
    }),
  );
});

/** True where the bytes gave frames, or the error that they may give. */
function isReadOrRefused(bytes: Buffer): boolean {
  try {
    new FrameReader().push(bytes);
    return true;
  } catch (error) {
    return isSentryalError(error, 'ISCE3_PROTOCOL');
  }
}

it('of other bytes it makes nothing but an error of the protocol', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 60 }), fc.boolean(), (bytes, hasMagic) => {
      const start = hasMagic ? Buffer.from('SGB1') : Buffer.alloc(0);
      expect(isReadOrRefused(Buffer.concat([start, bytes]))).toBe(true);
    }),
  );
});
