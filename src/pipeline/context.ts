import type { DataAccess } from '../fetch/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { Progress, Warn, Warning } from '../model/index.ts';
import type { Settings } from '../settings/index.ts';

/** What a job is given beside itself. */
export interface JobContext {
  readonly settings: Settings;
  /** How data is reached, here and elsewhere. */
  readonly access: DataAccess;
  /** Folder for rasters; without one none are written. */
  readonly outDir?: string;
  readonly progress: Progress;
  readonly warn: Warn;
  readonly signal: AbortSignal;
  /** The device of a process that does many jobs; without it a job opens one of its own and closes it. */
  readonly keptDevice?: () => Promise<Gpu>;
  /** Every warning so far; `warn` adds to it. */
  readonly warnings: readonly Warning[];
}
