import { describe, expect, it } from 'vitest';
import {
  type TopsCarrier,
  annotatedFmRate,
  fmRateMismatch,
  fmRatePhase,
  geometricFmRate,
} from '../../../src/coregister/index.ts';
import { rdr2geo } from '../../../src/geometry/index.ts';
import type { Swath, Vector3 } from '../../../src/model/index.ts';
import {
  type CircularOrbit,
  EARTH_ROTATION_RAD_PER_S,
  SENTINEL_LIKE,
  circularState,
  evenTimes,
  sampleOrbit,
} from '../../support/circular-orbit.ts';
import { stateFigure } from '../../support/figure.ts';
import { madeUpPair, madeUpSwath } from '../../support/made-up-swath.ts';

const WAVELENGTH_M = 0.055_465_76;
const GRAVITY_M3_PER_S2 = 3.986004418e14;
const TIMES_S = evenTimes(0, 17, 10);

const rangeM = (orbit: CircularOrbit, timeS: number, target: Vector3): number =>
  Math.hypot(...circularState(orbit, timeS).p.map((value, axis) => value - target[axis]!));

describe('the azimuth FM rate of geometry', () => {
  it.each([
    ['with the turning Earth', 0, -1],
    ['against it', 180, 1],
  ])('is that of two circles for an equatorial orbit %s', (_, inclinationDeg, sign) => {
    // In a plane that turns with neither, R² = a² + b² - 2 a b cos φ cos((n ± ω) t): at closest approach
    // R R'' = a b cos φ (n ± ω)².
    const circle: CircularOrbit = { radiusM: 7_071_000, inclinationDeg, nodeLongitudeDeg: 0, startAngleDeg: -4 };
    const orbit = sampleOrbit(circle, TIMES_S);
    const rate = Math.sqrt(GRAVITY_M3_PER_S2 / circle.radiusM ** 3) + sign * EARTH_ROTATION_RAD_PER_S;
    const timeS = 64.3;
    const above = circularState(circle, timeS).p;
    const latitude = 0.06;
    const ground = 6_378_137;
    const scale = (ground * Math.cos(latitude)) / circle.radiusM;
    const target: Vector3 = [above[0] * scale, above[1] * scale, ground * Math.sin(latitude)];
    const range = rangeM(circle, timeS, target);
    const expected = (-2 * circle.radiusM * ground * Math.cos(latitude) * rate ** 2) / (WAVELENGTH_M * range);
    const error = Math.abs(geometricFmRate(orbit, timeS, target, WAVELENGTH_M) - expected);
    stateFigure('FM rate, equatorial circle against the closed form', error, 1e-5, 'Hz/s');
    expect(error).toBeLessThan(1e-5);
  });

  it('is the second derivative of the range for an inclined orbit', () => {
    const orbit = sampleOrbit(SENTINEL_LIKE, TIMES_S);
    let worst = 0;
    for (const [timeS, slantM, heightM] of [
      [40, 800_000, 0],
      [75.5, 870_000, 1500],
      [110, 960_000, -200],
    ] as const) {
      const { ecef } = rdr2geo(orbit, timeS, slantM, heightM);
      const at = (k: number): number => rangeM(SENTINEL_LIKE, timeS + k, ecef);
      // Central differences of fourth order over 1 s leave 1e-5 Hz/s; the range is rounded to 1e-10 m.
      const bend = (-at(2) + 16 * at(1) - 30 * at(0) + 16 * at(-1) - at(-2)) / 12;
      const expected = (-2 * bend) / WAVELENGTH_M;
      worst = Math.max(worst, Math.abs(geometricFmRate(orbit, timeS, ecef, WAVELENGTH_M) - expected));
    }
    stateFigure('FM rate, inclined circle against differences', worst, 2e-5, 'Hz/s');
    expect(worst).toBeLessThan(2e-5);
  });
});

/** Output, at `atS` after its zero-Doppler time, of focusing a target of one rate with another, in the time domain. */
function focus(rate: number, focusedWith: number, dopplerHz: number, atS: number): { phaseRad: number; power: number } {
  const halfS = 327 / 2 / Math.abs(rate);
  const steps = 20_000;
  let re = 0;
  let im = 0;
  for (let n = 0; n < steps; n++) {
    const t = dopplerHz / rate + halfS * ((2 * n + 1) / steps - 1);
    const phase = Math.PI * (rate * t * t - focusedWith * (t - atS) ** 2);
    re += Math.cos(phase);
    im += Math.sin(phase);
  }
  return { phaseRad: Math.atan2(im, re), power: Math.hypot(re, im) / steps };
}

describe('the phase of a wrong FM rate', () => {
  it.each([
    [2600, 0.05],
    [-2600, 0.05],
    [2600, -0.3],
    [900, 1],
  ])('at %i Hz and %f Hz/s is what focusing in the time domain gives', (dopplerHz, mismatch) => {
    const rate = -2250;
    const phase = fmRatePhase(dopplerHz, rate + mismatch, rate);
    const { phaseRad } = focus(rate, rate + mismatch, dopplerHz, 0);
    // The quadratic part over the band adds B²/12 to f².
    const relative = 327 ** 2 / 12 / dopplerHz ** 2 + Math.abs(mismatch / rate);
    expect(Math.abs(phase - phaseRad)).toBeLessThan(1.01 * relative * Math.abs(phase));
    expect(Math.abs(phase)).toBeGreaterThan(0.1);
  });

  it('moves the peak by -f Δ, where the phase has the other sign', () => {
    const [rate, focusedWith, dopplerHz] = [-2250, -2249.7, 2600];
    const delta = 1 / focusedWith - 1 / rate;
    const peakS = -dopplerHz * delta;
    const peak = focus(rate, focusedWith, dopplerHz, peakS);
    expect(Math.cos(peak.phaseRad + fmRatePhase(dopplerHz, focusedWith, rate))).toBeGreaterThan(Math.cos(0.02));
    for (const beside of [-1e-3, 1e-3])
      expect(focus(rate, focusedWith, dopplerHz, peakS + beside).power).toBeLessThan(peak.power);
  });
});

describe('a falsified FM polynomial', () => {
  const HEIGHT_M = 300;
  const orbit = sampleOrbit(SENTINEL_LIKE, TIMES_S);
  const shape = { bursts: 1, firstLineTimeS: 80, nearRangeM: 850_000 };
  const window = { firstLine: 100, firstSample: 1000, lines: 1200, samples: 18_001 };
  const samples = [1000, 10_000, 19_000] as const;

  /** A swath whose FM polynomial goes through geometry's rate at three samples of the burst's middle, plus an error. */
  function swathOff(errorHzPerS: number): Swath {
    const swath = madeUpSwath(shape);
    const timeS = shape.firstLineTimeS + ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
    const slantM = samples.map((sample) => swath.nearRangeM + sample * swath.rangeSpacingM);
    const [k0, k1, k2] = slantM.map((slant) =>
      geometricFmRate(orbit, timeS, rdr2geo(orbit, timeS, slant, HEIGHT_M).ecef, swath.wavelengthM),
    ) as [number, number, number];
    const stepS = (2 * 9000 * swath.rangeSpacingM) / 299_792_458;
    const coefficients = [k1 + errorHzPerS, (k2 - k0) / (2 * stepS), (k2 - 2 * k1 + k0) / (2 * stepS * stepS)];
    return {
      ...swath,
      azimuthFmRates: [{ azimuthTimeS: timeS, originS: (2 * slantM[1]!) / 299_792_458, coefficients }],
    };
  }

  const RATE_HZ_PER_S = 1787;
  const carrier: TopsCarrier = {
    dopplerRateHzPerS: () => RATE_HZ_PER_S,
    dopplerHz: (line) => RATE_HZ_PER_S * (line - 749.5) * 2.055_556e-3,
  };
  const compare = (reference: Swath, secondary: Swath) =>
    fmRateMismatch({
      placement: { pair: madeUpPair(reference, secondary), window, firstCellRow: 0, firstCellColumn: 0 },
      referenceOrbit: orbit,
      secondaryOrbit: orbit,
      referenceCarrier: carrier,
      secondaryCarrier: carrier,
      heightM: HEIGHT_M,
    });

  it('is none where both dates are right, or wrong alike', () => {
    const right = compare(swathOff(0), swathOff(0));
    expect(Math.abs(right.referenceHzPerS)).toBeLessThan(1e-6);
    expect(Math.abs(right.edgePhaseRad)).toBeLessThan(1e-6);
    const alike = compare(swathOff(0.4), swathOff(0.4));
    expect(alike.referenceHzPerS).toBeCloseTo(0.4, 6);
    expect(alike.secondaryHzPerS).toBeCloseTo(0.4, 6);
    expect(Math.abs(alike.edgePhaseRad)).toBeLessThan(1e-6);
  });

  it.each([0.002, -0.01])('of %f Hz/s in the secondary gives that, and its phase at the edges', (errorHzPerS) => {
    const { referenceHzPerS, secondaryHzPerS, edgePhaseRad } = compare(swathOff(0), swathOff(errorHzPerS));
    expect(Math.abs(referenceHzPerS)).toBeLessThan(1e-6);
    expect(secondaryHzPerS).toBeCloseTo(errorHzPerS, 6);
    // First and last valid line are 729.5 lines from the middle; reference minus secondary: +π f² error / ka².
    const dopplerHz = RATE_HZ_PER_S * 729.5 * 2.055_556e-3;
    const far = annotatedFmRate(swathOff(0), madeUpSwath(shape).bursts[0]!, samples[2]);
    const expected = (Math.PI * dopplerHz ** 2 * errorHzPerS) / far ** 2;
    expect(Math.abs(edgePhaseRad / expected - 1)).toBeLessThan(1e-3);
    expect(Math.abs(edgePhaseRad)).toBeGreaterThan(5e-3);
  });
});
