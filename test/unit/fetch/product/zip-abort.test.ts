import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memorySource, openProductAt } from '../../../../src/fetch/index.ts';
import { zipProduct } from '../../../../src/fetch/product/zip-source.ts';
import type { ByteSource } from '../../../../src/model/index.ts';
import { testAccess } from '../../../support/data-access.ts';
import { startHttpServer } from '../../../support/servers/http-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { tinyZip } from '../../../support/tiny-zip.ts';

const folder = temporaryFolder();
const NAME = 'S1A_IW_SLC__1SDV_20230605T000000_20230605T000027_048844_05DFB9_0000';
const STORED = 'annotation/stored.xml';
const DEFLATED = 'annotation/deflated.xml';
const text = Buffer.from('<product/>'.repeat(100));
const zip = tinyZip([
  { path: `${NAME}.SAFE/manifest.safe`, bytes: Buffer.from('<xfdu/>') },
  { path: `${NAME}.SAFE/${STORED}`, bytes: text },
  { path: `${NAME}.SAFE/${DEFLATED}`, bytes: text, deflated: true },
]);
const headerOf = (member: string): number => zip.indexOf(`${NAME}.SAFE/${member}`) - 30;

/** The zip at a source that never answers a read of some byte, unless the read is given up. */
function stuckSource(): ByteSource & { stuckAt: number | undefined; readonly stuck: Promise<void>; closed: boolean } {
  const whole = memorySource('zip', zip);
  let tell = (): void => {};
  const source = {
    ...whole,
    stuckAt: undefined as number | undefined,
    stuck: new Promise<void>((resolve) => (tell = resolve)),
    closed: false,
    async read(offset: number, length: number, options?: { signal?: AbortSignal }) {
      const { stuckAt } = source;
      if (stuckAt === undefined || stuckAt < offset || stuckAt >= offset + length)
        return whole.read(offset, length, options);
      tell();
      return new Promise<Uint8Array>((_, reject) =>
        options?.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error)),
      );
    },
    async close() {
      source.closed = true;
    },
  };
  return source;
}

describe('a zip whose source does not answer', () => {
  it('is not opened any more when that is aborted', async () => {
    const source = stuckSource();
    source.stuckAt = zip.byteLength - 1;
    const controller = new AbortController();
    const opening = zipProduct('zip', source, folder, controller.signal);
    await source.stuck;
    controller.abort(new Error('enough'));
    await expect(opening).rejects.toThrow('enough');
    expect(source.closed).toBe(true);
  });

  it.each([
    ['the header of a stored member', STORED, headerOf(STORED)],
    ['a stored member', STORED, zip.indexOf(text)],
    ['the header of a deflated member', DEFLATED, headerOf(DEFLATED)],
    ['a deflated member', DEFLATED, zip.indexOf(deflateRawSync(text, { level: 6 }))],
  ])('gives up %s when its reading is aborted, or the product closed', async (_, member, stuckAt) => {
    const source = stuckSource();
    const product = await zipProduct('zip', source, folder);
    source.stuckAt = stuckAt;
    const controller = new AbortController();
    const aborted = product.readText(member, { signal: controller.signal });
    await source.stuck;
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    const closed = product.readText(member).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    await product.close();
    expect(await closed).toMatchObject({ name: 'AbortError' });
  });
});

it('a server that sends byte after byte does not outlive an abort', async () => {
  const dribbles: NodeJS.Timeout[] = [];
  let tell = (): void => {};
  const dribbling = new Promise<void>((resolve) => (tell = resolve));
  const server = await startHttpServer({
    '/granule.zip': ({ headers }, response) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      const part = zip.subarray(Number(first), Number(last) + 1);
      const range = `bytes ${first}-${last}/${zip.byteLength}`;
      response.writeHead(206, { etag: '"1"', 'content-range': range, 'content-length': String(part.byteLength) });
      if (part.byteLength === 1) return void response.end(part);
      let sent = 0;
      dribbles.push(
        setInterval(() => response.write(part.subarray(sent, (sent += 1)), () => sent === 3 && tell()), 20),
      );
    },
  });
  const access = await testAccess(`${folder}/cache`);
  const controller = new AbortController();
  const options = { cacheDir: folder, signal: controller.signal };
  const opening = openProductAt(`${server.origin}/granule.zip`, NAME, access, options);
  await dribbling;
  controller.abort(new Error('enough'));
  await expect(opening).rejects.toThrow('enough');
  for (const dribble of dribbles) clearInterval(dribble);
  await access.close();
  await server.close();
});
