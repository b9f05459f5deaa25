import { SentryalError } from '../../errors/index.ts';
import { redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import type { RemoteObject } from '../remote-object.ts';
import { openHttpObject } from '../source/http-object.ts';

/** Tiles are made anew once in years. */
const HEAD_KEPT_S = 30 * 86_400;

type Head = Pick<RemoteObject, 'version' | 'sizeBytes'>;

const written = ({ version, sizeBytes }: Head): Uint8Array => new TextEncoder().encode(`${sizeBytes}\n${version}`);

function parseHead(bytes: Uint8Array): Head {
  const [size, ...version] = new TextDecoder().decode(bytes).split('\n');
  return { sizeBytes: Number(size), version: version.join('\n') };
}

/**
 * Opens an object of a public service that hardly ever changes: what it was when it was last opened is kept, so that parts that
 * are in the cache are read without a connection. One that did change is found out at the next read.
 * @throws SentryalError those of `openHttpObject`; reads also RESOURCE_CHANGED
 */
export async function openKeptObject(
  url: string,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<RemoteObject> {
  const address = redactUrl(url);
  const key = `${address} head`;
  let opened: Promise<RemoteObject> | undefined;
  const open = async (openSignal: AbortSignal | undefined): Promise<RemoteObject> => {
    const opening = (opened ??= openHttpObject(url, access.network, { signal: openSignal }));
    opening.catch(() => {
      if (opened === opening) opened = undefined;
    });
    return opening;
  };
  const head = parseHead(
    await access.cache.file(key, HEAD_KEPT_S, async (shared) => written(await open(shared)), signal),
  );
  const { version, sizeBytes } = head;
  return {
    name: address,
    address,
    version,
    sizeBytes,
    async read(offset, length, options) {
      const remote = await open(options?.signal);
      if (remote.version !== version || remote.sizeBytes !== sizeBytes) {
        await access.cache.file(key, 0, async () => written(remote), options?.signal);
        throw new SentryalError('RESOURCE_CHANGED', {
          url: address,
          reason: 'it is another than when it was last read',
        });
      }
      return remote.read(offset, length, options);
    },
    async close() {
      const remote = await opened?.catch(() => undefined);
      await remote?.close();
    },
  };
}
