import { describe, expect, it } from 'vitest';
import {
  SWATH_IMAGES,
  amplitude,
  imageLoss,
  isce3Resampler,
  ourResampler,
  spectralLoss,
} from '../../../bench/figures/resampling-loss.ts';
import { imageOf, lossBetween, randomSpectrum, resample } from '../../../bench/figures/speckle-image.ts';
import { stateFigure } from '../../support/figure.ts';

const [iw1, iw2, iw3] = SWATH_IMAGES as [(typeof SWATH_IMAGES)[0], (typeof SWATH_IMAGES)[0], (typeof SWATH_IMAGES)[0]];
const ISCE3 = { azimuth: isce3Resampler, range: isce3Resampler };

describe("ISCE3's interpolator as we evaluate it", () => {
  // Root mean square over the band of |H - E|, as measured on ISCE3's own table: 0.1035 on speckle of band 0.88 at 0.25.
  it.each([
    ['IW1', 0.25, 0.102, iw1.range],
    ['IW1', 0.5, 0.144, iw1.range],
    ['IW2', 0.5, 0.043, iw2.range],
    ['IW3', 0.5, 0.012, iw3.range],
    ['azimuth', 0.5, 0.014, iw1.azimuth],
  ] as const)('%s at %f: response error %f', (_, fraction, expected, dimension) => {
    const weights = isce3Resampler(fraction);
    const [steps, band] = [2000, dimension.window.bandwidthHz / dimension.rateHz];
    let square = 0;
    for (let n = 0; n < steps; n++) {
      const f = ((n + 0.5) / steps - 0.5) * band;
      expect(amplitude(dimension, f)).toBeGreaterThan(0);
      const [x, y] = weights.reduce(
        ([re, im], weight, k) => {
          const angle = 2 * Math.PI * f * (k - 3 - fraction);
          return [re + weight * Math.cos(angle), im + weight * Math.sin(angle)];
        },
        [0, 0],
      );
      square += (x - 1) ** 2 + y ** 2;
    }
    expect(Math.abs(Math.sqrt(square / steps) - expected)).toBeLessThan(0.0015);
  });
});

describe('speckle and its own resampled copy', () => {
  it("keep their coherence, and more of it than with ISCE3's interpolator", () => {
    const shift = { azimuth: 0.37, range: 0.46 };
    const ours = { azimuth: ourResampler(iw1.azimuth), range: ourResampler(iw1.range) };
    const spectrum = randomSpectrum(iw1, 3);
    const [original, exact] = [imageOf(spectrum), imageOf(spectrum, shift.azimuth, shift.range)];
    const loss = lossBetween(exact, resample(original, shift, ours));
    const theirs = lossBetween(exact, resample(original, shift, ISCE3));
    stateFigure('interpolation, IW1 speckle: 1 - coherence', loss, iw1.limit);
    expect(loss).toBeLessThan(iw1.limit);
    expect(theirs / loss).toBeGreaterThan(20);
    // The same from the spectrum alone, to the sampling error of one image.
    const expected = imageLoss(
      spectralLoss(iw1.range, ours.range, shift.range),
      spectralLoss(iw1.azimuth, ours.azimuth, shift.azimuth),
    );
    expect(Math.abs(loss / expected - 1)).toBeLessThan(0.1);
  });
});
