import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Warn } from '../../model/index.ts';
import { STAMP, TEMPORARY, entryFolder } from './entry-names.ts';
import { type FileOperations, failureCode, nodeFiles } from './file-operations.ts';
import { makeRoom, removeLeftovers } from './make-room.ts';
import { MemoryBlocks } from './memory-blocks.ts';
import { type ContentLabel, decodeContent, encodeContent } from './stored-content.ts';

export interface CacheFolderOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly warn: Warn;
  readonly files?: FileOperations | undefined;
  /** Unix s. */
  readonly now?: (() => number) | undefined;
}

/** What a file in the cache is. */
export interface StoredName {
  readonly entry: string;
  readonly file: string;
  readonly index: number;
  /** Bytes it must have, where that is known. */
  readonly length?: number | undefined;
  /** False where nothing tells whether it is still the same another time. */
  readonly onDisk?: boolean | undefined;
}

/** After a failed write the disk is left alone for so long. */
const PAUSE_S = 60;
/** What an entry's use is worth knowing to: a stamp is a write, which a network volume takes a millisecond for. */
const STAMP_EVERY_S = 60;
/** Bytes kept in memory where the disk cannot be used, so that neighbouring lines of one block are fetched once. */
const MEMORY_BYTES = 64 * 2 ** 20;
/** The limit is left by a tenth, so that room is made once in a while. */
const KEPT_SHARE = 0.9;
/** What this process writes before it looks at what the others have written. */
const UNSEEN_SHARE = 0.05;
/** Over the limit by this share, writes wait until there is room. */
const HARD_SHARE = 1.1;
/** The folder of an entry may be removed by another process between its making and its use. */
const FOLDER_ATTEMPTS = 3;

/**
 * Files of the cache on disk. Written under another name and renamed, which is atomic on local and network volumes
 * alike; nothing is locked. No trouble with the disk is an error: what cannot be kept is fetched again.
 */
export class CacheFolder {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #warn: Warn;
  readonly #files: FileOperations;
  readonly #now: () => number;
  readonly #memory = new MemoryBlocks(MEMORY_BYTES);
  /** Who is told of trouble, and of what already: jobs where there are any, else the process. */
  readonly #jobs = new Map<Warn, Set<string>>();
  readonly #toldProcess = new Set<string>();
  readonly #stampedS = new Map<string, number>();
  readonly #stamping = new Set<Promise<void>>();
  #pausedUntilS = -Infinity;
  #pauseReason = '';
  /** On disk when last looked at; unknown at first. */
  #seenBytes: number | undefined;
  #writtenBytes = 0;
  #makingRoom: Promise<void> | undefined;

  constructor(options: CacheFolderOptions) {
    this.#folder = options.folder;
    this.#maxBytes = options.maxBytes;
    this.#warn = options.warn;
    this.#files = options.files ?? nodeFiles;
    this.#now = options.now ?? (() => Date.now() / 1000);
  }

  /** From now on a job is told of trouble, until the returned function is called. */
  listen(warn: Warn): () => void {
    this.#jobs.set(warn, new Set());
    return () => this.#jobs.delete(warn);
  }

  get now(): number {
    return this.#now();
  }

  async open(): Promise<void> {
    if (this.#maxBytes <= 0) return;
    try {
      await this.#files.makeFolder(join(this.#folder, TEMPORARY));
      await removeLeftovers(this.#files, this.#folder, this.now);
    } catch (error) {
      this.#pause(error);
    }
  }

  /** Content and when it came (Unix s), or undefined where it is not there or not what it should be. */
  async read(name: StoredName): Promise<{ readonly content: Uint8Array; readonly fetchedS: number } | undefined> {
    const inMemory = this.#memory.get(`${name.entry}/${name.file}`);
    if (inMemory) return decodeContent(inMemory, name);
    if (this.#maxBytes <= 0 || name.onDisk === false) return undefined;
    const path = this.#path(name);
    let bytes: Uint8Array;
    try {
      bytes = await this.#files.read(path);
    } catch (error) {
      const code = failureCode(error);
      if (code !== 'ENOENT' && code !== 'ENOTDIR')
        this.#warnOnce('CACHE_UNREADABLE', `The cache folder ${this.#folder} cannot be read (${code}).`);
      return undefined;
    }
    const found = decodeContent(bytes, name);
    if (found) {
      this.#stamp(name.entry);
      return found;
    }
    this.#warnOnce(
      'CACHE_BLOCK_BROKEN',
      `A file in the cache folder ${this.#folder} was broken; it was dropped and is fetched again.`,
    );
    await this.#files.remove(path).catch(() => {});
    return undefined;
  }

  /** Keeps content; where the disk fails, in memory for a while. Never rejects. */
  async write(name: StoredName, content: Uint8Array): Promise<void> {
    const label: ContentLabel = { entry: name.entry, index: name.index, fetchedS: this.now };
    const key = `${name.entry}/${name.file}`;
    const file = encodeContent(content, label);
    const isPaused = this.now < this.#pausedUntilS;
    if (this.#maxBytes <= 0 || name.onDisk === false || isPaused) {
      this.#memory.set(key, file);
      if (isPaused) this.#warnUnwritable();
      return;
    }
    try {
      const isNewFolder = await this.#put(this.#path(name), file);
      this.#memory.delete(key);
      // A new folder has no stamp yet, whatever this process knew of the entry.
      if (isNewFolder) this.#stampedS.delete(name.entry);
      this.#stamp(name.entry);
      await this.#count(file.byteLength);
    } catch (error) {
      this.#memory.set(key, file);
      // ENOENT: another process removes folders faster than this one makes them. That passes.
      if (failureCode(error) !== 'ENOENT') this.#pause(error);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#stamping);
    await this.#makingRoom;
  }

  #path({ entry, file }: StoredName): string {
    return join(entryFolder(this.#folder, entry), file);
  }

  /** Returns whether the folder had to be made. */
  async #put(path: string, content: Uint8Array): Promise<boolean> {
    const temporary = join(this.#folder, TEMPORARY, randomUUID());
    try {
      await this.#inFolder(temporary, () => this.#files.write(temporary, content));
      return await this.#inFolder(path, () => this.#files.rename(temporary, path));
    } catch (error) {
      await this.#files.remove(temporary).catch(() => {});
      throw error;
    }
  }

  async #inFolder(path: string, action: () => Promise<void>): Promise<boolean> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await action();
        return attempt > 1;
      } catch (error) {
        if (failureCode(error) !== 'ENOENT' || attempt === FOLDER_ATTEMPTS) throw error;
        await this.#files.makeFolder(dirname(path));
      }
    }
  }

  /** Notes that an entry is in use. Unseen where it fails: on a volume that is only read nothing is removed either. */
  #stamp(entry: string): void {
    const nowS = this.now;
    if (nowS - (this.#stampedS.get(entry) ?? -Infinity) < STAMP_EVERY_S) return;
    this.#stampedS.set(entry, nowS);
    const path = join(entryFolder(this.#folder, entry), STAMP);
    const work = this.#files
      .stamp(path, nowS)
      .catch(async (error: unknown) => {
        if (failureCode(error) !== 'ENOENT') throw error;
        await this.#files.write(path, new Uint8Array(0));
        await this.#files.stamp(path, nowS);
      })
      .catch(() => {})
      .finally(() => this.#stamping.delete(work));
    this.#stamping.add(work);
  }

  /** Adds to what is known to be on disk, and makes room now and then. */
  async #count(bytes: number): Promise<void> {
    this.#writtenBytes += bytes;
    const knownBytes = (this.#seenBytes ?? Infinity) + this.#writtenBytes;
    if (knownBytes > this.#maxBytes || this.#writtenBytes > UNSEEN_SHARE * this.#maxBytes)
      void this.#makeRoom((there) => (there > this.#maxBytes ? KEPT_SHARE * this.#maxBytes : there));
    if (this.#seenBytes !== undefined && knownBytes > HARD_SHARE * this.#maxBytes) await this.#makingRoom;
  }

  async #makeRoom(wanted: (bytes: number) => number): Promise<void> {
    if (this.#makingRoom) return this.#makingRoom;
    const writtenBefore = this.#writtenBytes;
    this.#makingRoom = (async () => {
      await removeLeftovers(this.#files, this.#folder, this.now);
      this.#seenBytes = await makeRoom(this.#files, this.#folder, wanted);
      // What was written meanwhile may have been seen or not: counted twice rather than never.
      this.#writtenBytes -= writtenBefore;
    })().finally(() => {
      this.#makingRoom = undefined;
    });
    return this.#makingRoom;
  }

  #pause(error: unknown): void {
    const code = failureCode(error);
    // Of the writes that were under way, the first to fail stands for all.
    if (this.now < this.#pausedUntilS) return;
    this.#pausedUntilS = this.now + PAUSE_S;
    this.#pauseReason = code;
    this.#warnUnwritable();
    // Others fill the disk as well: the cache gives way, and goes on within what is left.
    if (code === 'ENOSPC' || code === 'EDQUOT') void this.#makeRoom((there) => KEPT_SHARE * there);
  }

  #warnUnwritable(): void {
    this.#warnOnce(
      'CACHE_UNWRITABLE',
      `The cache folder ${this.#folder} cannot be written (${this.#pauseReason}): data is read without being kept.`,
    );
  }

  #warnOnce(code: string, message: string): void {
    const listeners = this.#jobs.size > 0 ? this.#jobs : [[this.#warn, this.#toldProcess] as const];
    for (const [warn, told] of listeners) {
      if (told.has(code)) continue;
      told.add(code);
      warn({ code, stage: 'fetch', message });
    }
  }
}
