import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';

/** A text that was read whole. */
export interface ReadText {
  readonly name: string;
  readonly bytes: number;
  /** Of its bytes, in hexadecimal digits. */
  readonly sha256: string;
}

/** What one job reads. */
export class ReadLedger {
  #bytes = 0;
  #cachedBytes = 0;
  readonly #texts = new Map<string, ReadText>();

  /** Bytes read from files and from the network so far. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Bytes of remote objects that were not asked for over the network, since the cache had them. */
  get cachedBytes(): number {
    return this.#cachedBytes;
  }

  /** Manifests, annotations and orbit files read so far, each once. */
  get texts(): ReadText[] {
    return [...this.#texts.values()];
  }

  addBytes(count: number): void {
    this.#bytes += count;
  }

  addCachedBytes(count: number): void {
    this.#cachedBytes += count;
  }

  addText(text: ReadText): void {
    this.#texts.set(`${text.name} ${text.sha256}`, text);
  }
}

/** Whatever a job reads is read below its own asynchronous context: no reader needs to be told whose it is. */
const current = new AsyncLocalStorage<ReadLedger>();

/** Runs a job with everything it reads written down. */
export function withLedger<Result>(ledger: ReadLedger, body: () => Promise<Result>): Promise<Result> {
  return current.run(ledger, body);
}

/** Writes down bytes that came from a file or over the network. */
export function noteBytes(count: number): void {
  current.getStore()?.addBytes(count);
}

/** Writes down bytes that the cache had. */
export function noteCachedBytes(count: number): void {
  current.getStore()?.addCachedBytes(count);
}

/** Writes down the content of a text that was read whole; its bytes are counted where they come from. */
export function noteText(name: string, content: Uint8Array): void {
  const ledger = current.getStore();
  if (!ledger) return;
  ledger.addText({ name, bytes: content.byteLength, sha256: createHash('sha256').update(content).digest('hex') });
}
