import { createReadStream } from 'node:fs';
import { mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openProductAt } from '../../src/fetch/index.ts';
import { openS3 } from '../../src/network/index.ts';
import { openGranule, readBurstSamples } from '../../src/read/index.ts';
import { burstXml } from '../../test/support/burst-files.ts';
import { testAccess } from '../../test/support/data-access.ts';
import { type HttpServer, type SeenRequest, startHttpServer } from '../../test/support/servers/http-server.ts';
import { S3_KEYS, startS3Server } from '../../test/support/servers/s3-server.ts';
import { tinyTiff } from '../../test/support/tiny-tiff.ts';
import { type FullSwath, writeFullSwath, writeFullZip } from './access-product.ts';
import { markdownTable } from './markdown-table.ts';
import { neededTemplateDir } from './open-scene.ts';

export const description =
  'bytes transferred for a 2 km bbox by each way to a granule, from servers on loopback; the folder of a real pair must follow';

const SWATH = 'iw2';
const BOX_M = 2000;
/** Around the bbox: nothing, and as a job has it that says nothing. */
const CONTEXTS_M = [0, 5000] as const;
/** Of IW2, m: along the orbit between lines, and on the ground between samples. */
const LINE_M = 13.9;
const SAMPLE_M = 3.7;

/** Part of a file as a server gives it; what it sends is counted. */
function fileRoute(path: string, sizeBytes: number, count: (bytes: number) => void) {
  return async (request: SeenRequest, response: ServerResponse): Promise<void> => {
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers['range'] ?? '') ?? [];
    const start = from === '' ? sizeBytes - Number(to) : Number(from ?? 0);
    const end = from === '' || to === '' || to === undefined ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
    response.writeHead(from === undefined ? 200 : 206, {
      'content-length': String(end - start + 1),
      'content-range': `bytes ${start}-${end}/${sizeBytes}`,
      etag: '"1"',
    });
    const counted = async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        count(chunk.byteLength);
        yield chunk;
      }
    };
    // A client that has enough goes away.
    await pipeline(createReadStream(path, { start, end }), counted, response).catch(() => undefined);
  };
}

/** The TIFF of one burst as a file of its own. */
async function writeBurst(swath: FullSwath, index: number, path: string): Promise<void> {
  const { lines, samples } = swath;
  const header = tinyTiff(new Uint8Array(), [
    { tag: 256, longs: [samples] },
    { tag: 257, longs: [lines] },
    { tag: 258, shorts: [32] },
    { tag: 259, shorts: [1] },
    { tag: 277, shorts: [1] },
    { tag: 278, shorts: [1] },
    { tag: 339, shorts: [5] },
    { tag: 273, longs: Array.from({ length: lines }, (_, line) => 100_000 + 4 * samples * line) },
  ]);
  const file = await open(path, 'w');
  await file.write(header, 0, header.byteLength, 0);
  const start = swath.byteOffsets[index]!;
  const bytes = 4 * samples * lines;
  let at = 100_000;
  for await (const chunk of createReadStream(swath.file, { start, end: start + bytes - 1, highWaterMark: 2 ** 20 })) {
    await file.write(chunk as Buffer, 0, undefined, at);
    at += (chunk as Buffer).byteLength;
  }
  await file.close();
}

interface Way {
  readonly name: string;
  /** Of the whole thing that is read from. */
  readonly wholeBytes: number;
  readonly location: string | null;
  readonly sent: () => number;
  readonly requests: () => number;
}

type Access = Awaited<ReturnType<typeof testAccess>>;

/** Opens a granule in one way and reads the lines over the bbox. */
async function readBox(
  way: Way,
  swath: FullSwath,
  access: Access,
  cacheDir: string,
  contextM: number,
): Promise<Int16Array> {
  const product = await openProductAt(way.location, swath.granule, access, { cacheDir });
  const granule = await openGranule(product, { cacheDir, warn: () => {} });
  const read = granule.swaths[0]!;
  const burst = read.bursts[Math.floor(read.bursts.length / 2)]!;
  const lines = Math.min(read.linesPerBurst, Math.round((BOX_M + 2 * contextM) / LINE_M));
  const samples = Math.round((BOX_M + 2 * contextM) / SAMPLE_M);
  const firstLine = Math.floor((read.linesPerBurst - lines) / 2);
  const firstSample = Math.floor((read.samplesPerBurst - samples) / 2);
  const window = { firstLine, lines, firstSample, samples };
  const values = await readBurstSamples(read, burst, window);
  await granule.close();
  return values;
}

async function waysTo(
  swath: FullSwath,
  folder: string,
  http: HttpServer,
): Promise<{ ways: Way[]; close: () => Promise<void>; access: (n: number, cache: string) => Promise<Access> }> {
  let sent = 0;
  const count = (bytes: number): void => {
    sent += bytes;
  };
  const httpSent = (): number => sent + http.bodyBytes;
  const httpRequests = (): number => http.requests.length;
  const zips: Way[] = [];
  for (const [name, deflated] of [
    ['zip over https, stored', false],
    ['zip over https, deflated', true],
  ] as const) {
    const path = join(folder, `${deflated}.zip`);
    const wholeBytes = await writeFullZip(swath, path, deflated);
    http.routes.set(`/${deflated}.zip`, fileRoute(path, wholeBytes, count));
    zips.push({ name, wholeBytes, location: `${http.origin}/${deflated}.zip`, sent: httpSent, requests: httpRequests });
  }
  const texts = new Map([
    ['manifest.safe', swath.manifest],
    [swath.annotationPath, swath.annotation],
  ]);
  const channel = `/bursts/${swath.granule}/${SWATH.toUpperCase()}/VV`;
  http.routes.set(`/bursts/${swath.granule}/IW1/VV/0.xml`, { bytes: Buffer.from(burstXml(texts)) });
  const middle = Math.floor(swath.byteOffsets.length / 2);
  const burst = join(folder, 'burst.tiff');
  await writeBurst(swath, middle, burst);
  http.routes.set(`${channel}/${middle}.tiff`, fileRoute(burst, (await stat(burst)).size, count));

  const bucket = 'products';
  const s3 = await startS3Server(join(folder, 's3'), [bucket, 'eodata']);
  const service = openS3({ allowPrivate: true, allowedHosts: [] }, { endpoint: s3.origin, keys: S3_KEYS });
  for (const [path, bytes] of texts) await service.put('eodata', `${swath.granule}.SAFE/${path}`, bytes);
  await service.putFile('eodata', `${swath.granule}.SAFE/${swath.measurementPath}`, swath.file);
  service.close();
  const safeBytes = swath.sizeBytes + [...texts.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
  const ways: Way[] = [
    {
      name: 'SAFE in S3',
      wholeBytes: safeBytes,
      location: `s3://eodata/${swath.granule}.SAFE`,
      sent: () => s3.bodyBytes,
      requests: () => s3.requests.length,
    },
    ...zips,
    { name: "ASF's burst service", wholeBytes: safeBytes, location: null, sent: httpSent, requests: httpRequests },
  ];
  return {
    ways,
    close: () => s3.close(),
    access: (n, cache) =>
      testAccess(
        join(folder, cache),
        { dataSpaceS3: [s3.origin], asfBursts: [`${http.origin}/bursts`] },
        n === ways.length - 1
          ? { earthdata: { hosts: ['127.0.0.1'], authorization: 'Bearer x' } }
          : { dataSpaceS3: S3_KEYS },
      ),
  };
}

const mega = (bytes: number): string => (bytes / 1e6).toFixed(1);

export async function run(): Promise<void> {
  const template = neededTemplateDir();
  if (template === undefined) return;
  const folder = await mkdtemp(join(tmpdir(), 'sentryal-figures-'));
  const http = await startHttpServer();
  try {
    const safe = (await readdir(template)).filter((name) => name.endsWith('.SAFE')).toSorted()[0]!;
    const swath = await writeFullSwath(join(template, safe), SWATH, folder);
    const { ways, close, access } = await waysTo(swath, folder, http);
    const rows: string[][] = [];
    for (const contextM of CONTEXTS_M) {
      let first: Int16Array | undefined;
      for (const [n, way] of ways.entries()) {
        const reach = await access(n, `cache-${contextM}-${n}`);
        const [sentBefore, requestsBefore] = [way.sent(), way.requests()];
        const values = await readBox(way, swath, reach, join(folder, 'unpacked'), contextM);
        first ??= values;
        const sent = way.sent() - sentBefore;
        const requests = way.requests() - requestsBefore;
        const again = way.sent();
        await readBox(way, swath, reach, join(folder, 'unpacked'), contextM);
        rows.push([
          `${contextM / 1000} km`,
          way.name,
          mega(sent),
          `${((100 * sent) / way.wholeBytes).toFixed(1)} %`,
          mega(way.wholeBytes),
          String(requests),
          mega(way.sent() - again),
          Buffer.compare(Buffer.from(values.buffer), Buffer.from(first.buffer)) === 0 ? 'same' : 'OTHER',
        ]);
        await reach.close();
      }
    }
    console.log(
      `One date, one channel, ${SWATH.toUpperCase()} of 3 swaths: a bbox of ${BOX_M / 1000} km in the middle burst of 9.`,
    );
    const head = ['context', 'way', 'MB sent', 'share', 'MB in all', 'requests', 'MB sent again', 'samples'];
    console.log(markdownTable(head, rows));
    await close();
  } finally {
    await http.close();
    await rm(folder, { recursive: true, force: true });
  }
}
