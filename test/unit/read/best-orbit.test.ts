import { mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localDataAccess } from '../../../src/fetch/index.ts';
import type { Granule, Orbit, Warning } from '../../../src/model/index.ts';
import { bestOrbit, openGranule, readOrbitFile, selectOrbit } from '../../../src/read/index.ts';
import { type TestAccess, testAccess } from '../../support/data-access.ts';
import { type MadeUpOrbit, orbitFile, orbitName } from '../../support/made-up-orbit.ts';
import { type OrbitServer, startOrbitServer } from '../../support/servers/orbit-server.ts';
import { NO_SHARED_DATA, sharedPath } from '../../support/shared-data.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const root = temporaryFolder();
let server: OrbitServer;
let access: TestAccess;

beforeEach(async () => {
  server = await startOrbitServer();
  const { origin } = server.http;
  access = await testAccess(mkdtempSync(join(root, 'cache-')), { orbitsByScene: [origin], orbitBuckets: [origin] });
});

afterEach(async () => {
  await access.close();
  await server.http.close();
});

const EPOCH_DAY = 19_600;
const NOON_S = 43_200;
const precise: MadeUpOrbit = { epochDay: EPOCH_DAY, fromS: 0, toS: 86_399, createdS: 2e6 };
const annotationOrbit = { kind: 'annotation', source: 'annotation' } as Orbit;
const granule = {
  name: 'S1A_IW_SLC__1SDV_20230831T120000_20230831T120027_050000_060000_ABCD',
  mission: 'S1A',
  epochDay: EPOCH_DAY,
  startTimeS: NOON_S,
  stopTimeS: NOON_S + 27,
  annotationOrbit,
} as Granule;

async function ask(of: Granule) {
  const warnings: Warning[] = [];
  const best = await bestOrbit(of, access, { warn: (warning) => void warnings.push(warning) });
  return { ...best, warnings };
}

describe('the best orbit of a granule', () => {
  it('is that of the file found', async () => {
    const text = orbitFile(precise, NOON_S - 300, NOON_S + 300);
    server.put({ [orbitName(precise)]: text });
    const { orbit, from, attempts, warnings } = await ask(granule);
    expect(orbit).toMatchObject({ kind: 'POEORB', source: orbitName(precise) });
    expect(orbit.timesS).toEqual(Float64Array.from({ length: 61 }, (_, k) => NOON_S - 300 + 10 * k));
    expect(from).toBe(`${server.http.origin}/AUX_POEORB/${orbitName(precise)}`);
    expect(attempts.at(-1)!.outcome).toBe(orbitName(precise));
    expect(warnings).toEqual([]);
  });

  it.each([
    ['no file', undefined, 'it knows no orbit file of this scene (404); '],
    [
      'a file whose vectors do not cover the pass as its name says',
      orbitFile(precise, NOON_S - 300, NOON_S + 80),
      'needs 2023-08-31T11:59:00Z to 2023-08-31T12:01:27Z',
    ],
    [
      'a file of another frame',
      orbitFile(precise, NOON_S - 300, NOON_S + 300).replace('EARTH_FIXED', 'MEAN_OF_DATE'),
      'Ref_Frame is not "EARTH_FIXED"',
    ],
  ])('is that of the annotation with %s, and a warning says why', async (_, text, reason) => {
    if (text !== undefined) server.put({ [orbitName(precise)]: text });
    const { orbit, from, warnings } = await ask(granule);
    expect(orbit).toBe(annotationOrbit);
    expect(from).toBeNull();
    expect(warnings).toEqual([
      { code: 'ORBIT_FROM_ANNOTATION', stage: 'fetch', message: expect.stringContaining(reason) as unknown },
    ]);
  });
});

it('without services is that of the annotation, and nothing to warn of', async () => {
  const warn = (warning: Warning): never => expect.fail(warning.message);
  const best = await bestOrbit(granule, localDataAccess(warn), { warn });
  expect(best).toEqual({ orbit: annotationOrbit, from: null, attempts: [] });
});

describe.skipIf(NO_SHARED_DATA)('real granules and orbit files (needs ../shared/data)', () => {
  const files = NO_SHARED_DATA ? [] : readdirSync(sharedPath('sentinel1/orbits'));

  it.each([
    ['S1A_IW_SLC__1SDV_20141004T031312_20141004T031339_002674_002FB6_07B5', 'POEORB', '20141003T225944'],
    ['S1A_IW_SLC__1SDV_20220929T201107_20220929T201137_045224_0567CE_115A', 'POEORB', '20220928T225942'],
    ['S1A_IW_SLC__1SDV_20221024T184148_20221024T184218_045587_05735F_D6E2', 'RESORB', '20221024T170308'],
    ['S1A_IW_SLC__1SDV_20200511T135117_20200511T135144_032518_03C421_7768', 'annotation', ''],
  ])('%s: %s', async (name, kind, start) => {
    for (const file of files) server.put({ [file]: readFileSync(sharedPath(`sentinel1/orbits/${file}`)) });
    const opened = await openGranule(sharedPath(`sentinel1/granules/${name}.zip`), {
      cacheDir: root,
      warn: () => {},
      expectedName: name,
    });
    const { orbit, warnings } = await ask(opened);
    const path = sharedPath(`sentinel1/orbits/${files.find((file) => file.includes(`_V${start}`))!}`);
    const local =
      kind === 'annotation' ? opened.annotationOrbit : selectOrbit(await readOrbitFile(path, opened.epochDay), opened);
    expect(orbit.kind).toBe(kind);
    expect(orbit).toEqual(local);
    expect(warnings).toHaveLength(kind === 'annotation' ? 1 : 0);
    await opened.close();
  });
});
