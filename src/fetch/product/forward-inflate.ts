import { setMaxListeners } from 'node:events';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { SentryalError, isSentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { fileError } from '../file-error.ts';
import { checkRange } from '../source/file-source.ts';
import type { ZipEntry } from './zip-directory.ts';
import { inflateMember } from './zip-inflate.ts';

/** Least and most compressed bytes that are asked for at once. */
const LEAST_BYTES = 128 * 2 ** 10;
const MOST_BYTES = 8 * 2 ** 20;

/** Steps in which what is still missing is fetched: few enough for speed, and the last ones small. */
const STEPS = 4;

const MOST_LISTENERS = 128;

/** One reader that needs the bytes before `end`. */
interface Waiter {
  readonly end: number;
  resolve(): void;
  reject(error: unknown): void;
}

function unwritable(path: string, error: unknown): SentryalError {
  const reason = (error as NodeJS.ErrnoException).code ?? String(error);
  return new SentryalError('CACHE_UNWRITABLE', { path, reason }, { cause: error });
}

async function writeAll(handle: FileHandle, file: string, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.byteLength) {
    const { bytesWritten } = await handle
      .write(bytes, done, bytes.byteLength - done, position + done)
      .catch((error: unknown) => {
        throw unwritable(file, error);
      });
    done += bytesWritten;
  }
}

async function readAll(handle: FileHandle, file: string, offset: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await handle.read(bytes, done, length - done, offset + done).catch((error: unknown) => {
      throw fileError(file, error);
    });
    if (bytesRead === 0) throw new SentryalError('FILE_UNREADABLE', { path: file, reason: 'it became shorter' });
    done += bytesRead;
  }
  return bytes;
}

/**
 * A deflated member that is inflated from its start as far as it is read, into a file that `close` removes. Reading of
 * the zip stops when the last byte that anybody waits for is there, and goes on when later ones are asked for. Several
 * readers may wait; one that is aborted leaves the others be. Checksum and length are compared when the end is reached,
 * and a member that fails is not read again.
 */
export class ForwardInflate {
  readonly #zip: ByteSource;
  readonly #entry: ZipEntry;
  readonly #file: string;
  readonly #waiters = new Set<Waiter>();
  readonly #stop = new AbortController();
  #handle: Promise<FileHandle> | undefined;
  #running: Promise<void> | undefined;
  /** Bytes that are in the file. */
  #available = 0;
  /** Bytes that the run under way has inflated. */
  #inflated = 0;
  #wake: (() => void)[] = [];
  #broken: unknown;

  /** @param file where inflated bytes are kept; its folder exists */
  constructor(zip: ByteSource, entry: ZipEntry, file: string) {
    this.#zip = zip;
    this.#entry = entry;
    this.#file = file;
    // One read of the zip may be many requests at once, each of which listens.
    setMaxListeners(MOST_LISTENERS, this.#stop.signal);
  }

  /** The member under a name; closing a source leaves what was inflated for the next one. */
  source(name: string): ByteSource {
    return {
      name,
      sizeBytes: this.#entry.sizeBytes,
      hasDirectory: false,
      read: async (offset, length, options) => {
        checkRange(name, this.#entry.sizeBytes, offset, length);
        await this.#reach(offset + length, options?.signal);
        return readAll(await this.#opened(), this.#file, offset, length);
      },
      async close() {},
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#rouse();
    await this.#running?.catch(() => undefined);
    const handle = await this.#handle?.catch(() => undefined);
    if (handle === undefined) return;
    await handle.close();
    await rm(this.#file, { force: true });
  }

  #opened(): Promise<FileHandle> {
    this.#handle ??= open(this.#file, 'w+').catch((error: unknown) => {
      this.#handle = undefined;
      throw unwritable(this.#file, error);
    });
    return this.#handle;
  }

  /** Bytes that somebody waits for. */
  #wanted(): number {
    let end = 0;
    for (const waiter of this.#waiters) end = Math.max(end, waiter.end);
    return end;
  }

  #rouse(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const resume of wake) resume();
  }

  /** Waits until somebody needs more than there is; who needs the end also needs what follows the last byte. */
  async #gate(): Promise<void> {
    while (this.#inflated >= this.#wanted() && this.#wanted() < this.#entry.sizeBytes) {
      this.#stop.signal.throwIfAborted();
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    this.#stop.signal.throwIfAborted();
  }

  /** How much of the zip to ask for next: a part of what is missing, by the member's mean compression. */
  #nextBytes(): number {
    const { compressedBytes, sizeBytes } = this.#entry;
    const missing = ((this.#wanted() - this.#inflated) * compressedBytes) / Math.max(1, sizeBytes);
    return Math.max(LEAST_BYTES, Math.min(MOST_BYTES, Math.ceil(missing / STEPS)));
  }

  async #reach(end: number, signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    this.#stop.signal.throwIfAborted();
    if (this.#broken !== undefined) throw this.#broken;
    if (end <= this.#available) return;
    let give: Waiter | undefined;
    const waiting = new Promise<void>((resolve, reject) => {
      give = { end, resolve, reject };
      this.#waiters.add(give);
    });
    const abort = (): void => give?.reject(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    this.#running ??= this.#run();
    this.#rouse();
    try {
      await waiting;
    } finally {
      this.#waiters.delete(give!);
      signal?.removeEventListener('abort', abort);
    }
  }

  #serve(): void {
    this.#available = Math.max(this.#available, this.#inflated);
    for (const waiter of this.#waiters) {
      if (waiter.end > this.#available) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }

  /** Inflates from the start; the end of the last bytes to come is the end of the member, checked. */
  async #run(): Promise<void> {
    this.#inflated = 0;
    const { sizeBytes } = this.#entry;
    let failed = false;
    let writing = Promise.resolve();
    try {
      const handle = await this.#opened();
      await inflateMember(
        this.#zip,
        this.#entry,
        async (chunk) => {
          writing = writeAll(handle, this.#file, chunk, this.#inflated);
          await writing;
          if (failed) return;
          this.#inflated += chunk.byteLength;
          // The last bytes are given out when checksum and length are known to be right.
          if (this.#inflated < sizeBytes) this.#serve();
        },
        this.#stop.signal,
        { before: () => this.#gate(), bytes: () => this.#nextBytes() },
      );
      this.#inflated = sizeBytes;
      this.#serve();
    } catch (error) {
      failed = true;
      // A failed pipeline does not wait for its last step.
      await writing.catch(() => undefined);
      if (isSentryalError(error, 'ZIP_INVALID')) this.#broken = error;
      // What failed for another reason is tried again by the next reader.
      this.#running = undefined;
      const waiters = [...this.#waiters];
      this.#waiters.clear();
      for (const waiter of waiters) waiter.reject(error);
    }
  }
}
