import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { type AdapterDescription, adapterName } from '../../src/gpu/index.ts';
import type { BenchFile, BenchPart } from './record.ts';
import { resultTable } from './result-table.ts';

const FOLDER = new URL('../results/', import.meta.url);

/** An adapter's name without its driver's version, for a file name. */
function slugOf(adapter: string): string {
  const short = adapter.replace(/[:(].*$/, '');
  return short
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
}

export async function readResults(path: string): Promise<BenchFile> {
  return JSON.parse(await readFile(path, 'utf8')) as BenchFile;
}

/**
 * Writes what a bench measured into `bench/results/<adapter>-<date>.json`, in place of what it measured earlier that day,
 * and the table made from the whole file beside it.
 * @returns path of the JSON file from the repository's root
 */
export async function writeResults(adapter: AdapterDescription, name: string, part: BenchPart): Promise<string> {
  const date = new Date().toISOString().slice(0, 10);
  const file = `${slugOf(adapterName(adapter))}-${date}`;
  const path = fileURLToPath(new URL(`${file}.json`, FOLDER));
  const before = await readResults(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  const processors = cpus();
  const results: BenchFile = {
    adapter: adapterName(adapter),
    isSoftware: adapter.isSoftware,
    date,
    node: process.version,
    processors: `${processors.length} x ${processors[0]?.model ?? 'unknown'}`,
    benches: { ...before?.benches, [name]: part },
  };
  await mkdir(fileURLToPath(FOLDER), { recursive: true });
  await writeFile(path, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(fileURLToPath(new URL(`${file}.md`, FOLDER)), resultTable(results));
  return `bench/results/${file}.json`;
}
