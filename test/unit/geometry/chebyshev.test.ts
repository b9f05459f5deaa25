import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FitDomain, chebyshevNodes, evaluateVolume, fitVolume } from '../../../src/geometry/index.ts';

const degrees = { line: 3, sample: 7, height: 3 };
const domain: FitDomain = {
  line: { min: -80, max: 1580 },
  sample: { min: -80, max: 21_700 },
  heightM: { min: -150, max: 4550 },
};

/** Position in [-1, 1]. */
function unit(value: number, { min, max }: { min: number; max: number }): number {
  return (2 * value - min - max) / (max - min);
}

describe('Chebyshev volumes', () => {
  it('reproduce every polynomial of their degrees', () => {
    const powers = Array.from({ length: 4 * 8 * 4 }, (_, n) => [n >> 5, (n >> 2) & 7, n & 3] as const);
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: powers.length, maxLength: powers.length }),
        fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -1, max: 1, noNaN: true }))),
        (coefficients, [x, y, z]) => {
          const value = (line: number, sample: number, heightM: number): number => {
            const [a, b, c] = [unit(line, domain.line), unit(sample, domain.sample), unit(heightM, domain.heightM)];
            return powers.reduce((sum, [i, j, k], n) => sum + coefficients[n]! * a ** i * b ** j * c ** k, 0);
          };
          const nodes = chebyshevNodes(domain, degrees);
          const values = Float64Array.from(nodes.lines, (line, n) =>
            value(line, nodes.samples[n]!, nodes.heightsM[n]!),
          );
          const volume = fitVolume(domain, degrees, [new Float64Array(values.length), values]);
          const at = [750 + 830 * x!, 10_810 + 10_890 * y!, 2200 + 2350 * z!] as const;
          expect(Math.abs(evaluateVolume(volume, 1, ...at) - value(...at))).toBeLessThan(1e-11);
          expect(evaluateVolume(volume, 0, ...at)).toBe(0);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('ask for (3 + 1) (7 + 1) (3 + 1) nodes, all of them strictly inside', () => {
    const { lines, samples, heightsM } = chebyshevNodes(domain, degrees);
    expect([lines.length, samples.length, heightsM.length]).toEqual([128, 128, 128]);
    const inside = (values: Float64Array, { min, max }: { min: number; max: number }): boolean =>
      values.every((value) => value > min && value < max);
    expect(inside(lines, domain.line) && inside(samples, domain.sample) && inside(heightsM, domain.heightM)).toBe(true);
    expect(new Set([...lines].map((line, n) => `${line} ${samples[n]} ${heightsM[n]}`)).size).toBe(128);
  });

  it('approximate what is not a polynomial at the rate of the theory', () => {
    // 1/(x + 2) has its pole at x = -2: the coefficients fall as (2 + sqrt(3))^-k, the error as 2/(1 + sqrt(3)) of it.
    const errorOf = (degree: number): number => {
      const box = { line: { min: -1, max: 1 }, sample: { min: 0, max: 1 }, heightM: { min: 0, max: 1 } };
      const single = { line: degree, sample: 0, height: 0 };
      const nodes = chebyshevNodes(box, single);
      const volume = fitVolume(box, single, [nodes.lines.map((x) => 1 / (x + 2))]);
      const errors = Array.from({ length: 201 }, (_, i) => {
        const x = -1 + i / 100;
        return Math.abs(evaluateVolume(volume, 0, x, 0.3, 0.9) - 1 / (x + 2));
      });
      return Math.max(...errors);
    };
    const rate = 2 + Math.sqrt(3);
    for (const degree of [4, 8, 12]) expect(errorOf(degree) * rate ** degree).toBeLessThan(2);
    expect(errorOf(8) / errorOf(4)).toBeCloseTo(rate ** -4, 3);
  });

  it('a box without extent in one dimension is constant in it', () => {
    const flat = { ...domain, heightM: { min: 12, max: 12 } };
    const nodes = chebyshevNodes(flat, degrees);
    const volume = fitVolume(flat, degrees, [nodes.lines.map((line) => 2 * line)]);
    for (const heightM of [-100, 12, 3000]) expect(evaluateVolume(volume, 0, 400, 9, heightM)).toBeCloseTo(800, 9);
  });
});
