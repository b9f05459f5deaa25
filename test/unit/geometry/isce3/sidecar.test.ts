import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type BurstReadRequest, type Isce3Backend, openIsce3 } from '../../../../src/geometry/index.ts';
import type { Orbit } from '../../../../src/model/index.ts';
import { STUB, hasPython, pythonEnvironment } from '../../../support/isce3/isce3-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const EARTH_M = 6_378_137;

/** The made-up ISCE3 tells day, last time, last position and last velocity of an orbit in its answers. */
function orbitOf(epochDay: number, satelliteM: readonly [number, number, number]): Orbit {
  return {
    kind: 'annotation',
    source: 'made up',
    epochDay,
    timesS: Float64Array.of(100, 110, 120),
    positionsM: Float64Array.of(...satelliteM, 1, 2, 3, 4, 500, 6),
    velocitiesMps: Float64Array.of(0, 0, 0, 0, 0, 0, 7, 8, 9),
  };
}

const root = temporaryFolder();
let folders = 0;

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  folders += 1;
  const folder = join(root, String(folders));
  await mkdir(folder);
  await body(folder);
}

let backend: Isce3Backend | undefined;
afterEach(() => backend?.close());

function open(roots: readonly string[] = [], more: Record<string, string> = { PYTHONPATH: STUB }): Isce3Backend {
  return (backend = openIsce3({ environment: pythonEnvironment(more), roots, timeoutS: 30 }));
}

describe.skipIf(!hasPython())('the sidecar itself, with a made-up isce3 (needs python3)', () => {
  it('tells its versions, whatever is printed on import and whatever arguments it has', async () => {
    expect(await open(['/tmp', '/nowhere']).versions()).toMatchObject({
      isce3: '0.0.stub',
      gdal: '3.0.stub',
      s1reader: '0.2.stub',
    });
  });

  it('answers nodes: places, the secondary by its own orbit and day, line of sight, incidence', async () => {
    const height = 200;
    // 3 m above and 4 m east of the node at longitude and latitude 0.
    const reference = orbitOf(18_393, [EARTH_M + height + 3, 4, 0]);
    const answers = await open().solveNodes(reference, orbitOf(18_405, [0, 0, 0]), {
      azimuthTimesS: Float64Array.of(0, 0.5),
      slantRangesM: Float64Array.of(1000, 1250),
      heightsM: Float64Array.of(height, -10),
    });
    expect(answers.longitudesDeg[0]).toBe(0);
    expect(answers.longitudesDeg[1]).toBeCloseTo((0.5e-3 * 180) / Math.PI, 14);
    expect(answers.latitudesDeg[1]).toBeCloseTo((250e-6 * 180) / Math.PI, 14);
    // 2020-05-23 adds 1000, the last time 120, the last velocity 9.
    expect([...answers.secondaryAzimuthTimesS]).toEqual([1129, 1129.5]);
    expect(answers.secondarySlantRangesM[0]).toBe(1500);
    expect(answers.secondarySlantRangesM[1]).toBeCloseTo(1750, 9);
    expect(answers.losEast[0]).toBeCloseTo(0.8, 8);
    expect(answers.losNorth[0]).toBe(0);
    expect(answers.losUp[0]).toBeCloseTo(0.6, 8);
    expect(answers.incidencesDeg[0]).toBeCloseTo((Math.acos(0.6) * 180) / Math.PI, 6);
  });

  it.each([
    ['rdr2geo does not converge', -1, 0],
    ['geo2rdr answers -1e6', 1000, 9500],
  ])('tells which node has no solution: %s', async (_, range, height) => {
    const orbit = orbitOf(18_393, [EARTH_M + 7e5, 0, 0]);
    const opened = open();
    const nodes = (slantRangeM: number, heightM: number) => ({
      azimuthTimesS: Float64Array.of(0, 0),
      slantRangesM: Float64Array.of(1000, slantRangeM),
      heightsM: Float64Array.of(0, heightM),
    });
    const failure = { code: 'ISCE3_FAILED', message: expect.stringContaining('node 1 ') };
    await expect(opened.solveNodes(orbit, orbit, nodes(range, height))).rejects.toMatchObject(failure);
    // The same process answers the next one.
    expect((await opened.solveNodes(orbit, orbit, nodes(1001, 0))).latitudesDeg).toHaveLength(2);
  });

  it('answers no nodes with no answers', async () => {
    const orbit = orbitOf(18_393, [EARTH_M + 7e5, 0, 0]);
    const none = new Float64Array(0);
    const nodes = { azimuthTimesS: none, slantRangesM: none, heightsM: none };
    expect((await open().solveNodes(orbit, orbit, nodes)).losUp).toHaveLength(0);
  });
});

const WINDOW = { line: 1, sample: 2, lines: 2, samples: 3, format: 'int16' } as const;

/** A granule's folder with one measurement of IW1 VV that begins as `first` says. */
async function granuleIn(folder: string, first = 'II*\0'): Promise<BurstReadRequest & { readonly safe: string }> {
  const safe = join(folder, 'S1A_MADE_UP.SAFE');
  await mkdir(join(safe, 'measurement'), { recursive: true });
  await writeFile(join(safe, 'measurement', 's1a-iw1-slc-vv-20200511t135119-001.tiff'), first);
  return { safe, swath: 1, polarization: 'vv', burst: 2, window: WINDOW };
}

describe.skipIf(!hasPython())('reading through the sidecar (needs python3)', () => {
  it('gives the metadata of a burst and a window of its samples, both formats', () =>
    withFolder(async (folder) => {
      const request = await granuleIn(folder);
      const opened = open([folder]);
      // Burst 2 of 5 lines each begins at line 10: real part 100 line + sample, imaginary part -line.
      const expected = [1102, -11, 1103, -11, 1104, -11, 1202, -12, 1203, -12, 1204, -12];
      const { burst, samples } = await opened.readBurst(request);
      expect(burst).toMatchObject({
        burst_id: 't071_151202_iw1',
        lines: 5,
        samples: 7,
        azimuth_time_interval_s: 0.002,
      });
      expect(samples).toEqual(Int16Array.from(expected));
      const floats = await opened.readBurst({ ...request, window: { ...WINDOW, format: 'float32' } });
      expect(floats.samples).toEqual(Float32Array.from(expected));
      const { window: _, ...metadataOnly } = request;
      expect((await opened.readBurst(metadataOnly)).samples).toBeUndefined();
    }));

  it('opens nothing that it must not', () =>
    withFolder(async (folder) => {
      const inside = join(folder, 'inside');
      const request = await granuleIn(inside);
      const outside = await granuleIn(join(folder, 'outside'));
      await symlink(outside.safe, join(inside, 'link.SAFE'));
      const virtual = await granuleIn(join(inside, 'vrt'), '<VRTDataset/>');
      const opened = open([inside]);
      const refused: [Partial<BurstReadRequest>, RegExp][] = [
        [{ safe: outside.safe }, /outside the folders/],
        [{ safe: join(inside, 'link.SAFE') }, /outside the folders/],
        [{ safe: join(inside, '..', 'outside', 'S1A_MADE_UP.SAFE') }, /outside the folders/],
        [{ safe: `/vsizip/${request.safe}` }, /not an absolute path/],
        [{ safe: `/vsicurl/http://127.0.0.1/` }, /not an absolute path/],
        [{ safe: 'S1A_MADE_UP.SAFE' }, /not an absolute path/],
        [{ safe: join(inside, 'absent.SAFE') }, /does not exist/],
        [{ orbit: '/etc/hostname' }, /outside the folders/],
        [{ safe: virtual.safe }, /no TIFF/],
        [{ burst: 3 }, /no burst 3/],
        [{ window: { ...WINDOW, lines: 5 } }, /beyond the burst/],
        [{ polarization: 'vh' }, /0 measurements/],
      ];
      for (const [change, message] of refused)
        await expect(opened.readBurst({ ...request, ...change })).rejects.toMatchObject({
          code: 'ISCE3_FAILED',
          message: expect.stringMatching(message),
        });
    }));

  it('opens nothing at all without a root', () =>
    withFolder(async (folder) => {
      const request = await granuleIn(folder);
      await expect(open().readBurst(request)).rejects.toMatchObject({ code: 'ISCE3_FAILED' });
    }));
});

describe.skipIf(!hasPython() || hasPython('isce3'))('a machine without ISCE3 (needs python3 without isce3)', () => {
  it('is told how to get it', async () => {
    const failure = { code: 'ISCE3_NOT_INSTALLED', message: expect.stringContaining('isce3 cannot be imported') };
    await expect(open([], {}).versions()).rejects.toMatchObject(failure);
  });
});
