import type { ImagePlace } from './sample-request.ts';

/** Doppler of a burst's carrier on 2 lines by 3 samples: it is linear along lines and bends little across samples. */
export interface BurstDoppler {
  readonly lines: readonly [number, number];
  readonly samples: readonly [number, number, number];
  /** Hz, by line and sample. */
  readonly hz: readonly (readonly [number, number, number])[];
}

/** The key of a burst: burst ids repeat across sub-swaths. */
export function burstKey({ swath, burstId }: Pick<ImagePlace, 'swath' | 'burstId'>): string {
  return `${swath} ${burstId}`;
}

/** Samples a carrier's Doppler over a burst. */
export function sampleDoppler(
  dopplerHz: (line: number, sample: number) => number,
  lines: number,
  samples: number,
): BurstDoppler {
  const [first, last] = [0, lines - 1] as const;
  const across = [0, (samples - 1) / 2, samples - 1] as const;
  const row = (line: number): [number, number, number] => [
    dopplerHz(line, across[0]),
    dopplerHz(line, across[1]),
    dopplerHz(line, across[2]),
  ];
  return { lines: [first, last], samples: across, hz: [row(first), row(last)] };
}

/** Doppler at a place, Hz: linear in the line, the parabola through 3 samples across. */
export function dopplerAt({ lines, samples, hz }: BurstDoppler, line: number, sample: number): number {
  const share = (line - lines[0]) / (lines[1] - lines[0]);
  const at = ([a, b, c]: readonly [number, number, number]): number => {
    const [x0, x1, x2] = samples;
    return (
      (a * (sample - x1) * (sample - x2)) / ((x0 - x1) * (x0 - x2)) +
      (b * (sample - x0) * (sample - x2)) / ((x1 - x0) * (x1 - x2)) +
      (c * (sample - x0) * (sample - x1)) / ((x2 - x0) * (x2 - x1))
    );
  };
  return (1 - share) * at(hz[0]!) + share * at(hz[1]!);
}
