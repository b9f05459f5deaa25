import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readJob } from '../../bench/figures/run-scene.ts';
import { localDataAccess } from '../../src/fetch/index.ts';
import { embeddedBackend, geodeticToEcef, lookGeometry, openIsce3 } from '../../src/geometry/index.ts';
import { openPair } from '../../src/pipeline/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { hasPython, pythonEnvironment } from '../support/isce3/isce3-process.ts';
import { readTiff } from '../support/read-tiff.ts';
import { runCommandLine } from '../unit/cli/support.ts';
import { useScene } from './scene.ts';

/** Run in the container: `docker build .` has ISCE3. */
const hasIsce3 = hasPython('isce3');
const NEEDS = 'needs a python3 with ISCE3, as in the container';

describe.skipIf(!hasIsce3)(`both backends, node by node (${NEEDS})`, () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 1000 });
  const { PYTHONPATH = '', PROJ_DATA = '', GDAL_DATA = '' } = process.env;
  const isce3 = openIsce3({ environment: pythonEnvironment({ PYTHONPATH, PROJ_DATA, GDAL_DATA }) });
  afterAll(() => isce3.close());

  it('agree to 1e-8 s, 1e-6 m and 1e-9 deg, and in the line of sight', async () => {
    const job = await readJob(join(folder(), 'job.json'));
    const pair = await openPair(job, {
      settings: readSettings().settings,
      access: localDataAccess(() => {}),
      progress: () => {},
      warn: () => {},
      warnings: [],
      signal: new AbortController().signal,
    });
    try {
      const { reference, referenceSwath: swath } = pair.bursts[0]!;
      const places = [0, 0.25, 0.5, 0.75, 1].flatMap((y) =>
        [0, 0.25, 0.5, 0.75, 1].flatMap((x) => [-100, 0, 1500, 4600].map((heightM) => ({ x, y, heightM }))),
      );
      const nodes = {
        azimuthTimesS: Float64Array.from(
          places,
          ({ y }) => reference.firstLineTimeS + y * 1500 * swath.azimuthTimeIntervalS,
        ),
        slantRangesM: Float64Array.from(places, ({ x }) => swath.nearRangeM + x * 20_000 * swath.rangeSpacingM),
        heightsM: Float64Array.from(places, ({ heightM }) => heightM),
      };
      const there = await isce3.solveNodes(pair.referenceOrbit, pair.secondaryOrbit, nodes);
      const here = await embeddedBackend.solveNodes(pair.referenceOrbit, pair.secondaryOrbit, nodes);
      const apart = (a: Float64Array, b: Float64Array): number =>
        a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
      const timeS = apart(there.secondaryAzimuthTimesS, here.secondaryAzimuthTimesS);
      const rangeM = apart(there.secondarySlantRangesM, here.secondarySlantRangesM);
      stateFigure('isce3 against embedded, secondary azimuth time, s', timeS, 1e-8);
      stateFigure('isce3 against embedded, secondary slant range, m', rangeM, 1e-6);
      expect(timeS).toBeLessThan(1e-8);
      expect(rangeM).toBeLessThan(1e-6);
      expect(apart(there.latitudesDeg, here.latitudesDeg)).toBeLessThan(1e-9);
      expect(apart(there.longitudesDeg, here.longitudesDeg)).toBeLessThan(1e-9);
      for (const [i, { heightM }] of places.entries()) {
        const ground = { latitudeDeg: here.latitudesDeg[i]!, longitudeDeg: here.longitudesDeg[i]!, heightM };
        const look = lookGeometry(pair.referenceOrbit, geodeticToEcef(ground));
        expect(Math.abs(there.losEast[i]! - look.losEast)).toBeLessThan(1e-8);
        expect(Math.abs(there.losNorth[i]! - look.losNorth)).toBeLessThan(1e-8);
        expect(Math.abs(there.losUp[i]! - look.losUp)).toBeLessThan(1e-8);
        expect(Math.abs(there.incidencesDeg[i]! - look.incidenceDeg)).toBeLessThan(1e-6);
      }
    } finally {
      await pair.close();
    }
  });
});

describeGpu(`both backends, end to end (${NEEDS})`, () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 1000 });

  it.skipIf(!hasIsce3)('agree below 1 mrad', async () => {
    const form = async (backend: string): Promise<ArrayLike<number>> => {
      const outDir = join(folder(), backend);
      const job = join(folder(), 'job.json');
      const { code } = await runCommandLine(['interferogram', job, '--out', outDir, '--backend', backend]);
      expect(code).toBe(0);
      return readTiff(join(outDir, 'interferogram.tif')).values;
    };
    const [a, b] = [await form('isce3'), await form('embedded')];
    expect(a).toHaveLength(b.length);
    let worstRad = 0;
    for (let k = 0; k < a.length; k += 2) {
      const [real, imaginary] = [a[k]! * b[k]! + a[k + 1]! * b[k + 1]!, a[k + 1]! * b[k]! - a[k]! * b[k + 1]!];
      if (real * real + imaginary * imaginary > 0) worstRad = Math.max(worstRad, Math.abs(Math.atan2(imaginary, real)));
    }
    stateFigure('isce3 against embedded, end to end, rad', worstRad, 1e-3);
    expect(worstRad).toBeLessThan(1e-3);
  });
});
