import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type OrbitPass, findOrbit } from '../../../../src/fetch/index.ts';
import { type TestAccess, testAccess } from '../../../support/data-access.ts';
import { type MadeUpOrbit, orbitFile, orbitName } from '../../../support/made-up-orbit.ts';
import type { Fault } from '../../../support/servers/http-server.ts';
import { type OrbitServer, startOrbitServer } from '../../../support/servers/orbit-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const DAY_S = 86_400;
const HOUR_S = 3600;
const EPOCH_DAY = 19_600;
const root = temporaryFolder();

const granuleName = 'S1A_IW_SLC__1SDV_20230831T120000_20230831T120027_050000_060000_ABCD';
const pass: OrbitPass = {
  granuleName,
  mission: 'S1A',
  epochDay: EPOCH_DAY,
  startTimeS: DAY_S / 2,
  stopTimeS: DAY_S / 2 + 27,
};

/** 26 h around the day, made 21 days later. */
const precise: MadeUpOrbit = {
  epochDay: EPOCH_DAY,
  fromS: -HOUR_S - 18,
  toS: DAY_S + HOUR_S - 18,
  createdS: 21 * DAY_S + 8 * HOUR_S,
};
/** 3.3 h around the pass, made 20 minutes after. */
const restituted: MadeUpOrbit = {
  kind: 'RESORB',
  epochDay: EPOCH_DAY,
  fromS: DAY_S / 2 - 1.5 * HOUR_S,
  toS: DAY_S / 2 + 1.8 * HOUR_S,
  createdS: DAY_S / 2 + 2.2 * HOUR_S,
};
/** The text that is served: as short as can be, around the pass. */
const text = (orbit: MadeUpOrbit): string => orbitFile(orbit, DAY_S / 2 - 120, DAY_S / 2 + 150);
const file = (orbit: MadeUpOrbit) => ({ [orbitName(orbit)]: text(orbit) });

let server: OrbitServer;
let access: TestAccess;

async function startAccess(folder = mkdtempSync(join(root, 'cache-'))): Promise<TestAccess> {
  const origin = server.http.origin;
  return testAccess(folder, { orbitsByScene: [origin], orbitBuckets: [origin] });
}

const paths = (): string[] => server.http.requests.map(({ path }) => path);

beforeEach(async () => {
  server = await startOrbitServer(3);
  access = await startAccess();
});

afterEach(async () => {
  vi.useRealTimers();
  await access.close();
  await server.http.close();
});

describe('the service that knows the file by the scene', () => {
  it('is asked first and followed to the bucket; what it gave is kept for ever', async () => {
    server.put(file(precise));
    server.lead(granuleName, orbitName(precise));
    const { found, attempts } = await findOrbit(pass, access);
    const name = orbitName(precise);
    expect(found).toEqual({
      name,
      kind: 'POEORB',
      text: text(precise),
      from: `${server.http.origin}/AUX_POEORB/${name}`,
    });
    expect(attempts).toEqual([{ where: `${server.http.origin}/scene/${granuleName}`, outcome: name }]);
    expect(paths()).toEqual([`/scene/${granuleName}`, `/AUX_POEORB/${name}`]);
    await server.http.close();
    const again = await findOrbit(pass, access);
    expect(again.found).toEqual(found);
    expect(again.attempts).toEqual([{ where: 'cache', outcome: name }]);
  });

  it('is not believed where its file ends less than a minute after the pass', async () => {
    const early = { ...precise, fromS: -DAY_S, toS: pass.stopTimeS + 59 };
    server.put({ ...file(early), ...file(precise) });
    server.lead(granuleName, orbitName(early));
    const { found, attempts } = await findOrbit(pass, access);
    expect(found?.name).toBe(orbitName(precise));
    expect(attempts[0]!.outcome).toContain('does not cover a minute');
    // A minute is enough.
    const enough = { ...early, toS: pass.stopTimeS + 60, createdS: 40 * DAY_S };
    server.put(file(enough));
    server.lead(granuleName, orbitName(enough));
    const other = await startAccess();
    expect((await findOrbit(pass, other)).found?.name).toBe(orbitName(enough));
    await other.close();
  });

  it('is not believed where its file is of another satellite', async () => {
    const other = { ...precise, mission: 'S1C' };
    server.put(file(other));
    server.lead(granuleName, orbitName(other));
    const { found, attempts } = await findOrbit(pass, access);
    expect(found).toBeUndefined();
    expect(attempts[0]!.outcome).toContain('of another satellite');
  });
});

describe('the listing of the bucket', () => {
  it('gives the newest precise orbit that covers the pass, of several pages', async () => {
    const days = [-3, -2, -1, 1, 2, 3].map((day) => ({
      ...precise,
      fromS: precise.fromS + day * DAY_S,
      toS: precise.toS + day * DAY_S,
      createdS: precise.createdS + day * DAY_S,
    }));
    const anew = { ...precise, createdS: 500 * DAY_S };
    const oldest = { ...precise, createdS: 20 * DAY_S };
    const other = { ...precise, mission: 'S1B', createdS: 900 * DAY_S };
    for (const orbit of [...days, anew, precise, oldest, other, restituted]) server.put(file(orbit));
    const { found, attempts } = await findOrbit(pass, access);
    expect(found).toMatchObject({ name: orbitName(anew), text: text(anew) });
    expect(attempts.map(({ outcome }) => outcome)).toEqual([
      'it knows no orbit file of this scene (404)',
      orbitName(anew),
    ]);
    // Nine names of S1A in pages of three, then the file.
    expect(paths()).toEqual([`/scene/${granuleName}`, '/', '/', '/', `/AUX_POEORB/${orbitName(anew)}`]);
    // Of another pass near it: the list is kept.
    const before = server.http.requests.length;
    const dayAfter = { ...pass, granuleName: 'another', epochDay: EPOCH_DAY + 1 };
    const next = await findOrbit(dayAfter, access);
    expect(next.found?.name).toBe(orbitName(days[3]!));
    expect(paths().slice(before)).toEqual(['/scene/another', `/AUX_POEORB/${orbitName(days[3]!)}`]);
  });

  it('gives a restituted orbit until there is a precise one, which is looked for again after 3 hours', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime((EPOCH_DAY * DAY_S + DAY_S) * 1000);
    server.put(file(restituted));
    expect((await findOrbit(pass, access)).found).toMatchObject({ kind: 'RESORB', text: text(restituted) });
    server.put(file(precise));
    const asked = server.http.requests.length;
    vi.setSystemTime(Date.now() + 2.9 * HOUR_S * 1000);
    expect((await findOrbit(pass, access)).found?.kind).toBe('RESORB');
    expect(server.http.requests).toHaveLength(asked);
    vi.setSystemTime(Date.now() + 0.2 * HOUR_S * 1000);
    expect((await findOrbit(pass, access)).found).toMatchObject({ kind: 'POEORB', text: text(precise) });
  });

  it('gives the restituted orbit of before where nothing answers any more', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    server.put(file(restituted));
    await findOrbit(pass, access);
    await server.http.close();
    vi.setSystemTime(Date.now() + 4 * HOUR_S * 1000);
    const { found, attempts } = await findOrbit(pass, access);
    expect(found).toMatchObject({ kind: 'RESORB', text: text(restituted) });
    expect(attempts.at(-1)).toEqual({ where: 'cache', outcome: orbitName(restituted) });
  });

  it('gives none where two restituted orbits cover the pass only together', async () => {
    const before = { ...restituted, toS: pass.startTimeS + 10 };
    const after = { ...restituted, fromS: pass.startTimeS - 10 };
    server.put({ ...file(before), ...file(after) });
    const { found, attempts } = await findOrbit(pass, access);
    expect(found).toBeUndefined();
    expect(attempts.map(({ where, outcome }) => [where.replace(server.http.origin, ''), outcome])).toEqual([
      [`/scene/${granuleName}`, 'it knows no orbit file of this scene (404)'],
      ['/AUX_POEORB/', 'no POEORB covers a minute before and after the pass'],
      ['/AUX_RESORB/', 'no RESORB covers a minute before and after the pass'],
    ]);
  });

  it('is left for the next mirror where a file that it lists is not there', async () => {
    const mirror = await startOrbitServer();
    mirror.put(file(precise));
    server.put({ [orbitName(precise)]: null });
    const folder = mkdtempSync(join(root, 'cache-'));
    const both = await testAccess(folder, { orbitBuckets: [server.http.origin, mirror.http.origin] });
    const { found, attempts } = await findOrbit(pass, both);
    expect(found?.from).toBe(`${mirror.http.origin}/AUX_POEORB/${orbitName(precise)}`);
    expect(attempts[0]!.outcome).toContain('404');
    await both.close();
    await mirror.http.close();
  });
});

describe('what is no orbit file', () => {
  const whole = text(precise);
  it.each([
    ['a page', '<html><body>Log in</body></html>', 'no Earth Explorer file'],
    ['a cut file', whole.slice(0, -40), 'ends before its last element'],
    ['another file', text({ ...precise, createdS: 0 }), 'calls itself'],
  ])('%s is neither used nor kept', async (_, content, reason) => {
    server.put({ [orbitName(precise)]: content });
    server.lead(granuleName, orbitName(precise));
    const { found, attempts } = await findOrbit(pass, access);
    expect(found).toBeUndefined();
    expect(attempts[0]!.outcome).toContain(reason);
    server.put(file(precise));
    expect((await findOrbit(pass, access)).found?.text).toBe(whole);
  });

  it('a page in place of a list is told, and looked past', async () => {
    server.http.routes.set('/', { bytes: Buffer.from('<html>'), type: 'application/xml' });
    const { found, attempts } = await findOrbit(pass, access);
    expect(found).toBeUndefined();
    expect(attempts[1]!.outcome).toContain('not the listing of a bucket');
  });

  it('pages that do not end are left', async () => {
    const page = `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken></ListBucketResult>`;
    server.http.routes.set('/', { bytes: Buffer.from(page), type: 'application/xml' });
    const { attempts } = await findOrbit(pass, access);
    expect(attempts[1]!.outcome).toContain('do not end');
  });
});

describe('faults of the network', () => {
  const whole = ['reset', { status: 500 }, { status: 503, headers: { 'retry-after': '0' } }] as const;
  const cut = ['reset-in-body', 'truncated', 'stall-in-body'] as const;
  const told = (faults: readonly Fault[]) => faults.map((fault) => [JSON.stringify(fault), fault] as const);

  it.each(told([...whole, ...cut]))('%s at the service or at the file: the same file in the end', async (_, fault) => {
    server.put(file(precise));
    server.lead(granuleName, orbitName(precise));
    for (const at of [0, 1]) {
      const start = server.http.requests.length;
      server.http.fault = ({ index }) => (index === start + at ? fault : undefined);
      const fresh = await startAccess();
      expect((await findOrbit(pass, fresh)).found).toMatchObject({ name: orbitName(precise), text: text(precise) });
      await fresh.close();
    }
  });

  it.each(told(whole))('%s at a page of the list: the same file in the end', async (_, fault) => {
    for (const day of [0, 1, 2, 3]) server.put(file({ ...precise, createdS: precise.createdS - day * DAY_S }));
    for (const at of [1, 2]) {
      const start = server.http.requests.length;
      server.http.fault = ({ index }) => (index === start + at ? fault : undefined);
      const fresh = await startAccess();
      expect((await findOrbit(pass, fresh)).found).toMatchObject({ name: orbitName(precise), text: text(precise) });
      await fresh.close();
    }
  });

  it.each(['reset', 'html', 'truncated', { status: 500 }, { status: 403 }] as const)(
    '%s at every request: no orbit, and each place says why',
    async (fault) => {
      server.put(file(precise));
      server.lead(granuleName, orbitName(precise));
      server.http.fault = () => fault;
      const { found, attempts } = await findOrbit(pass, access);
      expect(found).toBeUndefined();
      expect(attempts).toHaveLength(3);
      for (const { outcome } of attempts) expect(outcome).not.toBe('');
    },
  );

  it('an abort is no answer', async () => {
    server.http.fault = () => 'stall';
    const controller = new AbortController();
    const search = findOrbit(pass, access, controller.signal);
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(search).rejects.toThrow('enough');
  });

  it('no part of an address that may be secret is told', async () => {
    server.put(file(precise));
    const path = `/AUX_POEORB/${orbitName(precise)}`;
    server.http.routes.set(`/scene/${granuleName}`, { redirect: `${path}?X-Signature=hidden#hidden` });
    const { found, attempts } = await findOrbit(pass, access);
    expect(found?.from).toBe(`${server.http.origin}${path}`);
    expect(JSON.stringify([found?.from, attempts, access.warnings])).not.toContain('hidden');
  });
});
