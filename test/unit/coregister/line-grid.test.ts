import { beforeAll, describe, expect, it } from 'vitest';
import { refitBurstTimes } from '../../../src/coregister/index.ts';
import type { BurstPair, Swath, Warning } from '../../../src/model/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { madeUpSwath } from '../../support/made-up-swath.ts';
import { NO_SHARED_DATA } from '../../support/shared-data.ts';
import { type SharedPair, openSharedPair } from '../../support/shared-pair.ts';

const pairsOf = (swath: Swath): BurstPair[] =>
  swath.bursts.map((burst) => ({ referenceSwath: swath, secondarySwath: swath, reference: burst, secondary: burst }));

/** A swath whose burst times are written in whole microseconds, as the annotation does. */
function rounded(swath: Swath, stepS = 1e-6): Swath {
  return {
    ...swath,
    bursts: swath.bursts.map((burst) => ({
      ...burst,
      firstLineTimeS: Math.round(burst.firstLineTimeS / stepS) * stepS,
    })),
  };
}

/** Largest distance from a whole number of lines between any two bursts of a swath, s. */
function offGridS(pairs: readonly BurstPair[], interval: number): number {
  const times = pairs.map(({ reference }) => reference.firstLineTimeS);
  const off = times.flatMap((a) => times.map((b) => Math.abs(a - b - Math.round((a - b) / interval) * interval)));
  return Math.max(...off);
}

describe('burst times on one line grid', () => {
  const exact = madeUpSwath({ bursts: 9 });

  it('lose the rounding of the annotation, and stay within it of the truth', () => {
    const warnings: Warning[] = [];
    const refitted = refitBurstTimes(pairsOf(rounded(exact)), (warning) => warnings.push(warning));
    expect(warnings).toEqual([]);
    expect(offGridS(pairsOf(rounded(exact)), exact.azimuthTimeIntervalS)).toBeGreaterThan(2e-7);
    expect(offGridS(refitted, exact.azimuthTimeIntervalS)).toBeLessThan(1e-10);
    // The mean of nine roundings of ±0.5 us.
    for (const [k, { reference }] of refitted.entries())
      expect(Math.abs(reference.firstLineTimeS - exact.bursts[k]!.firstLineTimeS)).toBeLessThan(5e-7);
  });

  it('are the same whichever bursts of the swath are used', () => {
    const pairs = pairsOf(rounded(exact));
    const all = refitBurstTimes(pairs, () => {});
    const some = refitBurstTimes([pairs[5]!, pairs[2]!], () => {});
    expect(some.map(({ secondary }) => secondary.firstLineTimeS)).toEqual([
      all[5]!.secondary.firstLineTimeS,
      all[2]!.secondary.firstLineTimeS,
    ]);
  });

  it('keep what does not fit, and say so once for each date', () => {
    const coarse = rounded(exact, 1e-4);
    const warnings: Warning[] = [];
    const kept = refitBurstTimes(pairsOf(coarse), (warning) => warnings.push(warning));
    expect(kept.map(({ reference }) => reference.firstLineTimeS)).toEqual(
      coarse.bursts.map(({ firstLineTimeS }) => firstLineTimeS),
    );
    expect(warnings.map(({ code }) => code)).toEqual(['BURST_TIMES_OFF_GRID']);
  });
});

describe.skipIf(NO_SHARED_DATA)('burst times of a real pair (needs ../shared/data)', () => {
  let pair: SharedPair;

  beforeAll(async () => {
    pair = await openSharedPair('pair-2025-track108');
    return () => pair.close();
  });

  it('fit one line grid for each swath within the rounding of the annotation', () => {
    const warnings: Warning[] = [];
    const refitted = refitBurstTimes(pair.bursts, (warning) => warnings.push(warning));
    expect(warnings).toEqual([]);
    const moved = refitted.map(
      ({ reference }, k) => reference.firstLineTimeS - pair.bursts[k]!.reference.firstLineTimeS,
    );
    stateFigure('burst times, largest change', Math.max(...moved.map(Math.abs)) * 1e6, 0.6, 'us');
    expect(Math.max(...moved.map(Math.abs))).toBeLessThan(0.6e-6);
    for (const name of ['iw1', 'iw2', 'iw3']) {
      const swath = refitted.filter(({ referenceSwath }) => referenceSwath.name === name);
      expect(offGridS(swath, swath[0]!.referenceSwath.azimuthTimeIntervalS)).toBeLessThan(1e-9);
    }
  });
});
