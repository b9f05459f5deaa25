import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import { fileError } from '../file-error.ts';
import { openFileSource } from '../source/file-source.ts';
import { MAX_TEXT_BYTES, type ProductFiles, type ProductMember } from './product-files.ts';
import { noteBytes, noteText } from '../source/read-ledger.ts';

const MANIFEST = 'manifest.safe';

/** The product's root: the folder itself, or the one folder below it that holds a manifest. */
async function findRoot(path: string): Promise<string> {
  const entries = await readdir(path, { withFileTypes: true });
  if (entries.some((entry) => entry.name === MANIFEST)) return path;
  const below = [];
  for (const entry of entries) {
    if (!entry.name.endsWith('.SAFE')) continue;
    const inside: string[] = await readdir(join(path, entry.name)).catch(() => []);
    if (inside.includes(MANIFEST)) below.push(entry.name);
  }
  if (below.length === 1) return join(path, below[0]!);
  const reason = below.length === 0 ? `it has no ${MANIFEST}` : `it contains ${below.length} .SAFE folders`;
  throw new SentryalError('PRODUCT_NOT_FOUND', { path, reason });
}

async function listMembers(root: string): Promise<ProductMember[]> {
  const members: ProductMember[] = [];
  for (const entry of await readdir(root, { withFileTypes: true, recursive: true })) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const status = await stat(file);
    if (!status.isFile()) continue;
    members.push({ path: relative(root, file).split(sep).join('/'), sizeBytes: status.size });
  }
  return members.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * The files of a product that lies unpacked on disk.
 * @throws SentryalError PRODUCT_NOT_FOUND, FILE_UNREADABLE
 */
export async function openSafeFolder(path: string): Promise<ProductFiles> {
  let root: string;
  let members: ProductMember[];
  try {
    root = await findRoot(path);
    members = await listMembers(root);
  } catch (error) {
    throw fileError(path, error);
  }
  const name = basename(root).replace(/\.SAFE$/, '');
  const find = (member: string): ProductMember => {
    const found = members.find((candidate) => candidate.path === member);
    if (found === undefined) throw new SentryalError('PRODUCT_MEMBER_MISSING', { product: name, member });
    return found;
  };
  return {
    name,
    location: root,
    list: () => members,
    async readText(member, options) {
      const { sizeBytes } = find(member);
      if (sizeBytes > MAX_TEXT_BYTES)
        throw new SentryalError('PRODUCT_MEMBER_TOO_LARGE', {
          product: name,
          member,
          size: sizeBytes,
          limit: MAX_TEXT_BYTES,
        });
      const file = join(root, member);
      try {
        const content = await readFile(file, { ...(options?.signal && { signal: options.signal }) });
        noteBytes(content.byteLength);
        noteText(`${name}.SAFE/${member}`, content);
        return content.toString('utf8');
      } catch (error) {
        throw fileError(file, error);
      }
    },
    async open(member) {
      find(member);
      return openFileSource(join(root, member), member);
    },
    async close() {},
  };
}
