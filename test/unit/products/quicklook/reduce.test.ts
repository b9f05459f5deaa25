import { describe, expect, it } from 'vitest';
import { colorRange, formatTick, niceAbove, niceBelow, ticks } from '../../../../src/products/quicklook/color-range.ts';
import type { QuicklookKind } from '../../../../src/products/quicklook/color-maps.ts';
import { reducePlane } from '../../../../src/products/quicklook/reduce.ts';
import { pixelWidthM, scaleBar } from '../../../../src/products/quicklook/scale-bar.ts';

const block = (kind: QuicklookKind, ...values: number[]): number =>
  reducePlane({ rows: 2, columns: 2, values: Float32Array.from(values) }, 2, kind).values[0]!;

describe('a block of pixels averaged down', () => {
  it('has the mean of what it measures', () => expect(block('displacement', 1, 2, 3, 6)).toBe(3));
  it('has the direction of the mean vector of phases, across the cut too', () => {
    // Two each side of pi: the plain mean would be 0.
    const mean = block('phase', Math.PI - 0.1, Math.PI - 0.1, -Math.PI + 0.1, -Math.PI + 0.1);
    expect(Math.abs(mean)).toBeCloseTo(Math.PI, 6);
    expect(block('phase', 0.2, 0.4, 0.2, 0.4)).toBeCloseTo(0.3, 6);
  });
  it('has no phase where phases cancel', () => expect(block('phase', 0, Math.PI, 0, Math.PI)).toBeNaN());
  it('has the root mean square of sigmas', () => expect(block('sigma', 3, 4, 3, 4)).toBeCloseTo(Math.sqrt(12.5), 6));
  it('has the class that most pixels have', () => expect(block('classes', 7, 2, 2, 1)).toBe(2));
  it('counts pixels with data only, half of them at least', () => {
    expect(block('coherence', 0.5, NaN, 0.7, NaN)).toBeCloseTo(0.6, 6);
    expect(block('coherence', 0.5, NaN, NaN, NaN)).toBeNaN();
  });
  it('is smaller at the edges', () => {
    const values = Float32Array.from([1, 3, 10, 1, 3, 20, 5, 7, 30]);
    const reduced = reducePlane({ rows: 3, columns: 3, values }, 2, 'height');
    expect(reduced).toMatchObject({ rows: 2, columns: 2 });
    expect([...reduced.values]).toEqual([2, 15, 6, 30]);
  });
});

describe('the range of the colours', () => {
  const values = Float32Array.from({ length: 1001 }, (_, k) => k - 300);
  it('is fixed for phase and coherence', () => {
    expect(colorRange('phase', values)).toEqual({ low: -Math.PI, high: Math.PI });
    expect(colorRange('coherence', values)).toEqual({ low: 0, high: 1 });
  });
  // 98 % of -300..700 is -290..690.
  it('is even about zero for displacement', () =>
    expect(colorRange('displacement', values)).toEqual({ low: -800, high: 800 }));
  it('begins at zero for sigma', () => expect(colorRange('sigma', values)).toEqual({ low: 0, high: 800 }));
  it('is at round numbers for heights', () => expect(colorRange('height', values)).toEqual({ low: -400, high: 800 }));
  it.each(['displacement', 'sigma', 'height', 'unwrapped', 'classes'] as const)(
    'of %s without data has a width',
    (kind) => {
      const { low, high } = colorRange(kind, Float32Array.from([NaN]));
      expect(high).toBeGreaterThan(low);
    },
  );
  it('of a constant has a width', () => {
    const { low, high } = colorRange('height', new Float32Array(9).fill(1234.5));
    expect(low).toBeLessThanOrEqual(1234.5);
    expect(high).toBeGreaterThan(low);
  });
});

describe('round numbers', () => {
  it.each([
    [47, 50],
    [50, 50],
    [0.021, 0.025],
    [101, 200],
    [0, 1],
    [NaN, 1],
  ])('above %f: %f', (value, wanted) => {
    expect(niceAbove(value)).toBeCloseTo(wanted, 12);
  });
  it.each([
    [47, 20],
    [50, 50],
    [999, 500],
    [0.3, 0.2],
  ])('below %f: %f', (value, wanted) => {
    expect(niceBelow(value)).toBeCloseTo(wanted, 12);
  });
  it.each([
    [12.5, 12.5, '12.5'],
    [-0, 25, '0'],
    [0.025, 0.025, '0.025'],
    [-50, 25, '-50'],
    [0.5, 0.25, '0.50'],
  ])('written: %f in steps of %f is %s', (value, step, text) => expect(formatTick(value, step)).toBe(text));
  it('of phase are written as parts of π', () => {
    expect(ticks('phase', { low: -Math.PI, high: Math.PI }).map(({ text }) => text)).toEqual([
      '-π',
      '-π/2',
      '0',
      'π/2',
      'π',
    ]);
  });
});

describe('the scale bar', () => {
  it('of degrees shrinks with the cosine of latitude', () => {
    const frame = { epsg: 4326, left: 0, top: 60, pixelWidth: 0.001, pixelHeight: 0.001 };
    // 0.001 degree of the equator of 6378137 m is 111.3195 m; half of it at 60 degrees.
    expect(pixelWidthM(frame, 0)).toBeCloseTo(55.65975, 4);
  });
  it('of metres is the pixel', () => {
    expect(pixelWidthM({ epsg: 32_631, left: 5e5, top: 5e6, pixelWidth: 40, pixelHeight: 40 }, 7)).toBe(40);
  });
  it('has a round length within its room', () => {
    expect(scaleBar(40, 200)).toEqual({ pixels: 125, text: '5 km' });
    expect(scaleBar(7, 100)).toEqual({ pixels: 71, text: '500 m' });
  });
});
