import { shownLocation } from '../errors/index.ts';
import type { JobOptions } from '../job/index.ts';

function shown(value: unknown): unknown {
  if (typeof value === 'string') return shownLocation(value);
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shown(part)]));
}

/** Options as they may be shown: addresses without what may be a secret. */
export function shownOptions(options: JobOptions): JobOptions {
  return shown(options) as JobOptions;
}
