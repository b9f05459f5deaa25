import { describe, expect, it } from 'vitest';
import { baseline, geodeticToEcef, lookGeometry } from '../../../src/geometry/index.ts';
import {
  assumedHeightSigmaM,
  coregistrationSigmaMm,
  heightSensitivityMmPerM,
  heightSigmaMm,
  isNormal,
  orbitSigmaMm,
  phaseSpreads,
  scattererSigmaRad,
  totalSigmaMm,
  troposphereSigmaMm,
} from '../../../src/points/index.ts';
import { phaseSpread } from '../../../src/speckle/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';
import { GROUND_M, WAVELENGTH_M, groundAt, referenceOrbit, secondaryOrbit } from './point-scene.ts';

describe('the phase term', () => {
  it('of points alike is remembered within 0.5 % of the exact one', () => {
    const spreadOf = phaseSpreads();
    const random = new Random(1);
    let worst = 0;
    for (let n = 0; n < 100; n++) {
      const [coherence, looks] = [1 - random.uniform(0.001, 0.9), Math.exp(random.uniform(Math.log(4), Math.log(300)))];
      worst = Math.max(
        worst,
        Math.abs(spreadOf(coherence, looks).sigmaRad / phaseSpread(coherence, looks).sigmaRad - 1),
      );
    }
    stateFigure('phase term, remembered', 100 * worst, 1, '%');
    expect(worst).toBeLessThan(0.01);
    expect(spreadOf(1, 10).sigmaRad).toBe(0);
  });

  it('is called normal where it is', () => {
    expect(isNormal(phaseSpread(0.9, 100))).toBe(true);
    expect(isNormal(phaseSpread(1, 100))).toBe(true);
    expect(isNormal(phaseSpread(0.4, 4))).toBe(false);
    expect(isNormal(phaseSpread(0.02, 20))).toBe(false);
  });

  it.each([10, 15, 25])('of a scatterer %i dB above the clutter is that of simulated ones', (decibel) => {
    const random = new Random(decibel);
    const amplitude = Math.sqrt(10 ** (decibel / 10));
    const noisy = (): number => Math.atan2(random.normal() * Math.SQRT1_2, amplitude + random.normal() * Math.SQRT1_2);
    const phases = Array.from({ length: 20_000 }, () => noisy() - noisy());
    const measured = Math.sqrt(phases.reduce((sum, phase) => sum + phase ** 2, 0) / phases.length);
    const said = scattererSigmaRad([10 ** (decibel / 10), 10 ** (decibel / 10)]);
    stateFigure(`scatterer of ${decibel} dB`, 100 * Math.abs(measured / said - 1), 6, '%');
    expect(Math.abs(measured / said - 1)).toBeLessThan(0.06);
  });
});

describe('the height term', () => {
  it('is what a metre of height does to the range difference', () => {
    const at = { row: 12, column: 14 };
    const differenceM = (heightM: number): number => {
      const ground = groundAt(at);
      const seen = baseline(referenceOrbit, secondaryOrbit, geodeticToEcef({ ...ground, heightM }));
      return seen.secondary.slantRangeM - seen.reference.slantRangeM;
    };
    const ecef = geodeticToEcef({ ...groundAt(at), heightM: GROUND_M });
    const { incidenceDeg, slantRangeM } = lookGeometry(referenceOrbit, ecef);
    const { perpendicularM } = baseline(referenceOrbit, secondaryOrbit, ecef);
    // In place, not in range: straight up moves the point along the range sphere and nearer, of which only sin² counts.
    const upMmPerM = (1000 * (differenceM(GROUND_M + 10) - differenceM(GROUND_M - 10))) / 20;
    const said = heightSensitivityMmPerM({ perpendicularM, slantRangeM, incidenceDeg });
    const sine = Math.sin((incidenceDeg * Math.PI) / 180);
    expect(Math.abs(Math.abs(upMmPerM) / (said * sine ** 2) - 1)).toBeLessThan(0.01);
  });

  it('129 m of baseline: a deck 40 m above the DEM reads some 9 mm false', () => {
    const seen = { perpendicularM: 129, slantRangeM: 880_000, incidenceDeg: 40 };
    expect(Math.abs(40 * heightSensitivityMmPerM(seen) - 9)).toBeLessThan(0.2);
    expect(heightSigmaMm(seen, 3, 4)).toBeCloseTo(5 * heightSensitivityMmPerM(seen), 12);
    expect(heightSigmaMm({ ...seen, perpendicularM: 0 }, 20, 3)).toBe(0);
    expect(heightSensitivityMmPerM({ ...seen, perpendicularM: -129 })).toBe(heightSensitivityMmPerM(seen));
  });

  it('assumes least of a given height, and most of none', () => {
    const sizes = (['ellipsoid', 'egm2008', 'above_dem', 'dem'] as const).map(assumedHeightSigmaM);
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
    expect(sizes.at(-1)).toBe(20);
  });
});

describe('the troposphere term', () => {
  it('grows with the root of the distance and in proportion to the height, mapped to the line of sight', () => {
    expect(troposphereSigmaMm(0, 0, 35)).toBe(0);
    expect(troposphereSigmaMm(1000, 0, 0)).toBeCloseTo(2.5, 12);
    expect(troposphereSigmaMm(16_000, 0, 0)).toBeCloseTo(10, 12);
    expect(troposphereSigmaMm(0, -500, 60)).toBeCloseTo(4.8, 12);
  });

  it('stays near what a mission allows itself for such a pair: 3 (1 + sqrt L) mm', () => {
    for (const km of [1, 5, 10, 50])
      expect(troposphereSigmaMm(1000 * km, 0, 40)).toBeLessThan(1.15 * 3 * (1 + Math.sqrt(km)));
  });
});

describe('the coregistration term', () => {
  const quality = { sigmaS: 0.001 * 2.055_556e-3, seamRad: 0.05 };

  it('0.001 line at the 4400 Hz between two bursts is 0.057 rad', () => {
    const mm = coregistrationSigmaMm(
      { ...quality, seamRad: undefined },
      { dopplerHz: 2200, burst: 'iw1 1' },
      { dopplerHz: -2200, burst: 'iw1 2' },
      WAVELENGTH_M,
    );
    expect(mm / 4.413_8).toBeCloseTo(2 * Math.PI * 4400 * quality.sigmaS, 5);
    expect(Math.abs(mm / 4.413_8 - 0.057)).toBeLessThan(0.001);
  });

  it('is nothing at the same Doppler of one burst, and the seam between two', () => {
    const place = { dopplerHz: 500, burst: 'iw1 1' };
    expect(coregistrationSigmaMm(quality, place, place, WAVELENGTH_M)).toBe(0);
    const beside = { ...place, burst: 'iw1 2' };
    expect(coregistrationSigmaMm(quality, place, beside, WAVELENGTH_M)).toBeCloseTo(0.05 * 4.413_8, 5);
  });
});

describe('the orbit term', () => {
  it('is nothing at the reference, and doubles with the distance', () => {
    expect(orbitSigmaMm(['POEORB', 'POEORB'], { lookAngleRad: 0, timeS: 0 })).toBe(0);
    const near = orbitSigmaMm(['POEORB', 'POEORB'], { lookAngleRad: 0.005, timeS: 1 });
    expect(orbitSigmaMm(['POEORB', 'POEORB'], { lookAngleRad: 0.01, timeS: 2 })).toBeCloseTo(2 * near, 12);
  });

  it('is what a baseline off by that much does to the range difference across the swath', () => {
    const sigmaM = Math.hypot(0.05, 0.05) / Math.sqrt(3);
    expect(orbitSigmaMm(['POEORB', 'POEORB'], { lookAngleRad: 0.01, timeS: 0 })).toBeCloseTo(1000 * sigmaM * 0.01, 12);
  });

  it('is least for precise orbits', () => {
    const spread = { lookAngleRad: 0.01, timeS: 3 };
    const sizes = (['POEORB', 'RESORB', 'annotation', 'PREORB'] as const).map((kind) =>
      orbitSigmaMm(['POEORB', kind], spread),
    );
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes);
  });
});

it('the total is the root of the sum of squares', () => {
  const terms = {
    phaseMm: 1,
    referenceMm: 2,
    heightMm: 2,
    troposphereMm: 4,
    coregistrationMm: 5,
    orbitMm: Math.sqrt(14),
  };
  expect(totalSigmaMm(terms)).toBeCloseTo(8, 12);
});
