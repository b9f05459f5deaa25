import { execFile, fork } from 'node:child_process';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Network, openNetwork } from '../../src/network/index.ts';

const MEBIBYTE = 2 ** 20;
const WHOLE_BYTES = 1024 * MEBIBYTE;
const LONG_BYTES = 4096 * MEBIBYTE;
const READ_BYTES = 8 * MEBIBYTE;
const READERS = 4;
const ROUNDS = 3;
/** Five times the 80 MB/s that the Copernicus Data Space gives a user over four connections. */
const LEAST_MB_S = 400;
/** That a body of 4 GiB may add to the memory of the process. */
const MOST_GROWTH_BYTES = 256 * MEBIBYTE;

export const description =
  'bytes a second beside curl from a server on loopback, and memory while 4 GiB stream through';

async function startServer(): Promise<{ port: number; stop(): void }> {
  const child = fork(fileURLToPath(new URL('../support/range-server.ts', import.meta.url)), {
    execArgv: ['--import', 'tsx'],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(Number(message)));
    child.once('error', reject);
    child.once('exit', reject);
  });
  return { port, stop: () => child.disconnect() };
}

/** Reads a body and throws it away. */
async function stream(network: Network, url: string, onChunk: () => void = () => {}): Promise<number> {
  const response = await network.request({ url });
  let bytes = 0;
  for await (const chunk of response.stream()) {
    bytes += chunk.byteLength;
    onChunk();
  }
  return bytes;
}

/** Reads a file by ranges, several at a time, as the cache does. */
async function readRanges(network: Network, url: string, sizeBytes: number): Promise<number> {
  let [next, bytes] = [0, 0];
  const reader = async (): Promise<void> => {
    while (next < sizeBytes) {
      const offset = next;
      next += READ_BYTES;
      const range = { offset, length: Math.min(READ_BYTES, sizeBytes - offset) };
      const response = await network.request({ url, range, etag: '"made-up"' });
      const part = await response.bytes(range.length);
      bytes += part.byteLength;
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return bytes;
}

async function curl(url: string): Promise<number> {
  const { stdout } = await promisify(execFile)('curl', ['-s', '-o', '/dev/null', '-w', '%{size_download}', url]);
  return Number(stdout);
}

/** What Node reads from a socket that nobody looks at. */
async function bareSocket(url: string): Promise<number> {
  const { hostname, port, pathname } = new URL(url);
  let bytes = 0;
  const socket = connect(Number(port), hostname);
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
  socket.once('data', (head: Buffer) => (bytes -= head.indexOf('\r\n\r\n') + 4));
  socket.on('data', (chunk: Buffer) => (bytes += chunk.byteLength));
  await new Promise((resolve, reject) => socket.once('close', resolve).once('error', reject));
  return bytes;
}

async function compare(network: Network, url: string): Promise<void> {
  const ways: readonly (readonly [name: string, read: () => Promise<number>])[] = [
    ['curl, one connection', () => curl(url)],
    ['a bare socket of Node', () => bareSocket(url)],
    ['a body as a stream', () => stream(network, url)],
    [`${READERS} readers, ranges of ${READ_BYTES / MEBIBYTE} MiB`, () => readRanges(network, url, WHOLE_BYTES)],
  ];
  const best = ways.map(() => 0);
  for (let round = 0; round < ROUNDS; round++)
    for (const [n, [name, read]] of ways.entries()) {
      const startMs = performance.now();
      const bytes = await read();
      if (bytes !== WHOLE_BYTES) console.log(`${name}: ${bytes} bytes instead of ${WHOLE_BYTES} | MISSED`);
      best[n] = Math.max(best[n]!, bytes / (performance.now() - startMs) / 1000);
    }
  for (const [n, [name]] of ways.entries()) {
    const speed = best[n]!;
    console.log(
      `${name.padEnd(30)} ${speed.toFixed(0).padStart(5)} MB/s | ${(speed / best[0]!).toFixed(2)} of curl | ` +
        `limit ${LEAST_MB_S} MB/s | ${speed >= LEAST_MB_S ? 'met' : 'MISSED'}`,
    );
  }
}

async function measureMemory(network: Network, url: string): Promise<void> {
  const before = process.memoryUsage().rss;
  let highest = before;
  let chunks = 0;
  const bytes = await stream(network, url, () => {
    if (chunks++ % 64 === 0) highest = Math.max(highest, process.memoryUsage().rss);
  });
  const growth = highest - before;
  const met = bytes === LONG_BYTES && growth <= MOST_GROWTH_BYTES;
  console.log(
    `${bytes / MEBIBYTE} MiB streamed: resident ${(before / MEBIBYTE).toFixed(0)} MiB before, ` +
      `${(highest / MEBIBYTE).toFixed(0)} at most | growth limit ${MOST_GROWTH_BYTES / MEBIBYTE} MiB | ${met ? 'met' : 'MISSED'}`,
  );
}

export async function run(): Promise<void> {
  const server = await startServer();
  const network = openNetwork({ allowPrivate: true, allowedHosts: [] });
  try {
    const at = (bytes: number): string => `http://127.0.0.1:${server.port}/${bytes}`;
    await measureMemory(network, at(LONG_BYTES));
    await compare(network, at(WHOLE_BYTES));
  } finally {
    await network.close();
    server.stop();
  }
}
