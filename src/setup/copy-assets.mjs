/*
 * Second half of `npm run build`: copies what is not TypeScript but read at run time (lists, styles, scripts) from src and
 * handler to where the compiled files look for it: into dist, or the folder that is its argument.
 */
import { cpSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../', import.meta.url));
const OUTPUT = process.argv[2] ?? join(PROJECT, 'dist');

for (const room of ['src', 'handler'])
  for (const entry of readdirSync(join(PROJECT, room), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || /\.(ts|md|mts)$/.test(entry.name)) continue;
    const file = join(entry.parentPath, entry.name);
    cpSync(file, join(OUTPUT, relative(PROJECT, file)));
  }
