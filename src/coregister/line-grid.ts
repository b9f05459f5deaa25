import type { Burst, BurstPair, Swath, Warn } from '../model/index.ts';

/** Annotated burst times are rounded to 1 µs; residuals beyond this are not rounding, s. */
const LARGEST_RESIDUAL_S = 0.6e-6;

/**
 * Burst times of one swath refitted to one line grid: the annotation rounds each to a microsecond (0.0005 line, up to
 * 31 mrad at an IW1 seam), while the bursts of a slice start whole lines apart. The grid's origin is the mean over all
 * bursts of the swath.
 * @returns the refitted times in the order of the bursts; undefined where a burst is off the grid by more than rounding
 */
export function fitLineGrid(swath: Swath): Float64Array | undefined {
  const { bursts, azimuthTimeIntervalS } = swath;
  const firstS = bursts[0]!.firstLineTimeS;
  const lines = bursts.map((burst) => Math.round((burst.firstLineTimeS - firstS) / azimuthTimeIntervalS));
  const residualsS = bursts.map((burst, k) => burst.firstLineTimeS - firstS - lines[k]! * azimuthTimeIntervalS);
  const meanS = residualsS.reduce((sum, residual) => sum + residual, 0) / residualsS.length;
  if (residualsS.some((residual) => Math.abs(residual - meanS) > LARGEST_RESIDUAL_S)) return undefined;
  return Float64Array.from(lines, (line) => firstS + meanS + line * azimuthTimeIntervalS);
}

/** The pairs with refitted burst times on both dates; times that do not fit one grid are kept and reported. */
export function refitBurstTimes(pairs: readonly BurstPair[], warn: Warn): BurstPair[] {
  const fitted = new Map<Swath, Float64Array | undefined>();
  const refit = (swath: Swath, burst: Burst): Burst => {
    if (!fitted.has(swath)) {
      const times = fitLineGrid(swath);
      fitted.set(swath, times);
      if (!times)
        warn({
          code: 'BURST_TIMES_OFF_GRID',
          stage: 'coregister',
          message: `The burst times of ${swath.name} do not fit one line grid within 0.6 us; they are used as annotated, to a microsecond.`,
        });
    }
    const times = fitted.get(swath);
    return times ? { ...burst, firstLineTimeS: times[burst.index]! } : burst;
  };
  return pairs.map((pair) => ({
    ...pair,
    reference: refit(pair.referenceSwath, pair.reference),
    secondary: refit(pair.secondarySwath, pair.secondary),
  }));
}
