import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeContent, encodeContent } from '../../../../src/fetch/cache/stored-content.ts';

const entry = 'ab'.repeat(32);
const label = { entry, index: 7, fetchedS: 1_790_000_000.25 };

describe('a stored file', () => {
  it('gives back what was put in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(), (content, index) => {
        const file = encodeContent(content, { ...label, index });
        expect(decodeContent(file, { entry, index })).toEqual({ content, fetchedS: label.fetchedS });
        expect(decodeContent(file, { entry, index, length: content.length })?.content).toEqual(content);
      }),
    );
  });

  it('is not taken where one bit differs', () => {
    const content = Uint8Array.from({ length: 40 }, (_, k) => k);
    const file = encodeContent(content, label);
    for (let bit = 0; bit < 8 * file.length; bit += 1) {
      const changed = Uint8Array.from(file);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeContent(changed, { entry, index: 7 }), `bit ${bit}`).toBeUndefined();
    }
  });

  it('is not taken where its end is missing, or something follows', () => {
    const file = encodeContent(
      Uint8Array.from({ length: 40 }, (_, k) => k),
      label,
    );
    for (let length = 0; length < file.length; length += 1)
      expect(decodeContent(file.subarray(0, length), { entry, index: 7 }), `${length} bytes`).toBeUndefined();
    expect(decodeContent(new Uint8Array([...file, 0]), { entry, index: 7 })).toBeUndefined();
  });

  it('is not taken for another', () => {
    const file = encodeContent(new Uint8Array(40), label);
    expect(decodeContent(file, { entry, index: 8 })).toBeUndefined();
    expect(decodeContent(file, { entry: 'cd'.repeat(32), index: 7 })).toBeUndefined();
    expect(decodeContent(file, { entry, index: 7, length: 41 })).toBeUndefined();
  });
});
