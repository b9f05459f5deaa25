import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ReadLedger, openProductAt, withLedger } from '../../../../src/fetch/index.ts';
import type { BoundingBox } from '../../../../src/model/index.ts';
import { openS3 } from '../../../../src/network/index.ts';
import { type OpenGranuleOptions, openGranule, readBurstSamples } from '../../../../src/read/index.ts';
import { type TestAccess, testAccess } from '../../../support/data-access.ts';
import { ASF_TOKEN, type AsfServer, productZip, startAsf } from '../../../support/servers/asf.ts';
import { type DataSpaceServer, startDataSpace } from '../../../support/servers/data-space.ts';
import { type HttpServer, startHttpServer } from '../../../support/servers/http-server.ts';
import { S3_KEYS, type S3Server, startS3Server } from '../../../support/servers/s3-server.ts';
import { type SimulatedGranule, cataloguedBursts, simulateGranule } from '../../../support/simulated-granule.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const folder = temporaryFolder();
const cacheDir = join(folder, 'unpacked');
const withCode = (code: string): unknown => expect.objectContaining({ code });
const EARTHDATA = { hosts: ['127.0.0.1'], authorization: ASF_TOKEN };
const PREFIX = 'Sentinel-1/SAR/IW_SLC__1S/2023/06/05';
const PATIENCE = { firstS: 0.01, longestS: 0.02, limitS: 0.2 };

let granule: SimulatedGranule;
let asf: AsfServer;
let stored: HttpServer;
let s3: S3Server;
let dataSpace: DataSpaceServer;
let expected: Int16Array[];
let made = 0;

beforeAll(async () => {
  granule = await simulateGranule(join(folder, 'pair'), ['iw1', 'iw2'], 384);
  asf = await startAsf(granule.name, granule.files);
  stored = await startHttpServer({ '/granule.zip': { bytes: productZip(granule.name, granule.files, false) } });
  s3 = await startS3Server(join(folder, 's3'), ['eodata']);
  const service = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: s3.origin, keys: S3_KEYS });
  for (const [path, bytes] of granule.files)
    await service.put('eodata', `${PREFIX}/${granule.name}.SAFE/${path}`, bytes);
  service.close();
  dataSpace = await startDataSpace(granule.name, `/eodata/${PREFIX}/${granule.name}.SAFE`);
  dataSpace.bursts = cataloguedBursts(granule.files);
  expected = await samplesOf(granule.path);
}, 120_000);

afterAll(async () => {
  await Promise.all([asf, stored, s3, dataSpace].map((server) => server?.close()));
});

async function access(
  services: Parameters<typeof testAccess>[1] = {},
  credentials: Parameters<typeof testAccess>[2] = {},
): Promise<TestAccess> {
  made += 1;
  return testAccess(join(folder, `cache-${made}`), services, credentials);
}

/** Some lines of the second burst of each swath. */
async function samplesOf(
  source: Parameters<typeof openGranule>[0],
  options: Partial<OpenGranuleOptions> = {},
): Promise<Int16Array[]> {
  const opened = await openGranule(source, { cacheDir, warn: () => {}, expectedName: granule.name, ...options });
  const samples: Int16Array[] = [];
  for (const swath of opened.swaths) {
    const window = { firstLine: 700, lines: 90, firstSample: 20, samples: 300 };
    samples.push(await readBurstSamples(swath, swath.bursts[1]!, window));
    samples.push(await readBurstSamples(swath, swath.bursts[0]!, { ...window, lines: 3, samples: 40 }));
  }
  await opened.close();
  return samples;
}

const everything = () => ({
  dataSpaceCatalogue: [dataSpace.base],
  dataSpaceS3: [s3.origin],
  asfBursts: [asf.bursts],
  asfDatapool: [asf.datapool],
  asfLogin: [asf.login],
});

describe('the samples of a granule are those of its SAFE folder', () => {
  it.each([
    ['local', () => granule.path, 'local'],
    ['https to a stored zip', () => `${stored.origin}/granule.zip?X-Amz-Signature=secret`, 'https-zip'],
    ['https to a deflated zip of ASF', () => `${asf.datapool}/SLC/SA/${granule.name}.zip`, 'https-zip'],
    ['s3 to a SAFE folder', () => `s3://eodata/${PREFIX}/${granule.name}.SAFE`, 's3-safe'],
  ])('%s', async (_, location, source) => {
    const reach = await access(everything(), { earthdata: EARTHDATA, dataSpaceS3: S3_KEYS });
    const product = await openProductAt(location(), granule.name, reach, { cacheDir });
    expect(product.provenance).toMatchObject({ source, attempts: [] });
    expect(product.provenance.address).not.toContain('secret');
    expect(await samplesOf(product)).toEqual(expected);
    expect(reach.warnings).toEqual([]);
    await reach.close();
  });

  it.each([
    ['Data Space', { dataSpaceS3: S3_KEYS, earthdata: EARTHDATA }, 'data-space'],
    ['ASF burst service', { earthdata: EARTHDATA }, 'asf-bursts'],
  ])('found by name: %s', async (_, credentials, source) => {
    asf.building = 2;
    const reach = await access(everything(), credentials);
    const notes: string[] = [];
    const note = (message: string): void => void notes.push(message);
    const product = await openProductAt(null, granule.name, reach, { cacheDir, note, patience: PATIENCE });
    expect(product.provenance.source).toBe(source);
    expect(await samplesOf(product)).toEqual(expected);
    expect(notes.some((message) => message.startsWith('ASF builds'))).toBe(source === 'asf-bursts');
    expect(reach.warnings).toEqual([]);
    await reach.close();
  });

  it('found by name: mirrors and services in turn, each failure told', async () => {
    const dead = await startHttpServer();
    const reach = await access(
      {
        ...everything(),
        dataSpaceCatalogue: [`${dead.origin}/odata/v1`, dataSpace.base],
        dataSpaceS3: [dead.origin],
        asfBursts: [`${dead.origin}/bursts`],
        asfDatapool: [dead.origin, asf.datapool],
      },
      { earthdata: EARTHDATA, dataSpaceS3: S3_KEYS },
    );
    const product = await openProductAt(null, granule.name, reach, { cacheDir, patience: PATIENCE });
    expect(product.provenance.attempts.map(({ service, outcome }) => `${service}: ${outcome}`)).toEqual([
      'Copernicus Data Space: failed',
      'Copernicus Data Space: used',
      'Copernicus Data Space: failed',
      'ASF burst service: failed',
      'ASF archive: failed',
      'ASF archive: used',
    ]);
    expect(product.provenance.source).toBe('asf-zip');
    expect(reach.warnings.map(({ code }) => code)).toEqual(Array.from({ length: 4 }, () => 'GRANULE_SOURCE_FAILED'));
    expect(await samplesOf(product)).toEqual(expected);
    await reach.close();
    await dead.close();
  });
});

describe('what is not read is not transferred', () => {
  const bbox: BoundingBox = { south: 0.5, north: 0.51, west: 10.5, east: 10.51 };

  it('a zip is read at its directory, then where its members are', async () => {
    const reach = await access();
    const before = stored.bodyBytes;
    const ledger = new ReadLedger();
    await withLedger(ledger, async () => {
      const product = await openProductAt(`${stored.origin}/granule.zip`, granule.name, reach, { cacheDir });
      const opened = await openGranule(product, { cacheDir, warn: reach.warn });
      const swath = opened.swaths[0]!;
      await readBurstSamples(swath, swath.bursts[1]!, { firstLine: 0, lines: 10, firstSample: 0, samples: 384 });
      await opened.close();
    });
    const whole = productZip(granule.name, granule.files, false).byteLength;
    expect(stored.bodyBytes - before).toBeLessThan(0.5 * whole);
    expect(ledger.bytes).toBeGreaterThan(0);
    await reach.close();
  });

  it('the bursts over the area are compared with the catalogue', async () => {
    const reach = await access(everything(), { dataSpaceS3: S3_KEYS });
    const before = dataSpace.http.requests.length;
    const product = await openProductAt(null, granule.name, reach, { cacheDir, bbox });
    expect(dataSpace.http.requests.slice(before).filter(({ path }) => path.endsWith('Bursts'))).toHaveLength(1);
    const opened = await openGranule(product, { cacheDir, warn: reach.warn });
    await opened.close();
    expect(reach.warnings).toEqual([]);
    await reach.close();
  });

  it('a catalogue that disagrees is warned of, the annotation counts', async () => {
    const reach = await access(everything(), { dataSpaceS3: S3_KEYS });
    const good = dataSpace.bursts;
    dataSpace.bursts = good.map((burst) => ({ ...burst, ByteOffset: burst.ByteOffset + 4 }));
    const product = await openProductAt(null, granule.name, reach, { cacheDir, bbox });
    dataSpace.bursts = good;
    expect(await samplesOf(product)).toEqual(expected);
    expect(reach.warnings.map(({ code }) => code)).toEqual(['BURST_CATALOGUE_DISAGREES']);
    expect(reach.warnings[0]!.message).toContain('IW1');
    await reach.close();
  });

  it.each(['empty', 'failing'])('%s catalogue of bursts is told, and not compared with', async (kind) => {
    const reach = await access(everything(), { dataSpaceS3: S3_KEYS });
    const good = dataSpace.bursts;
    dataSpace.bursts = [];
    if (kind === 'failing')
      dataSpace.http.fault = ({ path }) => (path.endsWith('Bursts') ? { status: 404 } : undefined);
    const notes: string[] = [];
    const note = (message: string): void => void notes.push(message);
    const product = await openProductAt(null, granule.name, reach, { cacheDir, bbox, note });
    dataSpace.bursts = good;
    dataSpace.http.fault = undefined;
    expect(notes).toHaveLength(1);
    expect(await samplesOf(product)).toEqual(expected);
    await reach.close();
  });
});

describe('refusals', () => {
  it('nothing anywhere: every attempt, and what is missing', async () => {
    const reach = await access(everything());
    const failure = await openProductAt(null, granule.name, reach, { cacheDir }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'GRANULE_NOT_FOUND_ANYWHERE' });
    expect((failure as Error).message).toMatch(/Copernicus Data Space: .*CDSE_S3_ACCESS_KEY.*ASF: .*EARTHDATA_TOKEN/);
    await reach.close();
  });

  it('nothing to ask', async () => {
    const reach = await access();
    const found = openProductAt(null, granule.name, reach, { cacheDir });
    await expect(found).rejects.toThrow(/Data Space: it is not asked: .*ASF: it is not asked/);
    await reach.close();
  });

  it('a granule that no service has', async () => {
    const other = granule.name.replace(/.{4}$/, 'FFFF');
    const reach = await access(everything(), { dataSpaceS3: S3_KEYS, earthdata: EARTHDATA });
    const failure = await openProductAt(null, other, reach, { cacheDir }).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'GRANULE_NOT_FOUND_ANYWHERE' });
    expect((failure as Error).message).toMatch(/does not list .*burst service.*404.*archive.*404/);
    await reach.close();
  });

  it('a burst that is never built', async () => {
    asf.building = 1e9;
    const reach = await access({ asfBursts: [asf.bursts], asfLogin: [asf.login] }, { earthdata: EARTHDATA });
    const product = openProductAt(null, granule.name, reach, { cacheDir, patience: PATIENCE });
    await expect(product).rejects.toThrow(/still building/);
    asf.building = 0;
    await reach.close();
  });

  it('a wait for a burst that is aborted', async () => {
    asf.building = 1e9;
    const reach = await access({ asfBursts: [asf.bursts], asfLogin: [asf.login] }, { earthdata: EARTHDATA });
    const control = new AbortController();
    const note = (): void => control.abort();
    const patience = { firstS: 60, longestS: 60, limitS: 600 };
    const product = openProductAt(null, granule.name, reach, { cacheDir, patience, note, signal: control.signal });
    await expect(product).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    asf.building = 0;
    await reach.close();
  });

  it.each([
    ['https://download.dataspace.copernicus.eu/X.SAFE/', 'SAFE_OVER_HTTP'],
    ['ftp://host/x.zip', 'LOCATION_UNSUPPORTED'],
    ['file://host/%zz', 'LOCATION_UNSUPPORTED'],
    ['s3://eodata/x.SAFE', 'CREDENTIALS_MISSING'],
    ['s3://', 'S3_ADDRESS_INVALID'],
  ])('%s', async (location, code) => {
    const reach = await access();
    await expect(openProductAt(location, granule.name, reach, { cacheDir })).rejects.toThrow(withCode(code));
    await reach.close();
  });

  it('no login where the address is not of ASF', async () => {
    const reach = await access({}, { earthdata: { ...EARTHDATA, hosts: ['.asf.alaska.edu'] } });
    const first = stored.requests.length;
    const product = await openProductAt(`${stored.origin}/granule.zip`, granule.name, reach, { cacheDir });
    await product.close();
    expect(stored.requests.slice(first).every(({ headers }) => headers.authorization === undefined)).toBe(true);
    await reach.close();
  });
});
