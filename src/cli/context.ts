import type { Readable } from 'node:stream';
import type { Warn, Warning } from '../model/index.ts';
import type { Settings } from '../settings/index.ts';
import type { Terminal } from './terminal.ts';

/** What every command is given. */
export interface CommandContext {
  readonly settings: Settings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** People read this: stderr. */
  readonly terminal: Terminal;
  /** Writes to stdout. */
  readonly print: (text: string) => void;
  /** Opens stdin; commands that do not read it leave it alone. */
  readonly stdin: () => Readable & { readonly isTTY?: boolean };
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
  /** Prints a warning; commands with an answer collect them too. */
  readonly warn: Warn;
  /** Warnings from before the command began, already printed. */
  readonly warnings: readonly Warning[];
  /** `performance.now()` at the start of the process, ms. */
  readonly startedMs: number;
}
