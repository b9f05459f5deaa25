import { describe, expect, it } from 'vitest';
import { burstCarrier } from '../../../src/simulate/carrier.ts';
import { closestApproach } from '../../../src/simulate/closest-approach.ts';
import { type DepositGrid, depositScatterer } from '../../../src/simulate/deposit.ts';
import { toEcef } from '../../../src/simulate/ellipsoid.ts';
import { fourier } from '../../../src/simulate/fft.ts';
import { GUARD } from '../../../src/simulate/focus.ts';
import { groundAt } from '../../../src/simulate/geolocation-grid.ts';
import { planDefaultPair } from '../../../src/simulate/plan-default.ts';
import { swathFocuser } from '../../../src/simulate/synthesize.ts';
import { length } from '../../../src/simulate/vector.ts';
import { annotationXml } from '../../../src/simulate/write-annotation.ts';
import { geolocationGrid } from '../../../src/simulate/geolocation-grid.ts';
import { readSwath } from './support/naive-tops.ts';

const C = 299_792_458;
const pair = planDefaultPair({ swaths: ['iw1'], bursts: 1, samples: 300 });
const { reference } = pair;
const swath = reference.swaths[0]!;
const burst = swath.bursts[0]!;
const focuser = swathFocuser(swath);
const wavelengthM = C / swath.radarFrequencyHz;
const sampleZeroRangeM = (swath.slantRangeTimeS * C) / 2;

interface Image {
  /** Deramped image from line -GUARD, sample 0: columns of re, im. */
  readonly columns: readonly { re: Float64Array; im: Float64Array }[];
}

function imageOf(timeS: number, rangeM: number): Image {
  const columns = focuser.range.length * 2;
  const rows = (swath.linesPerBurst + 2 * GUARD) * 2;
  const grid: DepositGrid = {
    data: new Float32Array(2 * rows * columns),
    rows,
    columns,
    firstLine: -GUARD,
    firstSample: -GUARD,
    lineZeroTimeS: burst.firstLineTimeS,
    sampleZeroRangeM,
    lineIntervalS: swath.azimuthTimeIntervalS,
    rangeSpacingM: C / (2 * swath.rangeSamplingRateHz),
    wavelengthM,
    carrier: burstCarrier(swath, burst, reference.trajectory),
  };
  depositScatterer(grid, timeS, rangeM, 1, 0);
  const out: { re: Float64Array; im: Float64Array }[] = [];
  focuser.focus(grid, swath.samplesPerBurst, (_, re, im) => out.push({ re: re.slice(), im: im.slice() }));
  return { columns: out };
}

// The carrier as a reader of the annotation computes it: an own implementation of ESA's formula on the written XML.
const annotated = readSwath(
  annotationXml(
    reference,
    swath,
    geolocationGrid(reference, swath, () => 300),
  ),
);
const speedMps = length(
  reference.trajectory.velocityMps(burst.firstLineTimeS + (swath.linesPerBurst / 2) * swath.azimuthTimeIntervalS),
);
const carrier = (timeS: number, tau: number): number => annotated.carrierRad(0, timeS, tau, speedMps);

/** The SLC at a pixel, from the simulator's deramped image and its own carrier. */
function slcPixel(image: Image, line: number, sample: number): readonly [number, number] {
  const own = burstCarrier(swath, burst, reference.trajectory);
  const tau = swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz;
  const phase = 2 * Math.PI * own.cycles(burst.firstLineTimeS + line * swath.azimuthTimeIntervalS, tau);
  const { re, im } = image.columns[sample]!;
  const [x, y] = [re[line + GUARD]!, im[line + GUARD]!];
  return [x * Math.cos(phase) - y * Math.sin(phase), x * Math.sin(phase) + y * Math.cos(phase)];
}

/** Deramps the SLC with the annotation's carrier and interpolates it at a fractional pixel by plain sinc sums. */
function interpolate(image: Image, line: number, sample: number): { phaseRad: number; magnitude: number } {
  const sinc = (x: number): number => (Math.abs(x) < 1e-12 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
  const [l0, s0] = [Math.round(line), Math.round(sample)];
  let [re, im] = [0, 0];
  for (let l = l0 - 70; l <= l0 + 70; l++) {
    for (let s = s0 - 70; s <= s0 + 70; s++) {
      const [x, y] = slcPixel(image, l, s);
      const tau = swath.slantRangeTimeS + s / swath.rangeSamplingRateHz;
      const phase = -carrier(burst.firstLineTimeS + l * swath.azimuthTimeIntervalS, tau);
      const weight = sinc(line - l) * sinc(sample - s);
      re += weight * (x * Math.cos(phase) - y * Math.sin(phase));
      im += weight * (x * Math.sin(phase) + y * Math.cos(phase));
    }
  }
  return { phaseRad: Math.atan2(im, re), magnitude: Math.hypot(re, im) };
}

const wrap = (phase: number): number => phase - 2 * Math.PI * Math.round(phase / (2 * Math.PI));

describe('one scatterer', () => {
  it.each([
    [100, 150],
    [751, 148.4],
    [1399.37, 172.81],
  ])('near line %f, sample %f peaks at its closest approach with phase -4πR/λ', (line, sample) => {
    const timeS = burst.firstLineTimeS + line * swath.azimuthTimeIntervalS;
    const place = groundAt(reference, swath, timeS, sample, () => 412);
    const found = closestApproach(reference.trajectory, toEcef(place), burst.firstLineTimeS);
    const image = imageOf(found.timeS, found.rangeM);
    const [ownLine, ownSample] = [
      (found.timeS - burst.firstLineTimeS) / swath.azimuthTimeIntervalS,
      (found.rangeM - sampleZeroRangeM) / (C / (2 * swath.rangeSamplingRateHz)),
    ];
    expect(ownLine).toBeCloseTo(line, 4);
    expect(ownSample).toBeCloseTo(sample, 4);
    const tau = (2 * found.rangeM) / C;
    const peak = interpolate(image, ownLine, ownSample);
    const slcPhase = peak.phaseRad + carrier(found.timeS, tau);
    expect(Math.abs(wrap(slcPhase + (4 * Math.PI * found.rangeM) / wavelengthM))).toBeLessThan(1e-3);
    expect(peak.magnitude).toBeCloseTo(1, 3);
    // It is the peak: lower on all sides.
    for (const [dl, ds] of [
      [0.2, 0],
      [-0.2, 0],
      [0, 0.2],
      [0, -0.2],
    ] as const) {
      expect(interpolate(image, ownLine + dl, ownSample + ds).magnitude).toBeLessThan(peak.magnitude);
    }
  });

  it('has after deramping no azimuth energy outside its band: below -45 dB', () => {
    const found = { timeS: burst.firstLineTimeS + 1203.6 * swath.azimuthTimeIntervalS, rangeM: sampleZeroRangeM + 350 };
    const image = imageOf(found.timeS, found.rangeM);
    const size = 2048;
    const sample = Math.round(350 / (C / (2 * swath.rangeSamplingRateHz)));
    const [re, im] = [new Float64Array(size), new Float64Array(size)];
    for (let line = 0; line < swath.linesPerBurst; line++) {
      const [x, y] = slcPixel(image, line, sample);
      const tau = swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz;
      const phase = -carrier(burst.firstLineTimeS + line * swath.azimuthTimeIntervalS, tau);
      re[line] = x * Math.cos(phase) - y * Math.sin(phase);
      im[line] = x * Math.sin(phase) + y * Math.cos(phase);
    }
    fourier(size).forward(re, im);
    let [inside, outside] = [0, 0];
    for (let k = -size / 2; k < size / 2; k++) {
      const power = re[(k + size) % size]! ** 2 + im[(k + size) % size]! ** 2;
      if (Math.abs(k / size / swath.azimuthTimeIntervalS) <= swath.azimuthWindow.bandwidthHz / 2) inside += power;
      else outside += power;
    }
    expect(10 * Math.log10(outside / (inside + outside))).toBeLessThan(-45);
  });

  it('without deramping is spread over the spectrum by its Doppler: the carrier is really there', () => {
    const image = imageOf(burst.firstLineTimeS + 1400 * swath.azimuthTimeIntervalS, sampleZeroRangeM + 350);
    const sample = Math.round(350 / (C / (2 * swath.rangeSamplingRateHz)));
    // Phase step per line at the peak = 2π f Δt, f = k_t (η - η_ref) + f_dc, some 2.4 kHz at line 1400.
    const [a, b] = [slcPixel(image, 1400, sample), slcPixel(image, 1401, sample)];
    const measured = Math.atan2(b[1] * a[0] - b[0] * a[1], b[0] * a[0] + b[1] * a[1]);
    const tau = swath.slantRangeTimeS + sample / swath.rangeSamplingRateHz;
    const timeS = burst.firstLineTimeS + 1400 * swath.azimuthTimeIntervalS;
    const expected = carrier(timeS + swath.azimuthTimeIntervalS, tau) - carrier(timeS, tau);
    expect(expected / (2 * Math.PI * swath.azimuthTimeIntervalS)).toBeGreaterThan(2200);
    expect(Math.abs(wrap(measured - expected))).toBeLessThan(0.02);
  });
});
