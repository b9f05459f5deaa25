import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { type DataCache, type DataCacheOptions, openDataCache } from '../../../../src/fetch/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

export const BLOCK = 100;

/** Short lengths, so that small objects have many blocks. */
export const LIMITS = {
  blockBytes: BLOCK,
  gapBytes: BLOCK,
  splitBytes: 4 * BLOCK,
  longestBytes: 8 * BLOCK,
  parallel: 4,
};

/** Caches of one test file. Where nothing else is said, one that must not warn. */
export function testCaches(): {
  readonly newFolder: () => string;
  readonly openCache: (options?: Partial<DataCacheOptions>) => Promise<DataCache>;
} {
  const below = temporaryFolder();
  const newFolder = (): string => mkdtempSync(join(below, 'cache-'));
  return {
    newFolder,
    openCache: (options) =>
      openDataCache({
        folder: options?.folder ?? newFolder(),
        maxBytes: 2 ** 30,
        limits: LIMITS,
        warn: ({ message }) => {
          throw new Error(message);
        },
        ...options,
      }),
  };
}
