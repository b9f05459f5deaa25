import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DataCache, type RemoteObject, openDataCache } from '../../src/fetch/index.ts';
import { markdownTable } from './markdown-table.ts';

export const description =
  'the cache of remote data: requests, bytes and time by length of its blocks; a read that is kept; memory of 4 GiB';

const MIB = 2 ** 20;
/** The Copernicus Data Space: 4 connections of 20 MB/s; an answer of an object store begins after some 100 ms. */
const LATENCY_MS = 100;
const BYTES_PER_MS = 20_000;
/** A line of a measurement of IW1, and the samples of it over 2 km and what is read around them. */
const LINE_BYTES = 21_444 * 4;
const LINES = 300;
const KEPT_BYTES = 8000;
const MEASUREMENT_BYTES = 1_160_000_000;
const BURST_BYTES = 1497 * LINE_BYTES;
const BLOCKS_KIB = [64, 128, 256, 512, 1024, 2048, 4096];

interface Counted {
  requests: number;
  bytes: number;
}

/** An object of an object store far away. Its bytes are zero. */
function farObject(address: string, sizeBytes: number, counted: Counted, isFar = true): RemoteObject {
  return {
    name: address,
    address,
    version: '1',
    sizeBytes,
    async read(_, length) {
      counted.requests += 1;
      counted.bytes += length;
      if (isFar) await new Promise((done) => setTimeout(done, LATENCY_MS + length / BYTES_PER_MS));
      return new Uint8Array(length);
    },
    async close() {},
  };
}

/** Runs `work(0) ... work(count - 1)`, some at a time. */
async function limited(count: number, atOnce: number, work: (k: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
}

type Open = (sizeBytes: number) => ReturnType<DataCache['source']>;

const lines = async (open: Open, atOnce: number): Promise<void> => {
  const source = open(MEASUREMENT_BYTES);
  await limited(LINES, atOnce, (k) => source.read(300_000_000 + k * LINE_BYTES, KEPT_BYTES));
  await source.close();
};

/** What is read of objects, and how. */
const PATTERNS: readonly (readonly [string, (open: Open) => Promise<void>])[] = [
  [`${LINES} lines over 2 km, ${KEPT_BYTES} bytes of each, all at once`, (open) => lines(open, LINES)],
  ['the same, 8 at a time', (open) => lines(open, 8)],
  [
    'a whole burst',
    async (open) => {
      const source = open(MEASUREMENT_BYTES);
      await limited(8, 8, (k) => source.read(300_000_000 + (k * BURST_BYTES) / 8, BURST_BYTES / 8));
      await source.close();
    },
  ],
  [
    'a DEM tile: its head, then 2 x 2 of its 16 blocks',
    async (open) => {
      const block = 2_400_000;
      const source = open(16 * block + 16_384);
      await source.read(0, 16_384);
      await Promise.all([5, 6, 9, 10].map((k) => source.read(16_384 + k * block, block)));
      await source.close();
    },
  ],
  [
    'a zip: its directory, then three annotations, one after the other',
    async (open) => {
      const source = open(4_000_000_000);
      await source.read(4_000_000_000 - 65_557, 65_557);
      for (const k of [0, 1, 2]) {
        const start = 2_000_000_000 + k * 900_000_000;
        await source.read(start, 30);
        await source.read(start + 100, 110_000);
      }
      await source.close();
    },
  ],
  [
    'heads of six TIFFs, 8 bytes each',
    async (open) => {
      const sources = Array.from({ length: 6 }, () => open(MEASUREMENT_BYTES));
      await Promise.all(sources.map((source) => source.read(0, 8)));
      await Promise.all(sources.map((source) => source.close()));
    },
  ],
];

async function withFolder<Result>(body: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'sentryal-cache-'));
  try {
    return await body(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const openCache = (folder: string, maxBytes: number, blockBytes?: number): Promise<DataCache> =>
  openDataCache({
    folder,
    maxBytes,
    warn: ({ message }) => console.log(`warning: ${message}`),
    ...(blockBytes === undefined ? {} : { limits: { blockBytes } }),
  });

async function patternRow(blockKib: number, read: (open: Open) => Promise<void>): Promise<string[]> {
  return withFolder(async (folder) => {
    const cache = await openCache(folder, 2 ** 34, blockKib * 1024);
    const counted = { requests: 0, bytes: 0 };
    let objects = 0;
    const startedMs = performance.now();
    await read((sizeBytes) => cache.source(farObject(`object ${objects++}`, sizeBytes, counted)));
    const seconds = (performance.now() - startedMs) / 1000;
    await cache.close();
    const names = await readdir(folder, { recursive: true });
    const files = names.filter((name) => /\d+\.\d+$/.test(name)).length;
    return [`${blockKib}`, `${counted.requests}`, (counted.bytes / 1e6).toFixed(2), seconds.toFixed(2), `${files}`];
  });
}

async function warmReads(): Promise<void> {
  await withFolder(async (folder) => {
    const cache = await openCache(folder, 2 ** 34);
    const counted = { requests: 0, bytes: 0 };
    const source = cache.source(farObject('object', 64 * MIB, counted, false));
    await source.read(0, 64 * MIB);
    await source.close();
    const again = cache.source(farObject('object', 64 * MIB, counted, false));
    const { requests } = counted;
    for (const [what, length, count] of [
      ['8 bytes', 8, 2000],
      ['8 kB', 8000, 2000],
      ['1 MiB', MIB, 500],
    ] as const) {
      const startedMs = performance.now();
      for (let k = 0; k < count; k += 1) await again.read((k * 7919 * 4096) % (63 * MIB), length);
      const alone = (performance.now() - startedMs) / count;
      console.log(`${what} that are kept, one read after the other: ${alone.toFixed(3)} ms a read`);
    }
    const startedMs = performance.now();
    const reads = Array.from({ length: LINES }, (_, k) => again.read(k * LINE_BYTES, KEPT_BYTES));
    await Promise.all(reads);
    const each = (1000 * (performance.now() - startedMs)) / LINES;
    console.log(`${LINES} lines that are kept, at once: ${each.toFixed(0)} us a line`);
    if (counted.requests !== requests) console.log('not all were kept');
    await again.close();
    await cache.close();
  });
}

async function longStream(): Promise<void> {
  await withFolder(async (folder) => {
    const cache = await openCache(folder, 256 * MIB);
    const counted = { requests: 0, bytes: 0 };
    const sizeBytes = 4096 * MIB;
    const source = cache.source(farObject('stream', sizeBytes, counted, false));
    const startedMs = performance.now();
    const residentMib: number[] = [];
    for (let offset = 0; offset < sizeBytes; offset += 4 * MIB) {
      await source.read(offset, 4 * MIB);
      if (offset % (512 * MIB) === 0) residentMib.push(process.memoryUsage.rss() / MIB);
    }
    await source.close();
    await cache.close();
    const seconds = (performance.now() - startedMs) / 1000;
    const kept = await readdir(folder, { recursive: true });
    console.log(
      [
        `4 GiB read in turn, 256 MiB kept: ${(4096 / seconds).toFixed(0)} MiB/s, ${counted.requests} requests`,
        `resident MiB each 512 MiB: ${residentMib.map((mib) => mib.toFixed(0)).join(' ')}`,
        `at most ${(process.resourceUsage().maxRSS / 1024).toFixed(0)}; ${kept.length} files and folders at the end`,
      ].join('\n'),
    );
  });
}

export async function run(): Promise<void> {
  await longStream();
  await warmReads();
  console.log(`an answer begins after ${LATENCY_MS} ms, ${BYTES_PER_MS / 1000} MB/s a connection`);
  for (const [name, read] of PATTERNS) {
    const rows: string[][] = [];
    for (const blockKib of BLOCKS_KIB) rows.push(await patternRow(blockKib, read));
    console.log(`\n${name}\n${markdownTable(['block, KiB', 'requests', 'MB', 's', 'files'], rows)}`);
  }
}
