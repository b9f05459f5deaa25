import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { geo2rdr, geodeticToEcef, rdr2geo } from '../../../src/geometry/index.ts';
import type { Granule, Orbit } from '../../../src/model/index.ts';
import { geolocationGrid, openGranule, readOrbitFile, selectOrbit } from '../../../src/read/index.ts';
import { NO_SHARED_DATA, sharedGranules, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** [lowest, highest] residual: azimuth in us, range in mm. */
interface Limits {
  readonly azimuthUs: readonly [number, number];
  readonly rangeMm: readonly [number, number];
}

/** Limits of the README beside the data, for every point. */
const TIGHT: Limits = { azimuthUs: [-5, 5], rangeMm: [-1, 1] };
const BY_PROCESSOR: Readonly<Record<string, Limits>> = {
  '003.31': { azimuthUs: [-46, 46], rangeMm: [-2, 2] },
  // ESA used a better orbit than it wrote; the last row of IW3 lies 0.4 s beyond the vectors it wrote.
  '002.36': { azimuthUs: [-380, -140], rangeMm: [-40, 0] },
};

interface Residuals {
  readonly azimuthUs: readonly number[];
  readonly rangeMm: readonly number[];
  /** Mean of each swath. */
  readonly azimuthMeansUs: readonly number[];
}

async function residuals(granule: Granule, orbit: Orbit): Promise<Residuals> {
  const azimuthUs: number[] = [];
  const rangeMm: number[] = [];
  const azimuthMeansUs: number[] = [];
  for (const swath of granule.swaths) {
    const grid = await geolocationGrid(swath);
    expect(grid.length).toBeGreaterThanOrEqual(210);
    const before = azimuthUs.length;
    for (const point of grid) {
      const solved = geo2rdr(orbit, geodeticToEcef(point));
      azimuthUs.push((solved.azimuthTimeS - point.azimuthTimeS) * 1e6);
      rangeMm.push((solved.slantRangeM - point.slantRangeM) * 1e3);
    }
    azimuthMeansUs.push(azimuthUs.slice(before).reduce((sum, value) => sum + value, 0) / grid.length);
  }
  return { azimuthUs, rangeMm, azimuthMeansUs };
}

/** The values beyond the limits: none, one hopes. */
function outside(values: readonly number[], [low, high]: readonly [number, number]): number[] {
  return values.filter((value) => !(value >= low && value <= high));
}

const cacheDir = temporaryFolder();
const open = (path: string): Promise<Granule> => openGranule(path, { cacheDir, warn: () => {} });

describe.skipIf(NO_SHARED_DATA)("ESA's geolocation grids (needs ../shared/data)", () => {
  it.each(sharedGranules().map((path) => [basename(path), path] as const))(
    '%s with its annotation orbit',
    async (_, path) => {
      const granule = await open(path);
      const { azimuthUs, rangeMm } = await residuals(granule, granule.annotationOrbit);
      const limits = BY_PROCESSOR[granule.processorVersion] ?? TIGHT;
      expect(outside(azimuthUs, limits.azimuthUs)).toEqual([]);
      expect(outside(rangeMm, limits.rangeMm)).toEqual([]);
      await granule.close();
    },
  );

  async function withOrbitFile(name: string, file: string): Promise<Residuals> {
    const granule = await open(sharedPath(`sentinel1/granules/${name}.zip`));
    try {
      const orbit = selectOrbit(
        await readOrbitFile(sharedPath(`sentinel1/orbits/${file}.EOF`), granule.epochDay),
        granule,
      );
      return await residuals(granule, orbit);
    } finally {
      await granule.close();
    }
  }

  it('2022-10-24 with its RESORB: means within 0.2 us, every point within 0.2 us of a whole microsecond, 0.1 mm', async () => {
    const { azimuthUs, rangeMm, azimuthMeansUs } = await withOrbitFile(
      'S1A_IW_SLC__1SDV_20221024T184148_20221024T184218_045587_05735F_D6E2',
      'S1A_OPER_AUX_RESORB_OPOD_20221024T205436_V20221024T170308_20221024T202038',
    );
    expect(outside(azimuthMeansUs, [-0.2, 0.2])).toEqual([]);
    expect(outside(rangeMm, [-0.1, 0.1])).toEqual([]);
    // ESA counts in whole microseconds, and writes some of its times one off.
    expect(
      outside(
        azimuthUs.map((value) => value - Math.round(value)),
        [-0.25, 0.25],
      ),
    ).toEqual([]);
    expect(outside(azimuthUs, [-1.25, 1.25])).toEqual([]);
  });

  it('2014-10-04 with its POEORB: means within 2 us, every point within 20 mm', async () => {
    const { azimuthUs, rangeMm, azimuthMeansUs } = await withOrbitFile(
      'S1A_IW_SLC__1SDV_20141004T031312_20141004T031339_002674_002FB6_07B5',
      'S1A_OPER_AUX_POEORB_OPOD_20210304T033926_V20141003T225944_20141005T005944',
    );
    expect(outside(azimuthMeansUs, [-2, 2])).toEqual([]);
    expect(outside(rangeMm, [0, 20])).toEqual([]);
    // The rows of this processor scatter by a few microseconds against any orbit.
    expect(outside(azimuthUs, [-8, 8])).toEqual([]);
  });

  it('rdr2geo puts a grid point back in its place, its time rounded to 1 us as ESA wrote it', async () => {
    const granule = await open(sharedGranules().find((path) => path.includes('20250406'))!);
    for (const point of await geolocationGrid(granule.swaths[1]!)) {
      const ground = rdr2geo(granule.annotationOrbit, point.azimuthTimeS, point.slantRangeM, point.heightM);
      const [a, b] = [geodeticToEcef({ ...ground, heightM: point.heightM }), geodeticToEcef(point)];
      // 5 us at 6.8 km/s is 34 mm on the ground; 1 mm of range is at most 2 mm.
      expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeLessThan(0.036);
    }
    await granule.close();
  });
});
