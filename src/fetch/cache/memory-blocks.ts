/** Bytes in memory up to a limit, the least recently used thrown away. Stands in where a disk cannot be written. */
export class MemoryBlocks {
  readonly #maxBytes: number;
  /** In order of use, the least recent first. */
  readonly #blocks = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get(key: string): Uint8Array | undefined {
    const found = this.#blocks.get(key);
    if (found) {
      this.#blocks.delete(key);
      this.#blocks.set(key, found);
    }
    return found;
  }

  /** Keeps a copy: the block may be a part of a much longer answer. */
  set(key: string, content: Uint8Array): void {
    this.delete(key);
    this.#blocks.set(key, Uint8Array.from(content));
    this.#bytes += content.byteLength;
    for (const oldest of this.#blocks.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const found = this.#blocks.get(key);
    if (!found) return;
    this.#bytes -= found.byteLength;
    this.#blocks.delete(key);
  }
}
