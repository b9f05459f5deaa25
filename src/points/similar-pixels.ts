import type { FullResolutionPatch, GridWindow, Looks } from '../model/index.ts';
import { circularSpreadRad } from './circular-spread.ts';
import { specklePower } from './speckle-power.ts';

/** Pixels are compared by the mean power of this box around them, lines by samples. */
const BOX = { lines: 3, samples: 5 } as const;

/** Both dates alike within this many standard deviations of the log of the ratio of two such means. */
const ALIKE_SIGMA = 1.96;

/** What the pixels like a point's say together. */
export interface SimilarPixels {
  /** Wrapped phase at the point, rad, each pixel's own phase taken off and brought along the slope. */
  readonly phaseRad: number;
  /** Sample coherence of these pixels (biased upward). */
  readonly coherenceRaw: number;
  readonly looksEffective: number;
  readonly count: number;
  /** Pixels looked at. */
  readonly windowLines: number;
  readonly windowSamples: number;
  /** From the point to the middle of their power, lines and samples. */
  readonly lineOffset: number;
  readonly sampleOffset: number;
  /** Circular standard deviation of the pixels' phases, rad. */
  readonly spreadRad: number;
  /** Mean power of these pixels on each date by their median, as of speckle: a scatterer among them does not count. */
  readonly powers: readonly [number, number];
}

export interface SimilarRequest {
  readonly line: number;
  readonly sample: number;
  /** Half of the window, lines and samples. */
  readonly half: Looks;
  /** Effective looks of one pixel: below 1, as samples are correlated. */
  readonly looksPerPixel: number;
  /** Phase step per line and sample along which pixels are brought to the point, rad. */
  readonly slope: { readonly line: number; readonly sample: number };
  /** Phase of a pixel that is not its motion, rad: of the height of the point over the surface there. */
  readonly ownPhaseRad: (line: number, sample: number) => number;
  /** Weight of a pixel by its coherence; 0 leaves it out. */
  readonly weightOf: (line: number, sample: number) => number;
}

/** Sums of one date's power over all pixels above and left, for box means. Shape (lines + 1, samples + 1). */
function integral(date: Float32Array, { lines, samples }: GridWindow): Float64Array {
  const sums = new Float64Array((lines + 1) * (samples + 1));
  for (let i = 0; i < lines; i++) {
    let row = 0;
    for (let j = 0; j < samples; j++) {
      const at = 2 * (i * samples + j);
      row += date[at]! ** 2 + date[at + 1]! ** 2;
      sums[(i + 1) * (samples + 1) + j + 1] = sums[i * (samples + 1) + j + 1]! + row;
    }
  }
  return sums;
}

/** Log of the mean power of the box around a pixel, cut at the edges of the patch. */
function logBoxMean(sums: Float64Array, { lines, samples }: GridWindow, i: number, j: number): number {
  const [top, bottom] = [Math.max(0, i - (BOX.lines >> 1)), Math.min(lines, i + (BOX.lines >> 1) + 1)];
  const [left, right] = [Math.max(0, j - (BOX.samples >> 1)), Math.min(samples, j + (BOX.samples >> 1) + 1)];
  const wide = samples + 1;
  const sum =
    sums[bottom * wide + right]! - sums[top * wide + right]! - sums[bottom * wide + left]! + sums[top * wide + left]!;
  return Math.log(sum / ((bottom - top) * (right - left)));
}

/**
 * Mean of the pixels around a point that are as bright as those at the point on both dates (alike by the ratio of box means, a
 * gamma test as in Ferretti et al. 2011 and Parizzi & Brcic 2011): the phase of Σ w reference · conj(secondary). Brightness
 * does not depend on phase, so choosing by it does not bias the coherence.
 * @returns undefined where the point is not in the patch or has no data
 */
export function similarPixels(patch: FullResolutionPatch, request: SimilarRequest): SimilarPixels | undefined {
  const { window, reference, secondary } = patch;
  const { line, sample, half, slope } = request;
  const centre = { i: Math.round(line) - window.firstLine, j: Math.round(sample) - window.firstSample };
  if (centre.i < 0 || centre.j < 0 || centre.i >= window.lines || centre.j >= window.samples) return undefined;
  const sums = [integral(reference, window), integral(secondary, window)] as const;
  const own = sums.map((date) => logBoxMean(date, window, centre.i, centre.j));
  if (!own.every(Number.isFinite)) return undefined;
  const limit = ALIKE_SIGMA * Math.sqrt(2 / Math.max(1, BOX.lines * BOX.samples * request.looksPerPixel));
  let [re, im, first, second, total, squares, count] = [0, 0, 0, 0, 0, 0, 0];
  let [lines, samples, power] = [0, 0, 0];
  const unit = { re: 0, im: 0 };
  const powers: [number[], number[]] = [[], []];
  const rows = { from: Math.max(0, centre.i - half.azimuth), to: Math.min(window.lines - 1, centre.i + half.azimuth) };
  const columns = {
    from: Math.max(0, centre.j - half.range),
    to: Math.min(window.samples - 1, centre.j + half.range),
  };
  for (let i = rows.from; i <= rows.to; i++)
    for (let j = columns.from; j <= columns.to; j++) {
      const isAlike = sums.every((date, k) => Math.abs(logBoxMean(date, window, i, j) - own[k]!) <= limit);
      if (!isAlike) continue;
      const [atLine, atSample] = [window.firstLine + i, window.firstSample + j];
      const weight = request.weightOf(atLine, atSample);
      if (!(weight > 0)) continue;
      const at = 2 * (i * window.samples + j);
      const [a, b, c, d] = [reference[at]!, reference[at + 1]!, secondary[at]!, secondary[at + 1]!];
      const [x, y] = [a * c + b * d, b * c - a * d];
      const size = Math.hypot(x, y);
      if (size === 0) continue;
      const turn =
        -request.ownPhaseRad(atLine, atSample) - slope.line * (atLine - line) - slope.sample * (atSample - sample);
      const turned = [x * Math.cos(turn) - y * Math.sin(turn), x * Math.sin(turn) + y * Math.cos(turn)] as const;
      re += weight * turned[0];
      im += weight * turned[1];
      first += weight * (a * a + b * b);
      second += weight * (c * c + d * d);
      unit.re += (weight * turned[0]) / size;
      unit.im += (weight * turned[1]) / size;
      powers[0].push(a * a + b * b);
      powers[1].push(c * c + d * d);
      total += weight;
      squares += weight ** 2;
      count++;
      lines += weight * size * (atLine - line);
      samples += weight * size * (atSample - sample);
      power += weight * size;
    }
  if (count === 0) return undefined;
  return {
    phaseRad: Math.atan2(im, re),
    coherenceRaw: Math.min(1, Math.hypot(re, im) / Math.sqrt(first * second)),
    looksEffective: Math.max(1, (request.looksPerPixel * total ** 2) / squares),
    count,
    windowLines: rows.to - rows.from + 1,
    windowSamples: columns.to - columns.from + 1,
    lineOffset: lines / power,
    sampleOffset: samples / power,
    spreadRad: circularSpreadRad(Math.hypot(unit.re, unit.im) / total),
    powers: [specklePower(powers[0]), specklePower(powers[1])],
  };
}
