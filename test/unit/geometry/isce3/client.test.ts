import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Isce3Backend, embeddedBackend, openIsce3 } from '../../../../src/geometry/index.ts';
import type { Orbit } from '../../../../src/model/index.ts';
import { RECORDED, recordedSwath, standIn } from '../../../support/isce3/isce3-process.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const orbit: Orbit = {
  kind: 'annotation',
  source: 'made up',
  epochDay: 18_393,
  timesS: Float64Array.of(0, 10),
  positionsM: new Float64Array(6),
  velocitiesMps: new Float64Array(6),
};
const node = {
  azimuthTimesS: Float64Array.of(5),
  slantRangesM: Float64Array.of(8e5),
  heightsM: Float64Array.of(0),
};

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

function ask(opened: Isce3Backend): Promise<unknown> {
  backend = opened;
  return opened.solveNodes(orbit, orbit, node);
}

describe('a sidecar that goes wrong', () => {
  it.each([
    ['die', 'ISCE3_DIED', /exit code 3.*out of memory/],
    ['half-a-frame', 'ISCE3_DIED', /exit code 0/],
    ['garbage', 'ISCE3_PROTOCOL', /does not begin as a frame/],
    ['huge', 'ISCE3_PROTOCOL', /4294967295 bytes/],
    ['huge-header', 'ISCE3_PROTOCOL', /1048577/],
    ['not-json', 'ISCE3_PROTOCOL', /not JSON/],
    ['a-list', 'ISCE3_PROTOCOL', /not an object/],
    ['no-arrays', 'ISCE3_PROTOCOL', /lists no arrays/],
    ['long-arrays', 'ISCE3_PROTOCOL', /do not fit/],
    ['extra-payload', 'ISCE3_PROTOCOL', /longer than its arrays/],
    ['other-id', 'ISCE3_PROTOCOL', /nothing had asked/],
    ['short-array', 'ISCE3_PROTOCOL', /latitudes_deg does not hold 1/],
    ['not-a-number', 'ISCE3_PROTOCOL', /not finite/],
    ['other-protocol', 'ISCE3_PROTOCOL', /another version/],
    ['refuse', 'ISCE3_FAILED', /node 0 has no solution/],
    ['absent', 'ISCE3_NOT_INSTALLED', /No module named isce3/],
  ])('%s: %s', async (mode, code, message) => {
    await expect(ask(standIn(mode))).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  it('hang: ISCE3_TIMEOUT', async () => {
    await expect(ask(standIn('hang', undefined, 1))).rejects.toMatchObject({ code: 'ISCE3_TIMEOUT' });
  });

  it('a program that is not there: ISCE3_NOT_INSTALLED, with how to get it', async () => {
    const missing = openIsce3({ environment: {}, command: ['/no/such/python3'] });
    const failure = { code: 'ISCE3_NOT_INSTALLED', remedy: expect.stringContaining('isce3-cpu.yml') };
    await expect(ask(missing)).rejects.toMatchObject(failure);
  });

  it.each(['once-die', 'once-garbage', 'once-huge'])('%s: is started once more, and answers', (mode) =>
    withFolder(async (folder) => {
      // The second one refuses: an answer, which the first one never gave.
      const flag = join(folder, 'was-here');
      await expect(ask(standIn(mode, flag))).rejects.toMatchObject({ code: 'ISCE3_FAILED' });
      expect(existsSync(flag)).toBe(true);
    }),
  );

  it('is not started again when it was closed', async () => {
    const closed = standIn('refuse');
    closed.close();
    await expect(ask(closed)).rejects.toMatchObject({ code: 'ISCE3_DIED' });
  });
});

describe.skipIf(!existsSync(RECORDED))('nodes that ISCE3 itself solved (needs ../shared/data)', () => {
  it('come through the client to the last bit, and agree with the embedded backend', async () => {
    const { swath, orbit: recordedOrbit } = recordedSwath();
    const nodes = {
      azimuthTimesS: Float64Array.from(swath.rdr2geo, ({ t }) => t),
      slantRangesM: Float64Array.from(swath.rdr2geo, ({ r }) => r),
      heightsM: Float64Array.from(swath.rdr2geo, ({ dem_h: height }) => height),
    };
    backend = standIn('recorded', RECORDED);
    const [there, here] = await Promise.all([
      backend.solveNodes(recordedOrbit, recordedOrbit, nodes),
      embeddedBackend.solveNodes(recordedOrbit, recordedOrbit, nodes),
    ]);
    expect([...there.latitudesDeg]).toEqual(swath.rdr2geo.map(({ lat_deg: latitude }) => latitude));
    expect([...there.longitudesDeg]).toEqual(swath.rdr2geo.map(({ lon_deg: longitude }) => longitude));
    expect([...there.secondaryAzimuthTimesS]).toEqual(swath.geo2rdr.map(({ t }) => t));
    expect([...there.secondarySlantRangesM]).toEqual(swath.geo2rdr.map(({ r }) => r));
    for (let i = 0; i < swath.rdr2geo.length; i += 1) {
      expect(Math.abs(there.latitudesDeg[i]! - here.latitudesDeg[i]!)).toBeLessThan(1e-9);
      expect(Math.abs(there.longitudesDeg[i]! - here.longitudesDeg[i]!)).toBeLessThan(1e-9);
      expect(Math.abs(there.secondaryAzimuthTimesS[i]! - here.secondaryAzimuthTimesS[i]!)).toBeLessThan(1e-8);
      expect(Math.abs(there.secondarySlantRangesM[i]! - here.secondarySlantRangesM[i]!)).toBeLessThan(1e-6);
    }
  });

  it('answers requests that come at once in their order', async () => {
    const { swath, orbit: recordedOrbit } = recordedSwath();
    const opened = (backend = standIn('recorded', RECORDED));
    const answers = await Promise.all(
      swath.rdr2geo.map(({ t, r, dem_h: height }) =>
        opened.solveNodes(recordedOrbit, recordedOrbit, {
          azimuthTimesS: Float64Array.of(t),
          slantRangesM: Float64Array.of(r),
          heightsM: Float64Array.of(height),
        }),
      ),
    );
    expect(answers.map(({ latitudesDeg }) => latitudesDeg[0])).toEqual(swath.rdr2geo.map(({ lat_deg: lat }) => lat));
    expect((await opened.versions()).isce3).toBe('0.24.0-dev');
  });
});
