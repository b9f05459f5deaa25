import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Writes a bench's result to bench/results/<bench>-<adapter>-<date>.json. Returns its path from the repository's root. */
export async function writeResult(bench: string, adapter: string, result: unknown): Promise<string> {
  const slug = adapter
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const name = `${bench}-${slug}-${new Date().toISOString().slice(0, 10)}.json`;
  const folder = new URL('../results/', import.meta.url);
  await mkdir(folder, { recursive: true });
  await writeFile(fileURLToPath(new URL(name, folder)), `${JSON.stringify(result, null, 2)}\n`);
  return `bench/results/${name}`;
}
