import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { packageInfo } from '../settings/index.ts';

/** The project's own folder, from sources and from a build. */
export const PROJECT_FOLDER = packageInfo().folder;

/** Absolute path of the script behind a dependency's command, so that it runs with this Node and without a shell. */
export function packageBin(packageName: string, command = packageName): string {
  const folder = resolve(PROJECT_FOLDER, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return resolve(folder, typeof bin === 'string' ? bin : bin[command]!);
}
