import { describe, expect, it } from 'vitest';
import { type QuicklookKind, colorScale, oklabScale } from '../../../../src/products/quicklook/color-maps.ts';
import { isInGamut, oklabToRgb, oklch } from '../../../../src/products/quicklook/oklab.ts';

const SCALES: readonly QuicklookKind[] = [
  'phase',
  'unwrapped',
  'displacement',
  'coherence',
  'sigma',
  'height',
  'sequential',
];
const distance = (one: readonly number[], other: readonly number[]): number =>
  Math.hypot(...one.map((value, k) => value - other[k]!));

describe('colours of OKLab', () => {
  // Ottosson 2020: the primaries and white of sRGB in OKLab.
  it.each([
    [
      [1, 0, 0],
      [255, 255, 255],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
    [
      [0.627_955, 0.224_863, 0.125_846],
      [255, 0, 0],
    ],
    [
      [0.866_44, -0.233_888, 0.179_498],
      [0, 255, 0],
    ],
    [
      [0.452_014, -0.032_457, -0.311_528],
      [0, 0, 255],
    ],
  ] as const)('%j is %j', (color, rgb) => expect(oklabToRgb(color)).toEqual(rgb));

  it('of more chroma than sRGB has are brought to its edge, hue and lightness kept', () => {
    const [lightness, a, b] = oklch(0.7, 0.4, 140);
    expect(lightness).toBe(0.7);
    expect((Math.atan2(b, a) * 180) / Math.PI).toBeCloseTo(140, 9);
    expect(isInGamut([lightness, a, b])).toBe(true);
    expect(isInGamut([lightness, 1.01 * a, 1.01 * b])).toBe(false);
  });
});

describe('a scale of colours', () => {
  it.each(SCALES)('of %s has steps that look equal, within sRGB', (kind) => {
    const colors = oklabScale(kind);
    const steps = colors.slice(1).map((color, k) => distance(color, colors[k]!));
    // Each half of a diverging scale is walked by itself.
    const groups = kind === 'displacement' ? [steps.slice(0, 124), steps.slice(126)] : [steps];
    for (const group of groups) {
      const mean = group.reduce((sum, step) => sum + step, 0) / group.length;
      expect(Math.max(...group.map((step) => Math.abs(step / mean - 1)))).toBeLessThan(0.15);
    }
    expect(colors.every((color) => isInGamut(color))).toBe(true);
  });

  it('of phase is a circle: its ends are as near as any neighbours', () => {
    const colors = oklabScale('phase');
    expect(distance(colors[0]!, colors.at(-1)!)).toBeLessThan(1.2 * distance(colors[0]!, colors[1]!));
    // Half a turn apart is far.
    expect(distance(colors[0]!, colors[125]!)).toBeGreaterThan(0.2);
  });

  it('of displacement is palest at zero and as dark at both ends: red below, blue above', () => {
    const colors = oklabScale('displacement');
    const lightness = colors.map(([value]) => value);
    expect(Math.max(...lightness)).toBe(Math.max(lightness[124]!, lightness[125]!));
    expect(lightness[0]).toBeCloseTo(lightness.at(-1)!, 6);
    const [red, , blueOfRed] = colorScale('displacement')[20]!;
    const [redOfBlue, , blue] = colorScale('displacement')[230]!;
    expect(red).toBeGreaterThan(2 * blueOfRed);
    expect(blue).toBeGreaterThan(2 * redOfBlue);
  });

  it.each(['coherence', 'height', 'unwrapped', 'sequential', 'sigma'] as const)(
    'of %s goes one way in lightness',
    (kind) => {
      const lightness = oklabScale(kind).map(([value]) => value);
      const direction = kind === 'sigma' ? -1 : 1;
      expect(lightness.slice(1).every((value, k) => direction * (value - lightness[k]!) > 0)).toBe(true);
      expect(Math.abs(lightness.at(-1)! - lightness[0]!)).toBeGreaterThan(0.5);
    },
  );

  it('of classes tells neighbours apart', () => {
    const colors = oklabScale('classes').slice(0, 12);
    for (const [k, one] of colors.entries())
      for (const other of colors.slice(k + 1)) expect(distance(one, other)).toBeGreaterThan(0.05);
  });
});
