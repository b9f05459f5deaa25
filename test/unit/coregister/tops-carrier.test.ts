import { beforeAll, describe, expect, it } from 'vitest';
import { satelliteSpeedMps, topsCarrier } from '../../../src/coregister/index.ts';
import type { BurstPair, Orbit, RangeTimePolynomial } from '../../../src/model/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { Random } from '../../support/random.ts';
import { NO_SHARED_DATA } from '../../support/shared-data.ts';
import { type SharedPair, openSharedPair } from '../../support/shared-pair.ts';

const SPEED_OF_LIGHT_MPS = 299_792_458;

/** Σ c_k (τ - τ0)^k of the record nearest in time. */
function valueAt(records: readonly RangeTimePolynomial[], timeS: number, rangeTimeS: number): number {
  const nearest = records.toSorted((a, b) => Math.abs(a.azimuthTimeS - timeS) - Math.abs(b.azimuthTimeS - timeS))[0]!;
  return nearest.coefficients.reduce((sum, c, k) => sum + c * (rangeTimeS - nearest.originS) ** k, 0);
}

/**
 * Phase of the carrier in cycles, as ESA's "Definition of the TOPS SLC deramping function" (COPE-GSEG-EOPG-TN-14-0025)
 * writes it (equations 1 to 11): φ = π kt (η - ηref)² + 2π fdc (η - ηref).
 */
function esaCycles(pair: BurstPair, speedMps: number, line: number, sample: number): number {
  const { secondarySwath: swath, secondary: burst } = pair;
  const middleTimeS = burst.firstLineTimeS + ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
  const eta = (line - (swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
  const rangeTime = (at: number): number =>
    (2 * swath.nearRangeM) / SPEED_OF_LIGHT_MPS + at / swath.rangeSamplingRateHz;
  const ka = (at: number): number => valueAt(swath.azimuthFmRates, middleTimeS, rangeTime(at));
  const fdc = (at: number): number => valueAt(swath.dopplerCentroids, middleTimeS, rangeTime(at));
  const ks = ((2 * speedMps) / swath.wavelengthM) * swath.azimuthSteeringRateRadPerS;
  const alpha = 1 - ks / ka(sample);
  const kt = ks / alpha;
  const middleSample = (swath.samplesPerBurst - 1) / 2;
  const etaRef = -fdc(sample) / ka(sample) + fdc(middleSample) / ka(middleSample);
  return (kt / 2) * (eta - etaRef) ** 2 + fdc(sample) * (eta - etaRef);
}

describe.skipIf(NO_SHARED_DATA)('the TOPS carrier of real bursts (needs ../shared/data)', () => {
  let pair: SharedPair;
  let orbit: Orbit;

  beforeAll(async () => {
    pair = await openSharedPair('pair-2025-track108');
    orbit = pair.secondary.annotationOrbit;
    return () => pair.close();
  });

  it('has the derivatives of the phase that ESA defines', () => {
    const random = new Random(1);
    let worstHz = 0;
    let worstRate = 0;
    for (const burst of pair.bursts.filter((_, k) => k % 4 === 0)) {
      const { secondarySwath: swath, secondary } = burst;
      const speedMps = satelliteSpeedMps(orbit, secondary.firstLineTimeS);
      const carrier = topsCarrier(swath, secondary, speedMps);
      const interval = swath.azimuthTimeIntervalS;
      for (let n = 0; n < 50; n++) {
        const line = random.uniform(0, swath.linesPerBurst - 1);
        const sample = random.uniform(0, swath.samplesPerBurst - 1);
        // A parabola in time: central differences over 20 lines are exact but for rounding.
        const [before, at, after] = [-20, 0, 20].map((k) => esaCycles(burst, speedMps, line + k, sample)) as [
          number,
          number,
          number,
        ];
        worstHz = Math.max(worstHz, Math.abs(carrier.dopplerHz(line, sample) - (after - before) / (40 * interval)));
        const rate = (after - 2 * at + before) / (20 * interval) ** 2;
        worstRate = Math.max(worstRate, Math.abs(carrier.dopplerRateHzPerS(sample) - rate));
      }
    }
    // Phases of 2000 cycles in f64 are good to 2e-13.
    stateFigure('carrier, Doppler', worstHz, 1e-7, 'Hz');
    stateFigure('carrier, Doppler rate', worstRate, 1e-6, 'Hz/s');
    expect(worstHz).toBeLessThan(1e-7);
    expect(worstRate).toBeLessThan(1e-6);
  });

  it.each([
    ['iw1', 1787, 5500],
    ['iw2', 1494, 4600],
    ['iw3', 1592, 4900],
  ] as const)(
    'in %s sweeps at near range at %i Hz/s over %i Hz, as published for other passes',
    (name, rateHzPerS, spanHz) => {
      const { secondarySwath: swath, secondary } = pair.bursts.find((burst) => burst.referenceSwath.name === name)!;
      const carrier = topsCarrier(swath, secondary, satelliteSpeedMps(orbit, secondary.firstLineTimeS));
      expect(Math.abs(carrier.dopplerRateHzPerS(0) / rateHzPerS - 1)).toBeLessThan(0.02);
      const span = carrier.dopplerHz(swath.linesPerBurst - 1, 0) - carrier.dopplerHz(0, 0);
      expect(Math.abs(span / spanHz - 1)).toBeLessThan(0.02);
    },
  );

  it('takes the speed of the state vector nearest in time', () => {
    const k = 5;
    const velocity = orbit.velocitiesMps.subarray(3 * k, 3 * k + 3);
    expect(satelliteSpeedMps(orbit, orbit.timesS[k]! + 4)).toBe(Math.hypot(...velocity));
    expect(satelliteSpeedMps(orbit, orbit.timesS[k]!)).toBeGreaterThan(7500);
    expect(satelliteSpeedMps(orbit, orbit.timesS[k]!)).toBeLessThan(7700);
  });
});
