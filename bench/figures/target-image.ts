import type { Burst, GridWindow, RangeTimePolynomial, SpectralWindow, Swath } from '../../src/model/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../../src/units/index.ts';

/** A point target in the image of one date: fractional line and sample of the burst, phase without the burst's carrier. */
export interface ImageTarget {
  readonly line: number;
  readonly sample: number;
  readonly phaseRad: number;
}

/** Beyond this many lines or samples an impulse response has ended. */
export const REACH = 64;

/** Width of the smooth end of the band inside each edge, of the sampling rate: without it the response does not end. */
const EDGE = 0.03;

const FREQUENCY_STEPS = 512;

/** Impulse response, peak 1, of the window a processor left, at offsets from -REACH to REACH. */
function impulseResponse(window: SpectralWindow, samplingRateHz: number): (offset: number) => number {
  const band = window.bandwidthHz / samplingRateHz;
  const frequencies = Array.from({ length: FREQUENCY_STEPS }, (_, k) => ((k + 0.5) / FREQUENCY_STEPS - 0.5) * band);
  const weights = frequencies.map((f) => {
    const inside = band / 2 - Math.abs(f);
    const edge = inside >= EDGE ? 1 : 0.5 - 0.5 * Math.cos((Math.PI * inside) / EDGE);
    const { hammingCoefficient: a } = window;
    return edge * (a + (1 - a) * Math.cos((2 * Math.PI * f) / band));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (offset) =>
    weights.reduce((sum, weight, k) => sum + weight * Math.cos(2 * Math.PI * frequencies[k]! * offset), 0) / total;
}

const evaluate = ({ coefficients, originS }: RangeTimePolynomial, timeS: number): number =>
  coefficients.reduce((sum, c, k) => sum + c * (timeS - originS) ** k, 0);

/**
 * Carrier of a burst in cycles at a line and sample, by ESA's formula for the deramping phase (COPE-GSEG-EOPG-TN-14-0025) and
 * the annotation's polynomials.
 */
export function carrierCycles(swath: Swath, speedMps: number): (line: number, sample: number) => number {
  const steeringHzPerS = (2 * speedMps * swath.azimuthSteeringRateRadPerS) / swath.wavelengthM;
  const [fm, dc] = [swath.azimuthFmRates[0]!, swath.dopplerCentroids[0]!];
  const rangeTimeS = (sample: number): number =>
    (2 * (swath.nearRangeM + sample * swath.rangeSpacingM)) / SPEED_OF_LIGHT_MPS;
  const crossingS = (timeS: number): number => -evaluate(dc, timeS) / evaluate(fm, timeS);
  return (line, sample) => {
    const timeS = rangeTimeS(sample);
    const rate = evaluate(fm, timeS);
    const doppler = (rate * steeringHzPerS) / (rate - steeringHzPerS);
    const eta =
      (line - swath.linesPerBurst / 2) * swath.azimuthTimeIntervalS - (crossingS(timeS) - crossingS(rangeTimeS(0)));
    return eta * (0.5 * doppler * eta + evaluate(dc, timeS));
  };
}

/** int16 I, Q of a window of a burst that holds nothing but point targets of the given amplitude. */
export function targetReader(
  swath: Swath,
  speedMps: number,
  targets: readonly ImageTarget[],
  amplitude: number,
): (swath: Swath, burst: Burst, window: GridWindow) => Promise<Int16Array<ArrayBuffer>> {
  const azimuth = impulseResponse(swath.azimuthWindow, 1 / swath.azimuthTimeIntervalS);
  const range = impulseResponse(swath.rangeWindow, swath.rangeSamplingRateHz);
  const carrier = carrierCycles(swath, speedMps);
  return async (_, __, { firstLine, firstSample, lines, samples }) => {
    const out = new Int16Array(2 * lines * samples);
    for (const target of targets) {
      const top = Math.max(Math.ceil(target.line - REACH), firstLine);
      const bottom = Math.min(Math.floor(target.line + REACH), firstLine + lines - 1);
      const left = Math.max(Math.ceil(target.sample - REACH), firstSample);
      const right = Math.min(Math.floor(target.sample + REACH), firstSample + samples - 1);
      const across = Array.from({ length: Math.max(right - left + 1, 0) }, (____, k) =>
        range(left + k - target.sample),
      );
      for (let line = top; line <= bottom; line++) {
        const along = amplitude * azimuth(line - target.line);
        for (let sample = left; sample <= right; sample++) {
          const value = along * across[sample - left]!;
          const phase = target.phaseRad + 2 * Math.PI * carrier(line, sample);
          const at = 2 * ((line - firstLine) * samples + sample - firstSample);
          out[at] = Math.round(value * Math.cos(phase));
          out[at + 1] = Math.round(value * Math.sin(phase));
        }
      }
    }
    return out;
  };
}
