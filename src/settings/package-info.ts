import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PackageInfo {
  readonly version: string;
  /** The project's own folder. */
  readonly folder: string;
  /** Version ranges of the runtime dependencies, by name. */
  readonly dependencies: Readonly<Record<string, string>>;
}

interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Record<string, string>;
}

let found: PackageInfo | undefined;

/** The project's package.json: the nearest one above this file that is named sentryal, from sources and from a build. */
export function packageInfo(): PackageInfo {
  for (let folder = dirname(fileURLToPath(import.meta.url)); found === undefined; folder = dirname(folder)) {
    const manifest = readManifest(join(folder, 'package.json'));
    const isOurs = manifest?.name === 'sentryal';
    if (isOurs || dirname(folder) === folder) {
      found = { version: manifest?.version ?? 'unknown', folder, dependencies: manifest?.dependencies ?? {} };
    }
  }
  return found;
}

/** The version of an installed dependency; undefined where it is not installed. */
export function installedVersion(name: string): string | undefined {
  return readManifest(join(packageInfo().folder, 'node_modules', name, 'package.json'))?.version;
}

function readManifest(file: string): Manifest | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
  } catch {
    return undefined;
  }
}
