import { AsyncLocalStorage } from 'node:async_hooks';
import { setMaxListeners } from 'node:events';
import { SentryalError } from '../../errors/index.ts';
import { noteCachedBytes } from '../source/read-ledger.ts';
import type { RemoteObject } from '../remote-object.ts';
import type { CacheFolder, StoredName } from './cache-folder.ts';
import { blockName } from './entry-names.ts';
import { type BlockRange, coveredBlocks, nextRange } from './plan-range.ts';

/** Lengths that a request is put together by, bytes. */
export interface RequestLimits {
  readonly blockBytes: number;
  /** Longest run of bytes nobody asked for that a request goes over rather than become two. */
  readonly gapBytes: number;
  /** Below this, bytes are not spread over parallel requests. */
  readonly splitBytes: number;
  readonly longestBytes: number;
  readonly parallel: number;
}

/** Files of blocks looked for at once. */
const LOOKUPS = 64;

/** One call of read. */
interface Reader {
  readonly offset: number;
  readonly out: Uint8Array;
  readonly range: BlockRange;
  missing: number;
  cachedBytes: number;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
  /** Runs something as if the reader did: what it reads is written down for its job. */
  readonly run: <Result>(body: () => Result) => Result;
}

interface Request extends BlockRange {
  readonly abort: AbortController;
  readonly remote: RemoteObject;
}

/**
 * One version of one remote object, in blocks. Reads of one turn, and those that wait for a request to end, are put
 * together. A block is on its way once, however many readers wait for it.
 */
export class ObjectBlocks {
  readonly #entry: string;
  readonly #onDisk: boolean;
  readonly #folder: CacheFolder;
  readonly #limits: RequestLimits;
  readonly #sizeBytes: number;
  /** Open objects of this address, version and size. Any of them serves. */
  readonly #remotes = new Set<RemoteObject>();
  /** Who waits for a block. */
  readonly #readers = new Map<number, Set<Reader>>();
  /** Blocks to look for on disk when the turn ends. */
  #turn: number[] = [];
  /** Blocks that are not on disk and not asked for yet, in order of waiting. */
  readonly #missing = new Set<number>();
  readonly #requests = new Set<Request>();
  /** What is done with each remote: requests, given up ones too, and the writing of what they brought. */
  readonly #work = new Map<Promise<void>, RemoteObject>();
  /** Blocks that came and are being written. */
  readonly #landed = new Map<number, Uint8Array>();
  #running = 0;

  constructor(
    name: Pick<StoredName, 'entry' | 'onDisk'>,
    sizeBytes: number,
    folder: CacheFolder,
    limits: RequestLimits,
  ) {
    this.#entry = name.entry;
    this.#onDisk = name.onDisk !== false;
    this.#sizeBytes = sizeBytes;
    this.#folder = folder;
    this.#limits = limits;
  }

  get isOpen(): boolean {
    return this.#remotes.size > 0;
  }

  add(remote: RemoteObject): void {
    this.#remotes.add(remote);
  }

  /** Resolves when nothing is asked of the object any more. */
  async remove(remote: RemoteObject): Promise<void> {
    this.#remotes.delete(remote);
    await Promise.all([...this.#work].filter(([, of]) => of === remote).map(([work]) => work));
  }

  /** As ByteSource.read, inside the object and at least one byte long. */
  async read(offset: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    signal?.throwIfAborted();
    const { blockBytes } = this.#limits;
    const range = { first: Math.floor(offset / blockBytes), last: Math.floor((offset + length - 1) / blockBytes) };
    const { promise, resolve, reject } = withResolvers();
    const reader: Reader = {
      offset,
      out: new Uint8Array(length),
      range,
      missing: range.last - range.first + 1,
      cachedBytes: 0,
      resolve,
      reject,
      run: AsyncLocalStorage.snapshot(),
    };
    const abort = (): void => this.#leave(reader, signal?.reason);
    // Hundreds of lines of a job wait on one signal.
    if (signal) setMaxListeners(0, signal);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      for (let block = range.first; block <= range.last; block += 1) this.#want(block, reader);
      await promise;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
    if (reader.cachedBytes > 0) noteCachedBytes(reader.cachedBytes);
    return reader.out;
  }

  #want(block: number, reader: Reader): void {
    const landed = this.#landed.get(block);
    if (landed) {
      this.#hand(reader, block, landed, false);
      return;
    }
    const readers = this.#readers.get(block);
    if (readers) {
      readers.add(reader);
      return;
    }
    this.#readers.set(block, new Set([reader]));
    if (this.#isAskedFor(block)) return;
    if (this.#turn.length === 0) setImmediate(() => void this.#endTurn());
    this.#turn.push(block);
  }

  #isAskedFor(block: number): boolean {
    for (const { first, last } of this.#requests) if (first <= block && block <= last) return true;
    return false;
  }

  async #endTurn(): Promise<void> {
    const turn = this.#turn;
    this.#turn = [];
    for (let from = 0; from < turn.length; from += LOOKUPS) {
      const blocks = turn.slice(from, from + LOOKUPS);
      const found = await Promise.all(blocks.map((block) => this.#lookUp(block)));
      // In the order they were wanted in.
      for (const [k, block] of blocks.entries()) if (!found[k] && this.#isUnserved(block)) this.#missing.add(block);
      this.#askForMore();
    }
  }

  #isUnserved(block: number): boolean {
    return this.#readers.has(block) && !this.#isAskedFor(block);
  }

  /** Returns whether the block need not be asked for. */
  async #lookUp(block: number): Promise<boolean> {
    if (!this.#isUnserved(block)) return true;
    const found = await this.#folder.read(this.#nameOf(block));
    if (found) this.#handAll(block, found.content, true);
    return found !== undefined;
  }

  #nameOf(block: number): StoredName {
    const length = Math.min(this.#limits.blockBytes, this.#sizeBytes - block * this.#limits.blockBytes);
    return { entry: this.#entry, file: blockName(block, length), index: block, length, onDisk: this.#onDisk };
  }

  #askForMore(): void {
    const { blockBytes, gapBytes, splitBytes, longestBytes, parallel } = this.#limits;
    while (this.#running < parallel && this.#missing.size > 0) {
      const [remote] = this.#remotes;
      if (!remote) return;
      const maxGap = Math.floor(gapBytes / blockBytes);
      const share = Math.ceil(coveredBlocks(this.#missing, maxGap) / (parallel - this.#running)) * blockBytes;
      const bytes = Math.min(longestBytes, Math.max(splitBytes, share));
      this.#ask(remote, nextRange(this.#missing, maxGap, Math.max(1, Math.floor(bytes / blockBytes))));
    }
  }

  #ask(remote: RemoteObject, { first, last }: BlockRange): void {
    const abort = new AbortController();
    let readers: Iterable<Reader> = [];
    for (let block = last; block >= first; block -= 1) {
      this.#missing.delete(block);
      readers = this.#readers.get(block) ?? readers;
    }
    const [reader] = readers;
    const request: Request = { first, last, abort, remote };
    this.#requests.add(request);
    this.#running += 1;
    const serve = (): Promise<void> => this.#serve(request);
    const work = (reader ? reader.run(serve) : serve()).finally(() => {
      this.#running -= 1;
      this.#work.delete(work);
      this.#askForMore();
    });
    this.#work.set(work, remote);
  }

  /** A request and the writing of what it brought: the next one begins when both are done, so that memory is bounded. */
  async #serve(request: Request): Promise<void> {
    const { first, last, remote, abort } = request;
    const { blockBytes } = this.#limits;
    const offset = first * blockBytes;
    const end = Math.min(this.#sizeBytes, (last + 1) * blockBytes);
    let bytes: Uint8Array;
    try {
      bytes = await remote.read(offset, end - offset, { signal: abort.signal });
      if (bytes.byteLength !== end - offset)
        throw new SentryalError('READ_TRUNCATED', { name: remote.name, size: offset + bytes.byteLength, offset, end });
    } catch (error) {
      // Where it was given up, its blocks may be wanted anew already.
      if (this.#requests.delete(request))
        for (let block = first; block <= last; block += 1)
          for (const reader of this.#readers.get(block) ?? []) this.#leave(reader, error);
      return;
    }
    if (!this.#requests.delete(request)) return;
    const blocks: [number, Uint8Array][] = [];
    for (let block = first; block <= last; block += 1)
      blocks.push([block, bytes.subarray((block - first) * blockBytes, (block - first + 1) * blockBytes)]);
    for (const [block, content] of blocks) this.#landed.set(block, content);
    for (const [block, content] of blocks) this.#handAll(block, content, false);
    // In turn: on a disk that fills up, whole blocks are there rather than beginnings of all.
    for (const [block, content] of blocks) {
      await this.#folder.write(this.#nameOf(block), content);
      this.#landed.delete(block);
    }
  }

  #handAll(block: number, content: Uint8Array, isCached: boolean): void {
    const readers = this.#readers.get(block) ?? [];
    this.#readers.delete(block);
    this.#missing.delete(block);
    for (const reader of readers) this.#hand(reader, block, content, isCached);
  }

  #hand(reader: Reader, block: number, content: Uint8Array, isCached: boolean): void {
    const start = block * this.#limits.blockBytes;
    const from = Math.max(reader.offset, start);
    const to = Math.min(reader.offset + reader.out.byteLength, start + content.byteLength);
    reader.out.set(content.subarray(from - start, to - start), from - reader.offset);
    if (isCached) reader.cachedBytes += to - from;
    reader.missing -= 1;
    if (reader.missing === 0) reader.resolve();
  }

  /** A reader that does not wait any more, or waits in vain. What nobody waits for is not fetched. */
  #leave(reader: Reader, reason: unknown): void {
    reader.reject(reason);
    for (let block = reader.range.first; block <= reader.range.last; block += 1) {
      const readers = this.#readers.get(block);
      if (!readers?.delete(reader) || readers.size > 0) continue;
      this.#readers.delete(block);
      this.#missing.delete(block);
    }
    for (const request of this.#requests) {
      let isWanted = false;
      for (let block = request.first; block <= request.last && !isWanted; block += 1)
        isWanted = this.#readers.has(block);
      if (isWanted) continue;
      this.#requests.delete(request);
      request.abort.abort();
    }
  }
}

function withResolvers(): { promise: Promise<void>; resolve: () => void; reject: (reason: unknown) => void } {
  let resolve = (): void => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<void>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
