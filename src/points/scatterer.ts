import type { FullResolutionPatch } from '../model/index.ts';

/** How far from a point its scatterer is looked for, lines and samples: about the 15 m that a position is off. */
const REACH = { lines: 1, samples: 4 } as const;

/** Pixels nearer than this to a point belong to its response, not to the clutter, lines and samples. */
const GUARD = { lines: 4, samples: 12 } as const;

/** Fewer clutter pixels than this say nothing. */
const LEAST_CLUTTER = 100;

/** The strongest stable scatterer at a point. */
export interface Scatterer {
  /** Signal over clutter of the weaker date, dB. */
  readonly signalToClutterDb: number;
  /** From the point to the scatterer's pixel, lines and samples. */
  readonly lineOffset: number;
  readonly sampleOffset: number;
}

/** Mean clutter power from its median: power of speckle is exponential, whose median is ln 2 of its mean. */
function clutterPower(powers: number[]): number {
  const sorted = powers.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]! / Math.LN2;
}

/**
 * The pixel near a point whose smaller signal-to-clutter ratio of both dates is largest: (power - clutter) / clutter, the
 * clutter from the median of the patch outside the point's own response (after Ferretti et al. 2001 and Adam et al. 2004: a
 * point scatterer's phase has the variance 1 / (2 SCR) in each date).
 * @param line of the reference burst, fractional; `sample` likewise
 * @returns undefined where no pixel near the point stands above the clutter on both dates, or the patch has too few data
 */
export function strongestScatterer(
  { window, reference, secondary }: FullResolutionPatch,
  line: number,
  sample: number,
): Scatterer | undefined {
  const power = (date: Float32Array, pixel: number): number => date[2 * pixel]! ** 2 + date[2 * pixel + 1]! ** 2;
  const clutter: [number[], number[]] = [[], []];
  const near: { pixel: number; lineOffset: number; sampleOffset: number }[] = [];
  for (let i = 0; i < window.lines; i++)
    for (let j = 0; j < window.samples; j++) {
      const pixel = i * window.samples + j;
      const [first, second] = [power(reference, pixel), power(secondary, pixel)];
      if (!(first > 0 && second > 0)) continue;
      const lineOffset = window.firstLine + i - line;
      const sampleOffset = window.firstSample + j - sample;
      if (Math.abs(lineOffset) <= REACH.lines && Math.abs(sampleOffset) <= REACH.samples)
        near.push({ pixel, lineOffset, sampleOffset });
      if (Math.abs(lineOffset) <= GUARD.lines && Math.abs(sampleOffset) <= GUARD.samples) continue;
      clutter[0].push(first);
      clutter[1].push(second);
    }
  if (clutter[0].length < LEAST_CLUTTER) return undefined;
  const means = [clutterPower(clutter[0]), clutterPower(clutter[1])] as const;
  let best: Scatterer | undefined;
  for (const { pixel, lineOffset, sampleOffset } of near) {
    const ratio = Math.min(power(reference, pixel) / means[0], power(secondary, pixel) / means[1]) - 1;
    const signalToClutterDb = 10 * Math.log10(ratio);
    if (ratio > 0 && !(best && best.signalToClutterDb >= signalToClutterDb))
      best = { signalToClutterDb, lineOffset, sampleOffset };
  }
  return best;
}
