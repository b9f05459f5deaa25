/** A server of made-up bytes in a process of its own: `/N` is a file of N bytes, given whole or by range. Tells its port. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';

const BLOCK = Buffer.alloc(2 ** 20, 'made up');

function* blocks(length: number): Generator<Buffer> {
  for (let done = 0; done < length; done += BLOCK.byteLength) yield BLOCK.subarray(0, length - done);
}

const server = createServer((request, response) => {
  const sizeBytes = Number((request.url ?? '/').slice(1));
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const [first, last] = from === undefined ? [0, sizeBytes - 1] : [Number(from), Number(to)];
  const length = last - first + 1;
  const range = from === undefined ? {} : { 'content-range': `bytes ${first}-${last}/${sizeBytes}` };
  response.writeHead(from === undefined ? 200 : 206, { 'content-length': length, etag: '"made-up"', ...range });
  Readable.from(blocks(length), { objectMode: true }).pipe(response);
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.once('disconnect', () => process.exit());
