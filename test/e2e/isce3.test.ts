import { execFileSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { readJob } from '../../bench/figures/run-scene.ts';
import { localDataAccess } from '../../src/fetch/index.ts';
import { embeddedBackend, geodeticToEcef, lookGeometry, openIsce3 } from '../../src/geometry/index.ts';
import { openPair } from '../../src/pipeline/index.ts';
import { openGranule } from '../../src/read/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { stateFigure } from '../support/figure.ts';
import { describeGpu } from '../support/gpu.ts';
import { hasPython, pythonEnvironment } from '../support/isce3/isce3-process.ts';
import { readTiff } from '../support/read-tiff.ts';
import { NO_SHARED_DATA, sharedPath } from '../support/shared-data.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runCommandLine } from '../unit/cli/support.ts';
import { useScene } from './scene.ts';

/** Run in the container: `docker build .` has ISCE3. */
const hasIsce3 = hasPython('isce3');
const NEEDS = 'needs a python3 with ISCE3, as in the container';

const { PYTHONPATH = '', PROJ_DATA = '', GDAL_DATA = '' } = process.env;
const environment = pythonEnvironment({ PYTHONPATH, PROJ_DATA, GDAL_DATA });

describe.skipIf(!hasIsce3)(`both backends, node by node (${NEEDS})`, () => {
  const folder = useScene({ scene: 'bowl', coherence: 1, samples: 1000 });
  const isce3 = openIsce3({ environment });
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

const SAFE = 'S1A_IW_SLC__1SDV_20230904T063730_20230904T063757_050174_0609E3_DAA1.SAFE';
const WRITER = fileURLToPath(new URL('../support/isce3/write-measurement.py', import.meta.url));
const hasReader = hasIsce3 && hasPython('s1reader', 'osgeo.gdal') && !NO_SHARED_DATA;

describe.skipIf(!hasReader)(
  `a real granule's annotation by both readers (${NEEDS}, s1reader and the shared data)`,
  () => {
    const folder = temporaryFolder();
    const safe = join(folder, SAFE);
    const isce3 = openIsce3({ environment, roots: [folder] });
    afterAll(() => isce3.close());

    it.each([1, 2] as const)('agree on every burst of IW%i', async (swathNumber) => {
      await cp(sharedPath(`sentinel1/pair-2023-morocco/${SAFE}`), safe, { recursive: true });
      const granule = await openGranule(safe, { cacheDir: folder, warn: () => {} });
      const swath = granule.swaths[swathNumber - 1]!;
      try {
        for (const own of swath.bursts) {
          const { burst } = await isce3.readBurst({ safe, swath: swathNumber, polarization: 'vv', burst: own.index });
          expect(burst).toMatchObject({
            lines: swath.linesPerBurst,
            samples: swath.samplesPerBurst,
            first_valid_line: own.firstValidLine,
            last_valid_line: own.lastValidLine,
            first_valid_sample: own.firstValidSample,
            last_valid_sample: own.lastValidSample,
            azimuth_time_interval_s: swath.azimuthTimeIntervalS,
          });
          const [, track, id] = /^t(\d+)_(\d+)_iw\d$/.exec(String(burst['burst_id']))!;
          expect([Number(track), Number(id)]).toEqual([granule.relativeOrbit, own.burstId]);
          expect(Number(burst['wavelength_m'])).toBeCloseTo(swath.wavelengthM, 12);
          expect(Number(burst['starting_range_m'])).toBeCloseTo(swath.nearRangeM, 6);
          const startS =
            Date.parse(`${String(burst['sensing_start']).slice(0, 23)}Z`) / 1000 - granule.epochDay * 86_400;
          // To the millisecond that Date keeps.
          expect(Math.abs(startS - own.firstLineTimeS)).toBeLessThan(1.1e-3);
        }
      } finally {
        await granule.close();
      }
    });

    it('a window of samples comes from where it should, in both formats', async () => {
      await cp(sharedPath(`sentinel1/pair-2023-morocco/${SAFE}`), safe, { recursive: true });
      const granule = await openGranule(safe, { cacheDir: folder, warn: () => {} });
      const { linesPerBurst, samplesPerBurst, bursts } = granule.swaths[0]!;
      await granule.close();
      await mkdir(join(safe, 'measurement'));
      const name = 's1a-iw1-slc-vv-20230904t063731-20230904t063756-050174-0609e3-004.tiff';
      const [burst, line, sample, lines, samples] = [3, 700, 9001, 3, 5];
      const firstLine = burst * linesPerBurst + line;
      const size = [bursts.length * linesPerBurst, samplesPerBurst];
      const numbers = [...size, firstLine, sample, lines, samples].map(String);
      execFileSync('python3', [WRITER, join(safe, 'measurement', name), ...numbers], { env: environment });
      const expected = Array.from({ length: lines * samples }, (_, k) => {
        const [y, x] = [firstLine + Math.floor(k / samples), sample + (k % samples)];
        return [y - x, x - 7];
      }).flat();
      for (const format of ['int16', 'float32'] as const) {
        const window = { line, sample, lines, samples, format };
        const read = await isce3.readBurst({ safe, swath: 1, polarization: 'vv', burst, window });
        expect([...read.samples!]).toEqual(expected);
      }
    });
  },
);
