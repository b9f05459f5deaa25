import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { AdapterEnvironment } from './adapter-environment.ts';
import type { FoundAdapter } from './adapter-probe.ts';

/** A probe that found an adapter, and what was added to the environment for it. */
export interface RememberedAdapter {
  /** Digest of the drivers it was found with (driver-files.ts). */
  readonly digest: string;
  readonly found: FoundAdapter;
  readonly environment: AdapterEnvironment;
  /** Files of the set-up's own driver: part of the digest. */
  readonly driverFiles: readonly string[];
}

function cacheFile(cacheFolder: string): string {
  return join(cacheFolder, 'adapter.json');
}

/** The adapter found last, or undefined when there is none or its file cannot be read. */
export function recallAdapter(cacheFolder: string): RememberedAdapter | undefined {
  try {
    const remembered = JSON.parse(readFileSync(cacheFile(cacheFolder), 'utf8')) as Partial<RememberedAdapter>;
    const { digest, found, environment, driverFiles } = remembered;
    return digest && found && environment && driverFiles ? { digest, found, environment, driverFiles } : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a found adapter for the next start. A cache that cannot be written costs time only, so it is no error. */
export async function rememberAdapter(cacheFolder: string, remembered: RememberedAdapter): Promise<void> {
  const file = cacheFile(cacheFolder);
  const temporary = `${file}.${process.pid}`;
  const text = JSON.stringify(remembered, undefined, 2);
  try {
    await mkdir(dirname(file), { recursive: true });
    if ((await readFile(file, 'utf8').catch(() => '')) === text) return;
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch {
    return;
  }
}
