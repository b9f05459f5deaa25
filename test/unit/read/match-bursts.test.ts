import { describe, expect, it } from 'vitest';
import type { Burst, Granule, Polarization, Swath, SwathName, Warning } from '../../../src/model/index.ts';
import { matchBursts } from '../../../src/read/index.ts';

/** Only what matching looks at. */
function swath(name: SwathName, ids: readonly number[], polarization: Polarization = 'vv'): Swath {
  const bursts = ids.map((burstId, index) => ({ burstId, index }) as Burst);
  return { name, polarization, bursts } as unknown as Swath;
}

function granule(name: string, swaths: readonly Swath[], relativeOrbit = 108, processorVersion = '003.71'): Granule {
  return { name, relativeOrbit, processorVersion, swaths } as unknown as Granule;
}

function match(reference: Granule, secondary: Granule) {
  const warnings: Warning[] = [];
  const pairs = matchBursts(reference, secondary, { warn: (warning) => warnings.push(warning) });
  const ids = pairs.map((pair) => `${pair.referenceSwath.name} ${pair.reference.burstId}`);
  return { pairs, ids, warnings };
}

describe('matchBursts', () => {
  const reference = granule('R', [swath('iw1', [11, 12, 13]), swath('iw2', [10, 11, 12])]);

  it('pairs by id and swath, wherever in the list a burst is', () => {
    const secondary = granule('S', [swath('iw2', [10, 11, 12]), swath('iw1', [11, 12, 13])]);
    const { pairs, ids, warnings } = match(reference, secondary);
    expect(ids).toEqual(['iw1 11', 'iw1 12', 'iw1 13', 'iw2 10', 'iw2 11', 'iw2 12']);
    for (const pair of pairs) {
      expect(pair.secondary.burstId).toBe(pair.reference.burstId);
      expect(pair.secondarySwath.name).toBe(pair.referenceSwath.name);
      expect(secondary.swaths).toContain(pair.secondarySwath);
    }
    expect(warnings).toEqual([]);
  });

  it('reports the bursts of one date only', () => {
    const { ids, warnings } = match(reference, granule('S', [swath('iw1', [12, 13, 14])]));
    expect(ids).toEqual(['iw1 12', 'iw1 13']);
    expect(warnings).toEqual([
      expect.objectContaining({
        code: 'BURSTS_OF_ONE_DATE',
        message: expect.stringMatching(/only R .*iw1 11, iw2 10, iw2 11, iw2 12/) as unknown,
      }),
      expect.objectContaining({ message: expect.stringMatching(/only S .*iw1 14;/) as unknown }),
    ]);
  });

  it('pairs a slice across the equator with one that starts after it: their tracks differ, their ids do not', () => {
    const before = granule('R', [swath('iw1', [10, 11, 12])], 15);
    expect(match(before, granule('S', [swath('iw1', [11, 12, 13])], 16)).ids).toEqual(['iw1 11', 'iw1 12']);
  });

  it.each([
    ['GRANULES_DIFFERENT_TRACKS', granule('S', [swath('iw1', [900])], 109)],
    ['GRANULES_NO_COMMON_BURST', granule('S', [swath('iw1', [900])])],
    ['GRANULES_NO_COMMON_BURST', granule('S', [swath('iw3', [11, 12, 13])])],
    ['GRANULES_DIFFERENT_POLARIZATIONS', granule('S', [swath('iw1', [11], 'vh')])],
    ['GRANULES_ANTENNA_PHASE_DIFFERS', granule('S', [swath('iw1', [11])], 108, '002.36')],
  ])('refuses: %s', (code, secondary) => {
    for (const [a, b] of [
      [reference, secondary],
      [secondary, reference],
    ] as const)
      expect(() => match(a, b)).toThrow(expect.objectContaining({ code }));
  });

  it('takes two granules from before the antenna pattern was compensated: it cancels', () => {
    const early = (name: string): Granule => granule(name, [swath('iw1', [11])], 108, '002.36');
    expect(match(early('R'), early('S')).ids).toEqual(['iw1 11']);
    const first = granule('S', [swath('iw1', [11])], 108, '002.43');
    expect(match(reference, first).ids).toEqual(['iw1 11']);
  });
});
