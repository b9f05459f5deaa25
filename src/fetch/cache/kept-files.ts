import { redactUrl } from '../../errors/index.ts';
import type { Warn, Warning } from '../../model/index.ts';
import { noteCachedBytes } from '../source/read-ledger.ts';
import type { CacheFolder } from './cache-folder.ts';
import { WHOLE, entryName } from './entry-names.ts';
import { SharedTasks } from './shared-tasks.ts';

interface Answer {
  readonly content: Uint8Array;
  readonly isKept: boolean;
  /** Said to each who gets it, where the content is older than it should be. */
  readonly warning?: Warning;
}

function spokenAge(seconds: number): string {
  if (seconds < 3600) return `${Math.round(seconds / 60)} min`;
  return seconds < 48 * 3600 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} days`;
}

/** Small files kept whole. */
export class KeptFiles {
  readonly #folder: CacheFolder;
  readonly #tasks = new SharedTasks<Answer>();

  constructor(folder: CacheFolder) {
    this.#folder = folder;
  }

  /** See DataCache.file. */
  async get(
    key: string,
    maxAgeS: number,
    fetch: (signal?: AbortSignal) => Promise<Uint8Array>,
    warn: Warn,
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const work = (shared: AbortSignal): Promise<Answer> => this.#find(key, maxAgeS, fetch, shared);
    const { content, isKept, warning } = await this.#tasks.join(`${maxAgeS} ${key}`, work, signal);
    if (warning) warn(warning);
    if (isKept) noteCachedBytes(content.byteLength);
    return Uint8Array.from(content);
  }

  async #find(
    key: string,
    maxAgeS: number,
    fetch: (signal?: AbortSignal) => Promise<Uint8Array>,
    signal: AbortSignal,
  ): Promise<Answer> {
    const name = { entry: entryName('file', key), file: WHOLE, index: 0 };
    const kept = await this.#folder.read(name);
    // A time far ahead comes from a clock that was wrong: the age is not known then.
    const ageS = kept ? Math.abs(this.#folder.now - kept.fetchedS) : Infinity;
    if (kept && ageS <= maxAgeS) return { content: kept.content, isKept: true };
    let content: Uint8Array;
    try {
      content = await fetch(signal);
    } catch (error) {
      if (!kept || signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      const warning: Warning = {
        code: 'CACHE_STALE',
        stage: 'fetch',
        message: `${redactUrl(key)} could not be fetched (${reason}); a copy that is ${spokenAge(ageS)} old is used.`,
      };
      return { content: kept.content, isKept: true, warning };
    }
    await this.#folder.write(name, content);
    return { content, isKept: false };
  }
}
