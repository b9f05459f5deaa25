import type { OpenedDataAccess } from '../../src/fetch/index.ts';
import type { Warn, Warning } from '../../src/model/index.ts';
import type { Log } from '../worker/log-line.ts';

/**
 * One way to data for all jobs of a process: connections, cache and credentials are opened when the first job needs them.
 * What was said of them then is true of every later job too, and said to it; what a job's own reads meet, to that job.
 */
export class SharedAccess {
  readonly #openNow: (warn: Warn) => Promise<OpenedDataAccess>;
  readonly #log: Log;
  #opened: Promise<OpenedDataAccess> | undefined;
  #saidAtOpening: Warning[] = [];

  constructor(openNow: (warn: Warn) => Promise<OpenedDataAccess>, log: Log) {
    this.#openNow = openNow;
    this.#log = log;
  }

  /** For one job: what it closes is only its own use. */
  readonly open = async (warn: Warn): Promise<OpenedDataAccess> => {
    this.#opened ??= this.#openOnce();
    const attempt = this.#opened;
    try {
      const opened = await attempt;
      // Once each: two reads of a job may share an old copy, and the disk may be in trouble before and during it.
      const said = new Set<string>();
      const warnOnce = (warning: Warning): void => {
        if (said.has(warning.message)) return;
        said.add(warning.message);
        warn(warning);
      };
      const cache = opened.cache.forJob(warnOnce);
      this.#saidAtOpening.forEach(warnOnce);
      return { ...opened, cache, warn, close: () => cache.close() };
    } catch (error) {
      if (this.#opened === attempt) this.#opened = undefined;
      throw error;
    }
  };

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close();
  }

  async #openOnce(): Promise<OpenedDataAccess> {
    const said: Warning[] = [];
    let isOpen = false;
    const opened = await this.#openNow((warning) => {
      // Between jobs nobody else hears it.
      if (isOpen) this.#log('WARN', `${warning.code}: ${warning.message}`);
      else said.push(warning);
    });
    isOpen = true;
    this.#saidAtOpening = said;
    return opened;
  }
}
