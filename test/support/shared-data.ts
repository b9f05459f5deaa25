import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The folder of real data beside the repository; tests that need it skip without it. */
export const SHARED_DATA = fileURLToPath(new URL('../../../shared/data', import.meta.url));

/** For `describe.skipIf`. */
export const NO_SHARED_DATA = !existsSync(SHARED_DATA);

export function sharedPath(path: string): string {
  return `${SHARED_DATA}/${path}`;
}

/** Every IW granule with annotation: zips and folders. */
export function sharedGranules(): string[] {
  if (NO_SHARED_DATA) return [];
  return ['granules', 'pair-2025-track108', 'pair-2023-morocco'].flatMap((folder) =>
    readdirSync(sharedPath(`sentinel1/${folder}`))
      .filter((name) => /^S1._IW_.*\.(?:zip|SAFE)$/.test(name))
      .map((name) => sharedPath(`sentinel1/${folder}/${name}`)),
  );
}
