import { describe, expect, it } from 'vitest';
import { estimateStratified } from '../../../../src/displacement/corrections/stratified.ts';
import { bowl, roughSurface, samplesOf } from './scenes.ts';

/** 30 mm over 800 m. */
const SLOPE = 30 / 0.8;

const SEEDS = Array.from({ length: 20 }, (_, k) => 1000 + 17 * k);

/** Turbulence of about 2 mm, correlated over kilometres. */
function turbulence(seed: number, sizeMm = 2) {
  const surface = roughSurface(seed);
  return ({ eastKm, northKm }: { eastKm: number; northKm: number }): number => sizeMm * surface(eastKm, northKm);
}

describe('stratified troposphere', () => {
  it('30 mm over 800 m with a bowl inside: the bowl is right to 2 mm afterwards', () => {
    let estimated = 0;
    let worstMm = 0;
    for (const seed of SEEDS) {
      const moving = bowl(2, -3);
      const turbulent = turbulence(seed + 5, 1);
      const samples = samplesOf({
        seed,
        reliefM: 800,
        noiseMm: 1,
        displacementMm: (place) =>
          (SLOPE * place.heightM) / 1000 + moving(place) + turbulent(place) + 0.2 * place.eastKm,
      });
      const found = estimateStratified(samples);
      if (found.refused) continue;
      estimated++;
      // Against a reference north-west of it, as a job would take one.
      const heightAt = (east: number, north: number): number =>
        samples.find(({ eastKm, northKm }) => eastKm === east && northKm === north)!.heightM;
      for (const { eastKm, northKm, heightM } of samples)
        if (Math.hypot(eastKm - 2, northKm + 3) < 3)
          worstMm = Math.max(
            worstMm,
            (Math.abs(found.slopeMmPerKm - SLOPE) * Math.abs(heightM - heightAt(-6, 5))) / 1000,
          );
    }
    expect(worstMm).toBeLessThan(2);
    expect(estimated).toBeGreaterThanOrEqual(0.8 * SEEDS.length);
  });

  it('its sigma covers the error where turbulence is correlated', () => {
    let inside = 0;
    let counted = 0;
    for (const seed of SEEDS) {
      const turbulent = turbulence(seed + 5, 3);
      const found = estimateStratified(
        samplesOf({
          seed,
          reliefM: 800,
          noiseMm: 1,
          displacementMm: (place) => (SLOPE * place.heightM) / 1000 + turbulent(place),
        }),
      );
      if (found.refused) continue;
      counted++;
      if (Math.abs(found.slopeMmPerKm - SLOPE) < 2 * found.sigmaMmPerKm) inside++;
    }
    expect(counted).toBeGreaterThanOrEqual(0.8 * SEEDS.length);
    expect(inside / counted).toBeGreaterThanOrEqual(0.85);
  });

  it('relief below 200 m is refused', () => {
    const samples = samplesOf({ seed: 3, reliefM: 190, noiseMm: 1, displacementMm: ({ heightM }) => heightM / 20 });
    expect(estimateStratified(samples)).toMatchObject({ refused: 'relief_too_small' });
  });

  it('deformation where the ground is high is refused, or does not enter the slope', () => {
    let refused = 0;
    let worstMm = 0;
    for (const seed of SEEDS) {
      const samples = samplesOf({
        seed,
        reliefM: 800,
        noiseMm: 1,
        displacementMm: ({ heightM }) => -60 * Math.exp(-(((heightM - 800) / 150) ** 2)),
      });
      const found = estimateStratified(samples);
      if (found.refused) refused++;
      else worstMm = Math.max(worstMm, Math.abs(found.slopeMmPerKm) * 0.8);
    }
    expect(worstMm).toBeLessThan(2);
    expect(refused).toBeGreaterThanOrEqual(0.9 * SEEDS.length);
  });

  it('a step of half of the ground, high on one side of it, is no troposphere', () => {
    for (const seed of SEEDS) {
      const samples = samplesOf({
        seed,
        reliefM: 300,
        noiseMm: 0.05,
        displacementMm: ({ eastKm, northKm }) => (eastKm + 0.3 * northKm > 0 ? 12 : 0),
      });
      const found = estimateStratified(samples);
      const isTaken = !found.refused && Math.abs(found.slopeMmPerKm) > 3 * found.sigmaMmPerKm;
      expect(isTaken && Math.abs(found.slopeMmPerKm) * 0.3 > 1, String(seed)).toBe(false);
    }
  });

  it('a single mountain that moves, the rest flat, is refused', () => {
    const samples = samplesOf({ seed: 5, reliefM: 60, noiseMm: 1, displacementMm: () => 0 }).map((sample) => {
      const cone = 900 * Math.exp(-((sample.eastKm - 4) ** 2 + (sample.northKm - 4) ** 2) / (2 * 2.5 ** 2));
      return { ...sample, heightM: sample.heightM + cone, displacementMm: sample.displacementMm - cone / 20 };
    });
    expect(estimateStratified(samples).refused).toBe('relief_in_one_place');
  });

  it('a slope of the ground alone is no height to fit against', () => {
    const samples = samplesOf({ seed: 7, reliefM: 1, noiseMm: 1, displacementMm: () => 0 }).map((sample) => ({
      ...sample,
      heightM: 40 * sample.eastKm,
    }));
    expect(estimateStratified(samples).refused).toBe('height_is_a_slope');
  });

  it('no coherent ground, no estimate', () => {
    expect(estimateStratified([]).refused).toBe('too_few_coherent_cells');
  });
});
