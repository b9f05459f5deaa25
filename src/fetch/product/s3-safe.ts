import { posix } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import type { S3 } from '../../network/index.ts';
import type { DataCache } from '../cache/index.ts';
import { noteText } from '../source/read-ledger.ts';
import { openS3Object } from '../source/s3-object.ts';
import { MAX_TEXT_BYTES, type ProductFiles, type ProductMember } from './product-files.ts';

const MANIFEST = 'manifest.safe';

/** A product has some 60 files; a prefix with more than this below it is none. */
const MAX_FILES = 5000;

interface Listed {
  /** Key of the folder, with its last slash. */
  readonly root: string;
  readonly members: readonly ProductMember[];
}

/** The files below a prefix, or below the one .SAFE folder there. */
async function listProduct(s3: S3, bucket: string, prefix: string, signal: AbortSignal | undefined): Promise<Listed> {
  const below = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const path = s3.address(bucket, below);
  const listed: ProductMember[] = [];
  for await (const { key, sizeBytes } of s3.list(bucket, below, signal)) {
    // Some tools write an empty object for each folder.
    if (!key.endsWith('/')) listed.push({ path: key.slice(below.length), sizeBytes });
    if (listed.length > MAX_FILES)
      throw new SentryalError('PRODUCT_NOT_FOUND', { path, reason: `it has more than ${MAX_FILES} files` });
  }
  const folders = listed
    .map((member) => member.path)
    .filter((member) => member === MANIFEST || /^[^/]+\.SAFE\/manifest\.safe$/.test(member))
    .map((member) => member.slice(0, -MANIFEST.length));
  const folder = folders.includes('') ? '' : folders[0];
  if (folder === undefined || (folder !== '' && folders.length > 1)) {
    const reason = folder === undefined ? `it has no ${MANIFEST}` : `it contains ${folders.length} .SAFE folders`;
    throw new SentryalError('PRODUCT_NOT_FOUND', { path, reason });
  }
  const members = listed
    .filter((member) => member.path.startsWith(folder))
    .map((member) => ({ path: member.path.slice(folder.length), sizeBytes: member.sizeBytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { root: below + folder, members };
}

/**
 * The files of a product that lies unpacked in a bucket, read through the cache.
 * @param prefix key of the `.SAFE` folder, or of a folder that contains one
 * @throws SentryalError PRODUCT_NOT_FOUND and what {@link S3} throws
 */
export async function openS3Safe(
  s3: S3,
  bucket: string,
  prefix: string,
  cache: DataCache,
  signal?: AbortSignal,
): Promise<ProductFiles> {
  const { root, members } = await listProduct(s3, bucket, prefix, signal);
  const location = s3.address(bucket, root).replace(/\/$/, '');
  const name = posix.basename(location).replace(/\.SAFE$/, '');
  const find = (member: string): ProductMember => {
    const found = members.find((candidate) => candidate.path === member);
    if (found === undefined) throw new SentryalError('PRODUCT_MEMBER_MISSING', { product: name, member });
    return found;
  };
  const open = async (member: string, openSignal: AbortSignal | undefined): Promise<ByteSource> => {
    const { sizeBytes } = find(member);
    // A listing may tell other ETags than the object itself does: only the latter's are held to.
    const remote = await openS3Object(s3, bucket, root + member, openSignal);
    if (remote.sizeBytes !== sizeBytes)
      throw new SentryalError('RESOURCE_CHANGED', {
        url: remote.address,
        reason: `it has ${remote.sizeBytes} bytes instead of ${sizeBytes}`,
      });
    return cache.source(remote);
  };
  return {
    name,
    location,
    list: () => members,
    async readText(member, options) {
      const { sizeBytes } = find(member);
      if (sizeBytes > MAX_TEXT_BYTES) {
        const details = { product: name, member, size: sizeBytes, limit: MAX_TEXT_BYTES };
        throw new SentryalError('PRODUCT_MEMBER_TOO_LARGE', details);
      }
      const signalled = options?.signal;
      const source = await open(member, signalled);
      try {
        const content = await source.read(0, sizeBytes, signalled === undefined ? undefined : { signal: signalled });
        noteText(`${name}.SAFE/${member}`, content);
        return new TextDecoder().decode(content);
      } finally {
        await source.close();
      }
    },
    open: (member, options) => open(member, options?.signal),
    async close() {},
  };
}
