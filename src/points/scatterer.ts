import type { FullResolutionPatch } from '../model/index.ts';
import { circularSpreadRad } from './circular-spread.ts';
import { specklePower } from './speckle-power.ts';

/** How far from a point its scatterer is looked for, lines and samples: about the 15 m that a position is off. */
export const LEAST_REACH = { lines: 1, samples: 4 } as const;

/** Pixels nearer than this to a point belong to its response, not to the clutter, lines and samples. */
const GUARD = { lines: 4, samples: 12 } as const;

/** Fewer clutter pixels than this say nothing. */
const LEAST_CLUTTER = 100;

/** A scatterer this much weaker than the strongest, as a ratio of powers, is no rival to it: 3 dB. */
const RIVAL_RATIO = 10 ** -0.3;

/** The response of one scatterer reaches this far, lines and samples: a maximum within it is the same scatterer. */
const RESPONSE = { lines: 1, samples: 2 } as const;

/** How far around a point its scatterer may lie, lines and samples. */
export interface Reach {
  readonly lines: number;
  readonly samples: number;
}

/** The strongest stable scatterer at a point. */
export interface Scatterer {
  /** Signal over clutter of the weaker date, dB. */
  readonly signalToClutterDb: number;
  /** Signal over clutter of each date, as ratios of powers. */
  readonly ratios: readonly [number, number];
  /** Power on each date. */
  readonly powers: readonly [number, number];
  /** From the point to the scatterer's pixel, lines and samples. */
  readonly lineOffset: number;
  readonly sampleOffset: number;
  /** Index of its pixel in the patch. */
  readonly pixel: number;
  /** Wrapped phase of reference · conj(secondary), rad. */
  readonly phaseRad: number;
  /** How far it was looked for. */
  readonly reach: Reach;
  /** Other scatterers in reach within 3 dB of it. */
  readonly rivals: number;
  /** Circular standard deviation of its phase and theirs, rad. */
  readonly spreadRad: number;
}

interface Candidate {
  readonly pixel: number;
  readonly lineOffset: number;
  readonly sampleOffset: number;
  readonly ratios: readonly [number, number];
  readonly weaker: number;
}

function pixelPower(date: Float32Array, pixel: number): number {
  return date[2 * pixel]! ** 2 + date[2 * pixel + 1]! ** 2;
}

/** Wrapped phase of reference · conj(secondary) of a pixel, rad. */
function pixelPhaseRad({ reference, secondary }: FullResolutionPatch, pixel: number): number {
  const [a, b] = [reference[2 * pixel]!, reference[2 * pixel + 1]!];
  const [c, d] = [secondary[2 * pixel]!, secondary[2 * pixel + 1]!];
  return Math.atan2(b * c - a * d, a * c + b * d);
}

/** Pixels near a point that stand above the clutter on both dates, strongest first. */
function candidates(patch: FullResolutionPatch, line: number, sample: number, reach: Reach): Candidate[] {
  const { window, reference, secondary } = patch;
  const clutter: [number[], number[]] = [[], []];
  const near: Omit<Candidate, 'ratios' | 'weaker'>[] = [];
  const guard = { lines: Math.max(GUARD.lines, reach.lines), samples: Math.max(GUARD.samples, reach.samples) };
  for (let i = 0; i < window.lines; i++)
    for (let j = 0; j < window.samples; j++) {
      const pixel = i * window.samples + j;
      const [first, second] = [pixelPower(reference, pixel), pixelPower(secondary, pixel)];
      if (!(first > 0 && second > 0)) continue;
      const lineOffset = window.firstLine + i - line;
      const sampleOffset = window.firstSample + j - sample;
      if (Math.abs(lineOffset) <= reach.lines && Math.abs(sampleOffset) <= reach.samples)
        near.push({ pixel, lineOffset, sampleOffset });
      if (Math.abs(lineOffset) <= guard.lines && Math.abs(sampleOffset) <= guard.samples) continue;
      clutter[0].push(first);
      clutter[1].push(second);
    }
  if (clutter[0].length < LEAST_CLUTTER) return [];
  const means = [specklePower(clutter[0]), specklePower(clutter[1])] as const;
  return near
    .map((place): Candidate => {
      const ratios = [
        pixelPower(reference, place.pixel) / means[0] - 1,
        pixelPower(secondary, place.pixel) / means[1] - 1,
      ] as const;
      return { ...place, ratios, weaker: Math.min(...ratios) };
    })
    .filter(({ weaker }) => weaker > 0)
    .toSorted((a, b) => b.weaker - a.weaker);
}

/** Candidates that are maxima of their own: not within the response of a stronger one. */
function separate(found: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of found) {
    const isOther = kept.every(
      ({ lineOffset, sampleOffset }) =>
        Math.abs(lineOffset - candidate.lineOffset) > RESPONSE.lines ||
        Math.abs(sampleOffset - candidate.sampleOffset) > RESPONSE.samples,
    );
    if (isOther) kept.push(candidate);
  }
  return kept;
}

/**
 * The pixel near a point whose smaller signal-to-clutter ratio of both dates is largest: (power - clutter) / clutter, the
 * clutter from the median of the patch outside the point's own response (after Ferretti et al. 2001 and Adam et al. 2004: a
 * point scatterer's phase has the variance 1 / (2 SCR) in each date).
 * @param line of the reference burst, fractional; `sample` likewise
 * @param reach how far from the point it may lie: the footprint of what its height may be off
 * @returns undefined where no pixel near the point stands above the clutter on both dates, or the patch has too few data
 */
export function strongestScatterer(
  patch: FullResolutionPatch,
  line: number,
  sample: number,
  reach: Reach = LEAST_REACH,
): Scatterer | undefined {
  const found = candidates(patch, line, sample, reach);
  const [best] = found;
  if (!best) return undefined;
  const rivals = separate(found.filter(({ weaker }) => weaker >= RIVAL_RATIO * best.weaker));
  const phases = rivals.map(({ pixel }) => pixelPhaseRad(patch, pixel));
  const mean = [Math.cos, Math.sin].map((part) => phases.reduce((sum, phase) => sum + part(phase), 0) / phases.length);
  return {
    signalToClutterDb: 10 * Math.log10(best.weaker),
    ratios: best.ratios,
    powers: [pixelPower(patch.reference, best.pixel), pixelPower(patch.secondary, best.pixel)],
    lineOffset: best.lineOffset,
    sampleOffset: best.sampleOffset,
    pixel: best.pixel,
    phaseRad: pixelPhaseRad(patch, best.pixel),
    reach,
    rivals: rivals.length - 1,
    spreadRad: rivals.length > 1 ? circularSpreadRad(Math.hypot(...mean)) : 0,
  };
}
