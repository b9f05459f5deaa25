import type { ByteSource, Warn } from '../../model/index.ts';
import type { RemoteObject } from '../remote-object.ts';

/** Data of others on disk: bounded in size, shared by processes, never torn. */
export interface DataCache {
  /** A remote object read through the cache: neighbouring reads become one request, blocks are kept. Closing it closes the object. */
  source(remote: RemoteObject): ByteSource;
  /**
   * A small file kept whole under a key (an address without secrets).
   * @param maxAgeS age from which it is fetched anew; Infinity where it never changes
   */
  file(
    key: string,
    maxAgeS: number,
    fetch: (signal?: AbortSignal) => Promise<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  /** The same cache as one job sees it: what is said of its reads, and of the disk meanwhile, is said to that job. */
  forJob(warn: Warn): DataCache;
  /** Of a job's view: ends the view alone. */
  close(): Promise<void>;
}
