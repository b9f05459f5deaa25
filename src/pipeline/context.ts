import type { Progress, Warn, Warning } from '../model/index.ts';
import type { Settings } from '../settings/index.ts';

/** What a job is given beside itself. */
export interface JobContext {
  readonly settings: Settings;
  /** Folder for rasters; without one none are written. */
  readonly outDir?: string;
  readonly progress: Progress;
  readonly warn: Warn;
  readonly signal: AbortSignal;
  /** Every warning so far; `warn` adds to it. */
  readonly warnings: readonly Warning[];
}
