import type { OpenedDataAccess } from '../../src/fetch/index.ts';
import type { Warn } from '../../src/model/index.ts';
import type { Log } from '../worker/log-line.ts';

/** One way to data for all jobs of a process: connections, cache and credentials are opened when the first job needs them. */
export class SharedAccess {
  readonly #openNow: (warn: Warn) => Promise<OpenedDataAccess>;
  readonly #log: Log;
  #opened: Promise<OpenedDataAccess> | undefined;

  constructor(openNow: (warn: Warn) => Promise<OpenedDataAccess>, log: Log) {
    this.#openNow = openNow;
    this.#log = log;
  }

  /** For one job: what it closes is only its own use. */
  readonly open = async (warn: Warn): Promise<OpenedDataAccess> => {
    this.#opened ??= this.#openNow(({ code, message }) => this.#log('WARN', `${code}: ${message}`));
    const attempt = this.#opened;
    try {
      return { ...(await attempt), warn, async close() {} };
    } catch (error) {
      if (this.#opened === attempt) this.#opened = undefined;
      throw error;
    }
  };

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => undefined);
    await opened?.close();
  }
}
