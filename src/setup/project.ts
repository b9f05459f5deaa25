import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own folder (this file is src/setup/project.ts in it). */
export const PROJECT_FOLDER = fileURLToPath(new URL('../../', import.meta.url));

/** Absolute path of the script behind a dependency's command, so that it runs with this Node and without a shell. */
export function packageBin(packageName: string, command = packageName): string {
  const folder = resolve(PROJECT_FOLDER, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>;
  };
  return resolve(folder, typeof bin === 'string' ? bin : bin[command]!);
}
