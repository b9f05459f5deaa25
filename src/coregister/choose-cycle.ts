/** What is known of the azimuth shift, lines. */
export interface CycleEvidence {
  /** What spectral diversity found, within half a cycle of zero, and its standard deviation. */
  readonly foundLines: number;
  readonly sigmaLines: number;
  /** One whole cycle of the overlap's phase: shifts this far apart look the same to spectral diversity. */
  readonly cycleLines: number;
  /** What correlation says of the same shift; undefined where it could not be measured. */
  readonly seed: { readonly lines: number; readonly sigmaLines: number } | undefined;
}

/** Evidence this many standard deviations away contradicts. */
const CONTRADICTION_SIGMA = 4;

/** Correlation of patches is not believed better than this, lines: relief, moving ground and bright targets bias it. */
const SEED_FLOOR_LINES = 0.005;

/** Whole cycles either way that a correlation may point to: it looks no further than three lines. */
const MOST_CYCLES = 40;

/** A shift that orbits expect gives way where another cycle's squared, normalised distance from the correlation is this much less. */
const PREFERENCE = 6;

/**
 * How many whole cycles to add to what spectral diversity found. A shift below a quarter of a cycle stands unless correlation
 * contradicts it or prefers another: the next that looks the same is three times as far from the orbits'. Any other needs the
 * correlation to agree with it and with no other.
 * @returns undefined where the cycle cannot be told
 */
export function chooseCycle({ foundLines, sigmaLines, cycleLines, seed }: CycleEvidence): number | undefined {
  const isSmall = Math.abs(foundLines) <= cycleLines / 4;
  if (!seed) return isSmall ? 0 : undefined;
  const scaleLines = Math.hypot(seed.sigmaLines, SEED_FLOOR_LINES, sigmaLines);
  const distance = (cycle: number): number => Math.abs(seed.lines - foundLines - cycle * cycleLines) / scaleLines;
  const agrees = (cycle: number): boolean => distance(cycle) <= CONTRADICTION_SIGMA;
  const nearest = Math.round((seed.lines - foundLines) / cycleLines) + 0;
  const isPreferred = distance(0) ** 2 - distance(nearest) ** 2 > PREFERENCE;
  if (isSmall && agrees(0) && !isPreferred) return 0;
  if (Math.abs(nearest) > MOST_CYCLES || !agrees(nearest)) return undefined;
  return agrees(nearest - 1) || agrees(nearest + 1) ? undefined : nearest;
}
