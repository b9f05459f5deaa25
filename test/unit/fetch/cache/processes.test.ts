import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type Dirent, readFileSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEADER_BYTES, decodeContent } from '../../../../src/fetch/cache/stored-content.ts';
import { Random } from '../../../support/random.ts';
import { type HttpServer, type Route, startHttpServer } from '../../../support/servers/http-server.ts';
import { testCaches } from './caches.ts';
import type { ChildJob, ChildResult } from './child.ts';
import { randomBytes } from './fake-remote.ts';

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const SIZE_BYTES = 4_000_037;
const SEEDS = [11, 12, 13];
const LIMITS = { blockBytes: 65_536, gapBytes: 65_536, splitBytes: 131_072, longestBytes: 262_144, parallel: 2 };
const IN_FLIGHT_BYTES = LIMITS.parallel * LIMITS.longestBytes;

/** Processes start within a second, many times that where others compute as well. */
const TIMEOUT_MS = 90_000;

const { newFolder } = testCaches();
const objects = new Map(SEEDS.map((seed) => [seed, randomBytes(SIZE_BYTES, seed)]));
let server: HttpServer;
let served = { requests: 0, bytes: 0 };

/** Parts of an object, each after some milliseconds. */
const slowly =
  (bytes: Uint8Array): Route =>
  async ({ headers }, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(headers['range'] ?? '')!;
    await new Promise((done) => setTimeout(done, 4));
    const part = bytes.subarray(Number(from), Number(to) + 1);
    served.requests += 1;
    served.bytes += part.byteLength;
    response.writeHead(206, {
      etag: '"1"',
      'content-length': String(part.byteLength),
      'content-range': `bytes ${from}-${Number(to)}/${bytes.byteLength}`,
    });
    response.end(part);
  };

beforeAll(async () => {
  server = await startHttpServer(Object.fromEntries([...objects].map(([seed, bytes]) => [`/${seed}`, slowly(bytes)])));
});
afterAll(() => server.close());

function startChild(job: Partial<ChildJob> & { readonly folder: string }): ChildProcess {
  const full: ChildJob = {
    maxBytes: 2 ** 30,
    limits: LIMITS,
    origin: server.origin,
    seeds: SEEDS,
    sizeBytes: SIZE_BYTES,
    ...job,
  };
  const args = ['--import', import.meta.resolve('tsx'), CHILD, JSON.stringify(full)];
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function resultOf(child: ChildProcess): Promise<ChildResult> {
  const chunks: Buffer[] = [];
  child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(child, 'close');
  return JSON.parse(Buffer.concat(chunks).toString()) as ChildResult;
}

/** Folders may go while they are listed. */
function filesBelow(folder: string): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

/** A file may go while the others are looked at. */
function bytesBelow(folder: string): number {
  return filesBelow(folder)
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .reduce((sum, status) => sum + (status?.isFile() === true ? status.size : 0), 0);
}

/** Blocks whose content is not what its header, its name and its folder say. */
function tornFiles(folder: string): string[] {
  return filesBelow(folder).filter((file) => {
    const [, index, length] = /^(\d+)\.(\d+)$/.exec(basename(file)) ?? [];
    if (index === undefined) return false;
    const expected = { entry: basename(dirname(file)), index: Number(index), length: Number(length) };
    return decodeContent(readFileSync(file), expected) === undefined;
  }, TIMEOUT_MS);
}

describe('two workers on one folder', () => {
  it(
    'read 200 times at random with too little room: right bytes, no torn file, the limit held',
    async () => {
      const folder = newFolder();
      const maxBytes = 4_000_000;
      const children = [1, 2].map((seed) => startChild({ folder, maxBytes, random: { seed, reads: 200, atOnce: 4 } }));
      let most = 0;
      const watch = setInterval(() => {
        most = Math.max(most, bytesBelow(folder));
      }, 20);
      const results = await Promise.all(children.map(resultOf));
      clearInterval(watch);
      for (const result of results) {
        expect(result).toMatchObject({ reads: 200, wrong: 0, warnings: [] });
        expect(result.cachedBytes).toBeGreaterThan(0);
      }
      expect(tornFiles(folder)).toEqual([]);
      expect(readdirSync(join(folder, 'new'))).toEqual([]);
      expect(bytesBelow(folder)).toBeLessThanOrEqual(1.05 * maxBytes);
      // Each waits for room a tenth above the limit, not knowing of a twentieth that the other wrote, with one look and
      // what is in flight still to come.
      expect(most).toBeGreaterThan(0.8 * maxBytes);
      expect(most).toBeLessThanOrEqual(1.2 * maxBytes + 2 * IN_FLIGHT_BYTES);
    },
    TIMEOUT_MS,
  );

  it(
    'read the same object at the same time: right bytes',
    async () => {
      const folder = newFolder();
      const children = [1, 2].map(() => startChild({ folder, seeds: SEEDS.slice(0, 1) }));
      const results = await Promise.all(children.map(resultOf));
      const sha256 = createHash('sha256').update(objects.get(SEEDS[0]!)!).digest('hex');
      for (const result of results) expect(result).toMatchObject({ sha256, warnings: [] });
      expect(tornFiles(folder)).toEqual([]);
      expect(bytesBelow(folder)).toBe(SIZE_BYTES + HEADER_BYTES * Math.ceil(SIZE_BYTES / LIMITS.blockBytes));
    },
    TIMEOUT_MS,
  );
});

describe('a worker that is killed (SIGKILL) while it downloads', () => {
  it(
    'goes on where it was: same bytes, none of what it kept transferred again',
    async () => {
      const folder = newFolder();
      const random = new Random(8);
      const object = objects.get(SEEDS[0]!)!;
      const job = { folder, seeds: SEEDS.slice(0, 1) };
      const kills = 4;
      let transferred = 0;
      let kept = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        served = { requests: 0, bytes: 0 };
        const child = startChild(job);
        const closed = once(child, 'close');
        const requests = random.integer(2, 10);
        while (served.requests < requests && child.exitCode === null) await new Promise((done) => setTimeout(done, 1));
        await new Promise((done) => setTimeout(done, random.uniform(0, 15)));
        child.kill('SIGKILL');
        await closed;
        transferred += served.bytes;
        expect(tornFiles(folder)).toEqual([]);
        const keptNow = filesBelow(folder)
          .filter((file) => /^\d+\.\d+$/.test(basename(file)))
          .reduce((sum, file) => sum + statSync(file).size - HEADER_BYTES, 0);
        expect(keptNow).toBeGreaterThanOrEqual(kept);
        kept = keptNow;
      }
      expect(kept).toBeGreaterThan(0);
      served = { requests: 0, bytes: 0 };
      const result = await resultOf(startChild(job));
      expect(result.sha256).toBe(createHash('sha256').update(object).digest('hex'));
      expect(result.warnings).toEqual([]);
      expect(result.networkBytes).toBe(SIZE_BYTES - kept);
      expect(result.cachedBytes).toBeGreaterThanOrEqual(kept);
      expect(served.bytes).toBe(SIZE_BYTES - kept + 1);
      process.stdout.write(
        `${kills} kills: ${transferred} bytes before the last start, ${kept} of them kept; ${served.bytes} after it, of ${SIZE_BYTES}\n`,
      );
      expect(transferred).toBeLessThanOrEqual(kept + kills * (IN_FLIGHT_BYTES + LIMITS.longestBytes));
    },
    TIMEOUT_MS,
  );
});
