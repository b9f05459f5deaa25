import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SentryalError } from '../../../../src/errors/index.ts';
import { type Credentials, openProductAt } from '../../../../src/fetch/index.ts';
import { openS3 } from '../../../../src/network/index.ts';
import { openGranule, readBurstSamples } from '../../../../src/read/index.ts';
import { testAccess } from '../../../support/data-access.ts';
import { ASF_TOKEN, type AsfServer, startAsf } from '../../../support/servers/asf.ts';
import { type DataSpaceServer, startDataSpace } from '../../../support/servers/data-space.ts';
import type { Fault, SeenRequest } from '../../../support/servers/http-server.ts';
import { S3_KEYS, type S3Server, startS3Server } from '../../../support/servers/s3-server.ts';
import { cataloguedBursts } from '../../../support/simulated-granule.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { TINY, tinyProduct } from '../../../support/tiny-safe.ts';

const folder = temporaryFolder();
const files = tinyProduct();
const PREFIX = 'products/2020';
const EARTHDATA = { hosts: ['127.0.0.1'], authorization: ASF_TOKEN };

let asf: AsfServer;
let dataSpace: DataSpaceServer;
let s3: S3Server;
let expected: Int16Array;
let runs = 0;

beforeAll(async () => {
  asf = await startAsf(TINY.name, files);
  s3 = await startS3Server(join(folder, 's3'), ['eodata']);
  const service = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: s3.origin, keys: S3_KEYS });
  for (const [path, bytes] of files) await service.put('eodata', `${PREFIX}/${TINY.name}.SAFE/${path}`, bytes);
  service.close();
  dataSpace = await startDataSpace(TINY.name, `/eodata/${PREFIX}/${TINY.name}.SAFE`);
  dataSpace.bursts = cataloguedBursts(files);
  expected = await read('data space');
}, 60_000);

afterAll(async () => {
  await Promise.all([asf, dataSpace, s3].map((server) => server?.close()));
});

type Way = 'data space' | 'burst service' | 'archive';

const credentialsOf: Readonly<Record<Way, Credentials>> = {
  'data space': { dataSpaceS3: S3_KEYS },
  'burst service': { earthdata: EARTHDATA },
  archive: { earthdata: EARTHDATA },
};

/** Finds the granule by its name and reads one of its bursts; nothing is kept from former runs. */
async function read(way: Way): Promise<Int16Array> {
  runs += 1;
  const reach = await testAccess(
    join(folder, `cache-${runs}`),
    {
      dataSpaceCatalogue: [dataSpace.base],
      dataSpaceS3: [s3.origin],
      asfLogin: [asf.login],
      asfBursts: way === 'burst service' ? [asf.bursts] : [],
      asfDatapool: way === 'archive' ? [asf.datapool] : [],
    },
    credentialsOf[way],
    { network: { headTimeoutMs: 150, stallTimeoutMs: 150 } },
  );
  const cacheDir = join(folder, `unpacked-${runs}`);
  try {
    const product = await openProductAt(null, TINY.name, reach, {
      cacheDir,
      bbox: { south: 0.5, north: 0.51, west: 10.5, east: 10.51 },
      patience: { firstS: 0.005, longestS: 0.005, limitS: 0.02 },
    });
    const granule = await openGranule(product, { cacheDir, warn: reach.warn });
    try {
      const [swath] = granule.swaths;
      const window = { firstLine: 1, lines: TINY.lines - 2, firstSample: 0, samples: TINY.samples };
      return await readBurstSamples(swath!, swath!.bursts[1]!, window);
    } finally {
      await granule.close();
    }
  } finally {
    await reach.close();
  }
}

/** What may pass: the same request is well the next time. */
const PASSING: readonly Fault[] = ['reset', 'stall', { status: 429, headers: { 'retry-after': '0' } }, { status: 500 }];
const FAULTS: readonly Fault[] = [
  ...PASSING,
  'truncated',
  'wrong-range',
  'changed-etag',
  'html',
  { status: 202 },
  { status: 403 },
];

/** One fault at one request, everything else well. */
async function trial(way: Way): Promise<string> {
  try {
    expect(await read(way)).toEqual(expected);
    return 'same';
  } catch (error) {
    if (error instanceof SentryalError) return error.code;
    throw error;
  }
}

describe.each([
  ['burst service', () => asf.http],
  ['archive', () => asf.http],
  ['data space', () => dataSpace.http],
] as const)('a fault at any one request to the %s', (way, server) => {
  it('leaves the same samples, or an error that says what to do', { timeout: 60_000 }, async () => {
    const http = server();
    let first = http.requests.length;
    await read(way);
    const requests = http.requests.length - first;
    expect(requests).toBeGreaterThan(1);
    const passed = new Set<string>();
    for (let at = 0; at < requests; at += 1)
      for (const fault of FAULTS) {
        first = http.requests.length;
        http.fault = ({ index }: SeenRequest) => (index === first + at ? fault : undefined);
        const outcome = await trial(way);
        if (PASSING.includes(fault)) passed.add(outcome);
      }
    http.fault = undefined;
    expect(passed).toEqual(new Set(['same']));
    // The token stays with its host: the store behind the redirects has another name.
    const store = http.requests.filter(({ headers }) => headers.host?.startsWith('localhost') === true);
    expect(store.filter(({ headers }) => headers.authorization ?? headers.cookie)).toEqual([]);
  });
});

it('a cookie that has expired is fetched anew', async () => {
  // The service asks for a login where the second burst is to be opened.
  let refused = 0;
  asf.http.fault = ({ path }: SeenRequest) => {
    if (!path.endsWith('/1.tiff') || !path.startsWith('/bursts') || refused > 0) return undefined;
    refused += 1;
    return 'html';
  };
  expect(await read('burst service')).toEqual(expected);
  asf.http.fault = undefined;
  expect(refused).toBe(1);
});
