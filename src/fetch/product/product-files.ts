import type { ByteSource } from '../../model/index.ts';

/** One file of a product. */
export interface ProductMember {
  /** Relative to the product's root, with forward slashes: `annotation/s1a-iw1-….xml`. */
  readonly path: string;
  readonly sizeBytes: number;
  /** False where the source of the file has none, as {@link ByteSource} says. */
  readonly hasDirectory?: false;
  /** Bytes that it takes where it lies compressed and has to be read from its beginning. */
  readonly storedBytes?: number;
}

/** The files of one product, wherever they are. */
export interface ProductFiles {
  /** Name of the product's root folder without `.SAFE`. */
  readonly name: string;
  /** For messages. */
  readonly location: string;
  /** Every file once, sorted by path. */
  list(): readonly ProductMember[];
  /**
   * @throws SentryalError PRODUCT_MEMBER_MISSING, PRODUCT_MEMBER_TOO_LARGE
   */
  readText(path: string, options?: { signal?: AbortSignal | undefined }): Promise<string>;
  /**
   * The file as a byte source, to be closed by the caller.
   * @throws SentryalError PRODUCT_MEMBER_MISSING
   */
  open(path: string, options?: { signal?: AbortSignal | undefined }): Promise<ByteSource>;
  /** Releases files and removes what was unpacked. */
  close(): Promise<void>;
}

/** Largest file that is read as text: the annotation of one swath takes 1 MB. */
export const MAX_TEXT_BYTES = 64 * 2 ** 20;
