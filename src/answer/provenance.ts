import { createHash } from 'node:crypto';
import type { Cost, Hashes, JobOptions } from '../job/index.ts';
import { roundTo } from './rounding.ts';

/** JSON without white space, the keys of every object in order: one text for one value. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Hashes of what was asked for and of what was read. */
export function hashes(options: JobOptions, inputs: Hashes['inputs']): Hashes {
  const sorted = inputs.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    options_sha256: sha256(canonicalJson(options)),
    inputs_sha256: sha256(canonicalJson(sorted)),
    inputs: sorted,
  };
}

/** What the processing cost at the job's price; null where it gives none. */
export function cost({ price_per_second: price, currency }: JobOptions, processingTimeS: number): Cost | null {
  return price === undefined ? null : { amount: roundTo(price * processingTimeS, 6), currency: currency ?? null };
}
