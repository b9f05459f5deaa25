import { isSentryalError } from '../../errors/index.ts';
import type { Warn } from '../../model/index.ts';

/** One place where a granule was looked for. */
export interface FindAttempt {
  /** `Copernicus Data Space`, `ASF burst service`, `ASF archive`. */
  readonly service: string;
  /** Without secrets; empty where nothing was asked. */
  readonly address: string;
  readonly outcome: 'used' | 'failed' | 'skipped';
  /** Empty where it was used. */
  readonly reason: string;
}

/** The attempts of one search, in order. */
export class Attempts {
  readonly #granule: string;
  readonly #warn: Warn;
  readonly #made: FindAttempt[] = [];

  constructor(granule: string, warn: Warn) {
    this.#granule = granule;
    this.#warn = warn;
  }

  get made(): readonly FindAttempt[] {
    return this.#made;
  }

  skipped(service: string, reason: string): void {
    this.#made.push({ service, address: '', outcome: 'skipped', reason });
  }

  /** Runs an attempt; a failure is told as a warning and noted, an abort ends the search. */
  async run<Result>(
    service: string,
    address: string,
    signal: AbortSignal | undefined,
    attempt: () => Promise<Result>,
  ): Promise<Result | undefined> {
    signal?.throwIfAborted();
    try {
      const result = await attempt();
      this.#made.push({ service, address, outcome: 'used', reason: '' });
      return result;
    } catch (error) {
      signal?.throwIfAborted();
      const reason = error instanceof Error ? error.message : String(error);
      this.#made.push({ service, address, outcome: 'failed', reason });
      const code = isSentryalError(error) ? `${error.code}: ` : '';
      this.#warn({
        code: 'GRANULE_SOURCE_FAILED',
        stage: 'fetch',
        message: `${this.#granule} could not be had from ${service} (${address}); the next source is tried. ${code}${reason}`,
      });
      return undefined;
    }
  }

  /** For the error where none succeeded. */
  summary(): string {
    return this.#made
      .filter(({ outcome }) => outcome !== 'used')
      .map(({ service, address, reason }) => `${service}${address === '' ? '' : ` (${address})`}: ${reason}`)
      .map((text) => text.replace(/\.$/, ''))
      .join('; ');
  }
}
