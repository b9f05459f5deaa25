import { createHash } from 'node:crypto';
import type { AnswerProduct } from '../job/index.ts';

/** Of the STAC Item itself: it is GeoJSON (STAC best practices, media types). */
export const STAC_TYPE = 'application/geo+json';

/** A multihash names its hash, 0x12 for SHA-256, and its length, before it. */
const SHA256_MULTIHASH = '1220';

/** What the answer says of a file whose content is at hand. */
export function productFile(
  file: Pick<AnswerProduct, 'kind' | 'name' | 'path' | 'media_type'>,
  content: string | Uint8Array,
): AnswerProduct {
  const bytes = Buffer.from(content);
  return { ...file, url: null, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** What an asset of a STAC Item says of any file (extension file 2.1). */
export function fileAsset({ path, media_type: type, bytes, sha256 }: AnswerProduct): Record<string, unknown> {
  return {
    href: `./${path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)}`,
    type,
    'file:size': bytes,
    'file:checksum': `${SHA256_MULTIHASH}${sha256}`,
  };
}

/** Assets of the files that come after the rasters. */
const ASSETS: Partial<Record<AnswerProduct['name'], { readonly title: string; readonly roles: readonly string[] }>> = {
  points: { title: 'Points with their displacement, GeoJSON', roles: ['data'] },
  points_egms: { title: 'Points with their displacement, columns of EGMS', roles: ['data'] },
  report: { title: 'Report: map, points, figures, diagnostics', roles: ['metadata'] },
};

/**
 * A STAC Item that lists files too, in place of those of the same names that it listed.
 * @param item as it was read; of what is no Item nothing is made
 */
export function withFiles(item: unknown, files: readonly AnswerProduct[]): Record<string, unknown> | undefined {
  if (typeof item !== 'object' || item === null || !('assets' in item)) return undefined;
  const { assets } = item;
  if (typeof assets !== 'object' || assets === null) return undefined;
  const added = files.flatMap((file) => {
    const words = ASSETS[file.name];
    return words ? [[file.name, { ...fileAsset(file), ...words }] as const] : [];
  });
  return { ...item, assets: { ...assets, ...Object.fromEntries(added) } };
}
