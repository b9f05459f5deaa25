import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import {
  annotatedFmRate,
  fmRateMismatch,
  geometricFmRate,
  satelliteSpeedMps,
  topsCarrier,
} from '../../../src/coregister/index.ts';
import { rdr2geo } from '../../../src/geometry/index.ts';
import type { Burst, BurstPair, Granule, Swath } from '../../../src/model/index.ts';
import { openGranule } from '../../../src/read/index.ts';
import { stateFigure } from '../../support/figure.ts';
import { NO_SHARED_DATA, sharedGranules } from '../../support/shared-data.ts';
import { type SharedPair, openSharedPair } from '../../support/shared-pair.ts';

/** Annotated minus geometric rate at the burst's middle line, at a fraction of its samples, over ground at a height. */
function mismatch(granule: Granule, swath: Swath, burst: Burst, fraction: number, heightM: number): number {
  const sample = fraction * (swath.samplesPerBurst - 1);
  const timeS = burst.firstLineTimeS + ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
  const orbit = granule.annotationOrbit;
  const { ecef } = rdr2geo(orbit, timeS, swath.nearRangeM + sample * swath.rangeSpacingM, heightM);
  return annotatedFmRate(swath, burst, sample) - geometricFmRate(orbit, timeS, ecef, swath.wavelengthM);
}

/** Height of ground at which a burst's annotated rate is the geometric one at middle range. */
function heightFocusedFor(granule: Granule, swath: Swath, burst: Burst): number {
  const [low, high] = [0, 1000].map((heightM) => mismatch(granule, swath, burst, 0.5, heightM)) as [number, number];
  return (1000 * low) / (low - high);
}

async function withGranule(date: string, use: (granule: Granule) => void): Promise<void> {
  const path = sharedGranules().find((name) => name.includes(`1SDV_${date}`))!;
  const granule = await openGranule(path, { cacheDir: tmpdir(), warn: () => {} });
  try {
    use(granule);
  } finally {
    await granule.close();
  }
}

function edgePhase({ reference, secondary }: SharedPair, pair: BurstPair, heightM: number) {
  const [referenceOrbit, secondaryOrbit] = [reference.annotationOrbit, secondary.annotationOrbit];
  const { referenceSwath: swath } = pair;
  const [first, second] = [pair.reference, pair.secondary];
  return fmRateMismatch({
    placement: {
      pair,
      window: {
        firstLine: first.firstValidLine,
        firstSample: first.firstValidSample,
        lines: first.lastValidLine - first.firstValidLine + 1,
        samples: first.lastValidSample - first.firstValidSample + 1,
      },
      firstCellRow: 0,
      firstCellColumn: 0,
    },
    referenceOrbit,
    secondaryOrbit,
    referenceCarrier: topsCarrier(swath, first, satelliteSpeedMps(referenceOrbit, first.firstLineTimeS)),
    secondaryCarrier: topsCarrier(
      pair.secondarySwath,
      second,
      satelliteSpeedMps(secondaryOrbit, second.firstLineTimeS),
    ),
    heightM,
  });
}

describe.skipIf(NO_SHARED_DATA)('annotated azimuth FM rates of real bursts (needs ../shared/data)', () => {
  it('are those of geometry where the terrain heights are annotated as 0 (2022-10-24)', async () => {
    await withGranule('20221024', (granule) => {
      for (const swath of granule.swaths) {
        const of = (fraction: number) =>
          Math.max(...swath.bursts.map((burst) => Math.abs(mismatch(granule, swath, burst, fraction, 0))));
        // A parabola in range is annotated: it is right at the middle of the swath and off at its far end.
        const [middle, border] = [of(0.5), Math.max(of(0), of(1))];
        stateFigure(`FM rate, 2022-10-24, ${swath.name}, middle range`, middle, 0.005, 'Hz/s');
        stateFigure(`FM rate, 2022-10-24, ${swath.name}, ends`, border, 0.06, 'Hz/s');
        expect(middle).toBeLessThan(0.005);
        expect(border).toBeLessThan(0.06);
      }
    });
  });

  it.each([
    // The annotated terrainHeightList, m: every 10 s, so that a burst's own height may lie beyond it.
    ['20200511', 1370, 2179],
    ['20220929', 267, 487],
    ['20221024', 0, 0],
    ['20250406', 0, 98],
    ['20250418', 0, 97],
  ])('of %s were made for ground near the annotated %i to %i m', async (date, lowest, highest) => {
    await withGranule(date, (granule) => {
      const heightsM = granule.swaths.flatMap((swath) =>
        swath.bursts.map((burst) => heightFocusedFor(granule, swath, burst)),
      );
      const [least, most] = [Math.min(...heightsM), Math.max(...heightsM)];
      stateFigure(`FM rate, ${date}, least height that a burst was focused for`, least, lowest - 250, 'm');
      stateFigure(`FM rate, ${date}, greatest`, most, highest + 250, 'm');
      expect(least).toBeGreaterThan(lowest - 250);
      expect(most).toBeLessThan(highest + 250);
    });
  });

  it('of both dates of the 2025 pair are wrong alike', async () => {
    const shared = await openSharedPair('pair-2025-track108');
    try {
      const found = shared.bursts.map((pair) => edgePhase(shared, pair, 0));
      const apart = Math.max(...found.map(({ referenceHzPerS: a, secondaryHzPerS: b }) => Math.abs(a - b)));
      const phaseMrad = 1000 * Math.max(...found.map(({ edgePhaseRad }) => Math.abs(edgePhaseRad)));
      stateFigure('FM rate, 2025 pair, between dates', apart, 0.002, 'Hz/s');
      stateFigure('FM rate, 2025 pair, phase at burst edges', phaseMrad, 10, 'mrad');
      expect(apart).toBeLessThan(0.002);
      expect(phaseMrad).toBeLessThan(10);
    } finally {
      await shared.close();
    }
  });

  it('of one burst of the 2023 pair were made for ground 70 m apart, and of no other', async () => {
    const shared = await openSharedPair('pair-2023-morocco');
    try {
      const { reference: first, secondary: second } = shared;
      const found = shared.bursts.map((pair) => {
        const heightM = heightFocusedFor(first, pair.referenceSwath, pair.reference);
        const apartM = heightFocusedFor(second, pair.secondarySwath, pair.secondary) - heightM;
        return { pair, apartM, ...edgePhase(shared, pair, heightM) };
      });
      const off = found.filter(({ apartM }) => Math.abs(apartM) > 10);
      expect(off.map(({ pair }) => `${pair.referenceSwath.name} ${pair.reference.index}`)).toEqual(['iw1 6']);
      const { edgePhaseRad, apartM, pair } = off[0]!;
      stateFigure('FM rate, 2023 pair, iw1 burst 7, heights apart', apartM, 100, 'm');
      stateFigure('FM rate, 2023 pair, iw1 burst 7, phase at burst edges', 1000 * edgePhaseRad, 100, 'mrad');
      // Its record has c0 = -2331.8121 and -2331.8026 Hz/s, where the dates differ by 0.0293 Hz/s everywhere else.
      const dopplerHz = 1787 * 745 * pair.referenceSwath.azimuthTimeIntervalS;
      const expectedRad = (Math.PI * dopplerHz ** 2 * (-2331.8121 + 2331.8026 - (-2331.8784 + 2331.849))) / 2254 ** 2;
      expect(Math.abs(Math.abs(edgePhaseRad / expectedRad) - 1)).toBeLessThan(0.1);
      const others = found.filter(({ pair: other }) => other !== pair);
      const worst = 1000 * Math.max(...others.map((other) => Math.abs(other.edgePhaseRad)));
      stateFigure('FM rate, 2023 pair, the other bursts', worst, 5, 'mrad');
      expect(worst).toBeLessThan(5);
    } finally {
      await shared.close();
    }
  });
});
