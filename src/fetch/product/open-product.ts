import { stat } from 'node:fs/promises';
import { SentryalError } from '../../errors/index.ts';
import { fileError } from '../file-error.ts';
import type { ProductFiles } from './product-files.ts';
import { openSafeFolder } from './safe-folder.ts';
import { openZip } from './zip-source.ts';

export interface OpenProductOptions {
  /** Folder that may hold what has to be unpacked from a zip; created when needed. */
  readonly cacheDir: string;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Opens a product on disk: a `.SAFE` folder, a folder that contains one, or a zip of one.
 * @throws SentryalError FILE_NOT_FOUND, PRODUCT_NOT_FOUND, FILE_UNREADABLE, ZIP_*
 */
export async function openProduct(path: string, options: OpenProductOptions): Promise<ProductFiles> {
  options.signal?.throwIfAborted();
  const status = await stat(path).catch((error: unknown) => {
    throw fileError(path, error);
  });
  if (status.isDirectory()) return openSafeFolder(path);
  if (/\.zip$/i.test(path)) return openZip(path, options.cacheDir, options.signal);
  throw new SentryalError('PRODUCT_NOT_FOUND', { path, reason: 'it is neither a folder nor a .zip' });
}
