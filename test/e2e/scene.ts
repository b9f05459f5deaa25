import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type SimulateOptions, simulate } from '../../src/simulate/index.ts';

/** Simulates a scene once for a test file and removes it afterwards. Returns a function that gives its folder. */
export function useScene(options: Omit<SimulateOptions, 'outDir'>): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), `sentryal-${options.scene}-`));
    await simulate({ ...options, outDir: folder });
  });
  afterAll(async () => {
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  return () => folder;
}

/** Exchanges reference and secondary in a job document. */
export function exchange(document: Record<string, unknown>): void {
  const options = document['options'] as Record<string, unknown>;
  for (const [holder, reference, secondary] of [
    [document, 'reference_granule', 'secondary_granule'],
    [document, 'reference_url', 'secondary_url'],
    [options, 'reference_orbit', 'secondary_orbit'],
  ] as const)
    [holder[reference], holder[secondary]] = [holder[secondary], holder[reference]];
}

/** Makes the secondary the reference again. */
export function sameTwice(document: Record<string, unknown>): void {
  const options = document['options'] as Record<string, unknown>;
  document['secondary_granule'] = document['reference_granule'];
  document['secondary_url'] = document['reference_url'];
  options['secondary_orbit'] = options['reference_orbit'];
  options['allow_same_granule'] = true;
}
