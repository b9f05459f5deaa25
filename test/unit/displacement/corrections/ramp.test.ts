import { describe, expect, it } from 'vitest';
import { estimateRamp, rampMm } from '../../../../src/displacement/index.ts';
import { bowl, samplesOf } from './scenes.ts';

const PLANE = [4, 0.8, -0.5];
const SURFACE = [4, 0.8, -0.5, 0.03, -0.02, 0.01];

describe('ramp', () => {
  it.each([
    ['plane', PLANE],
    ['quadratic', SURFACE],
  ] as const)('%s: found beside a bowl, which stays', (kind, truth) => {
    const moving = bowl(3, 2);
    const samples = samplesOf({
      seed: 11,
      reliefM: 100,
      noiseMm: 1,
      displacementMm: (place) => rampMm(kind, truth, place.eastKm, place.northKm) + moving(place),
    });
    const found = estimateRamp(samples, kind);
    expect(found.refused).toBeUndefined();
    expect(found.keptShare).toBeGreaterThan(0.7);
    const worst = Math.max(
      ...samples.map(({ eastKm, northKm }) =>
        Math.abs(rampMm(kind, found.coefficients, eastKm, northKm) - rampMm(kind, truth, eastKm, northKm)),
      ),
    );
    expect(worst).toBeLessThan(kind === 'plane' ? 0.5 : 1);
  });

  it('places near points are left out, so that they cannot pull it', () => {
    const samples = samplesOf({ seed: 12, reliefM: 100, noiseMm: 0.5, displacementMm: () => 0 }).map((sample) =>
      sample.eastKm > 6 ? { ...sample, isNearPoint: true, displacementMm: sample.displacementMm + 2 } : sample,
    );
    const { coefficients } = estimateRamp(samples, 'plane');
    expect(Math.abs(rampMm('plane', coefficients, 12, 0) - rampMm('plane', coefficients, -12, 0))).toBeLessThan(0.3);
  });

  it('next to no ground gives none', () => {
    const samples = samplesOf({ seed: 13, reliefM: 100, noiseMm: 0.2, displacementMm: () => 0 });
    expect(estimateRamp(samples.slice(0, 20), 'plane').refused).toBe('too_few_coherent_cells');
    // All in a line: east and north cannot be told apart.
    const line = samples.map((sample) => ({ ...sample, northKm: sample.eastKm }));
    expect(estimateRamp(line, 'plane').refused).toBe('not_determined');
  });

  it('its sigma is of the size of its error', () => {
    const errors: number[] = [];
    const sigmas: number[] = [];
    for (let seed = 0; seed < 20; seed++) {
      const samples = samplesOf({ seed, reliefM: 100, noiseMm: 3, displacementMm: () => 0 });
      const { coefficients, sigmaMm } = estimateRamp(samples, 'plane');
      const square = samples.reduce(
        (sum, { eastKm, northKm }) => sum + (rampMm('plane', coefficients, eastKm, northKm) - coefficients[0]!) ** 2,
        0,
      );
      errors.push(square / samples.length);
      sigmas.push(sigmaMm ** 2);
    }
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const ratio = Math.sqrt(mean(errors) / mean(sigmas));
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(1.5);
  });
});
