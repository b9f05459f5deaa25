import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseline, interpolateOrbit, rdr2geo } from '../../../src/geometry/index.ts';
import type { Granule, Vector3 } from '../../../src/model/index.ts';
import { openGranule } from '../../../src/read/index.ts';
import { SENTINEL_LIKE, evenTimes, sampleOrbit } from '../../support/circular-orbit.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const cacheDir = temporaryFolder();

describe('baseline', () => {
  const reference = sampleOrbit(SENTINEL_LIKE, evenTimes(0, 12, 10));
  const target = rdr2geo(reference, 55, 850_000, 0).ecef;
  const { positionM, velocityMps } = interpolateOrbit(reference, 55);
  const unit = (v: readonly number[]): number[] => v.map((value) => value / Math.hypot(...v));
  const cross = (a: readonly number[], b: readonly number[]): number[] =>
    [0, 1, 2].map((k) => a[(k + 1) % 3]! * b[(k + 2) % 3]! - a[(k + 2) % 3]! * b[(k + 1) % 3]!);
  const look = unit(target.map((value, k) => value - positionM[k]!));
  const flight = unit(velocityMps);

  it.each([
    ['toward the target', look, 0, 100],
    // With right-looking geometry a secondary below and to the right (toward smaller incidence) counts as positive.
    ['across the line of sight', cross(flight, look), 100, 0],
    ['along the track', flight, 0, 0],
  ])('of a secondary moved 100 m %s', (_, direction, perpendicularM, parallelM) => {
    const moved = {
      ...reference,
      positionsM: reference.positionsM.map((value, k) => value + 100 * direction[k % 3]!),
    };
    const found = baseline(reference, moved, target);
    expect(Math.abs(found.perpendicularM - perpendicularM)).toBeLessThan(0.05);
    expect(Math.abs(found.parallelM - parallelM)).toBeLessThan(0.05);
    expect(Math.abs(found.reference.azimuthTimeS - 55)).toBeLessThan(1e-9);
  });

  it('of an orbit with itself is zero', () => {
    const found = baseline(reference, reference, target);
    expect([found.perpendicularM, found.parallelM]).toEqual([-0, 0]);
  });
});

describe.skipIf(NO_SHARED_DATA)("ISCE2's baselines of the 2025 pair (needs ../shared/data)", () => {
  it('agree within 20 mm at the first and last burst of each swath', async () => {
    const folder = sharedPath('sentinel1/pair-2025-track108');
    const open = (date: string): Promise<Granule> =>
      openGranule(`${folder}/${readdirSync(folder).find((name) => name.includes(`_${date}T`))!}`, {
        cacheDir,
        warn: () => {},
      });
    const [reference, secondary] = [await open('20250406'), await open('20250418')];
    const report = readFileSync(`${folder}/topsProc.xml`, 'utf8');
    const isce2 = (swath: number, name: string, burst: string): number =>
      Number(new RegExp(`<IW-${swath}_${name}_at_midrange_for_${burst}_common_burst>([^<]+)<`).exec(report)![1]);

    for (const [k, swath] of reference.swaths.entries())
      for (const [which, index] of [
        ['first', 0],
        ['last', swath.bursts.length - 1],
      ] as const) {
        const middleLineS = ((swath.linesPerBurst - 1) / 2) * swath.azimuthTimeIntervalS;
        const rangeM = swath.nearRangeM + (swath.samplesPerBurst / 2) * swath.rangeSpacingM;
        const timeS = swath.bursts[index]!.firstLineTimeS + middleLineS;
        const target: Vector3 = rdr2geo(reference.annotationOrbit, timeS, rangeM, 0).ecef;
        const found = baseline(reference.annotationOrbit, secondary.annotationOrbit, target);
        expect(Math.abs(found.perpendicularM - isce2(k + 1, 'Bperp', which))).toBeLessThan(0.02);
        expect(Math.abs(found.parallelM - isce2(k + 1, 'Bpar', which))).toBeLessThan(0.02);
      }
    await Promise.all([reference.close(), secondary.close()]);
  });
});
