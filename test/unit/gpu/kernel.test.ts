import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defineKernel, packParams, paramsSizeBytes } from '../../../src/gpu/index.ts';

const kernel = defineKernel({
  name: 'made/up',
  params: { rows: 'u32', offset: 'i32', scale: 'f32', count: 'u32', last: 'f32' },
  bindings: { values: 'read', sums: 'read_write' },
});

describe('the parameters of a kernel', () => {
  it('are packed in the order of declaration, four bytes each, whatever the order of the values', () => {
    const view = new DataView(
      packParams(kernel, { last: -2.5, count: 4_294_967_295, rows: 7, scale: 0.1, offset: -3 }),
    );
    expect(view.byteLength).toBe(32);
    expect(view.getUint32(0, true)).toBe(7);
    expect(view.getInt32(4, true)).toBe(-3);
    expect(view.getFloat32(8, true)).toBe(Math.fround(0.1));
    expect(view.getUint32(12, true)).toBe(4_294_967_295);
    expect(view.getFloat32(16, true)).toBe(-2.5);
    expect([20, 24, 28].map((at) => view.getUint32(at, true))).toEqual([0, 0, 0]);
  });

  it('take whole 16 bytes, as the layout of uniforms asks', () => {
    const size = (count: number): number =>
      paramsSizeBytes({
        name: 'made/up',
        params: Object.fromEntries(Array.from({ length: count }, (_, k) => [`p${k}`, 'f32' as const])),
        bindings: {},
      });
    expect([0, 1, 4, 5, 8, 31].map(size)).toEqual([16, 16, 16, 32, 32, 128]);
  });

  it('any values come back', () => {
    fc.assert(
      fc.property(
        fc.record({
          rows: fc.nat(2 ** 32 - 1),
          offset: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
          scale: fc.float({ noNaN: true }),
          count: fc.nat(),
          last: fc.float({ noNaN: true }),
        }),
        (values) => {
          const view = new DataView(packParams(kernel, values));
          expect(view.getUint32(0, true)).toBe(values.rows);
          expect(view.getInt32(4, true)).toBe(values.offset);
          expect(view.getFloat32(8, true)).toBe(values.scale);
        },
      ),
    );
  });

  it('a definition is its own data', () => {
    expect(JSON.parse(JSON.stringify(kernel))).toEqual(kernel);
  });
});
