/** Bytes that can be read by range, wherever they are. */
export interface ByteSource {
  /** Where the bytes come from, for messages. */
  readonly name: string;
  readonly sizeBytes: number;
  /** False where the end of the file, where a TIFF's directory lies, is absent or costs reading all before it. */
  readonly hasDirectory?: false;
  /**
   * Reads exactly `length` bytes from `offset` into a fresh buffer.
   * @throws SentryalError READ_TRUNCATED where the source ends before.
   */
  read(offset: number, length: number, options?: { signal?: AbortSignal }): Promise<Uint8Array>;
  close(): Promise<void>;
}
