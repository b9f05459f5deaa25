import { Readable } from 'node:stream';
import { callbackify } from 'node:util';
import yauzl from 'yauzl';
import { SentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';

/** One file of a zip: where its local header is, and what the central directory promises. */
export interface ZipEntry {
  readonly path: string;
  readonly deflated: boolean;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly crc32: number;
  /** Offset of the file's data in the zip. */
  locate(signal?: AbortSignal): Promise<number>;
}

const MAX_ENTRIES = 20_000;

const STORED = 0;
const DEFLATED = 8;

/** Lets yauzl read a byte source; the source is closed by whoever opened it. */
class SourceReader extends yauzl.RandomAccessReader {
  readonly #source: ByteSource;
  readonly #options: { signal?: AbortSignal };

  constructor(source: ByteSource, signal: AbortSignal | undefined) {
    super();
    this.#source = source;
    this.#options = signal ? { signal } : {};
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    const fill = async (): Promise<void> =>
      buffer.set(await this.#source.read(position, length, this.#options), offset);
    callbackify(fill)(callback);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const [source, options] = [this.#source, this.#options];
    return Readable.from(
      (async function* () {
        yield await source.read(start, end - start, options);
      })(),
    );
  }
}

function invalid(path: string, reason: string, cause?: unknown): SentryalError {
  return new SentryalError('ZIP_INVALID', { path, reason }, { cause });
}

/** The entry's name, checked: no absolute path, no `..`, no drive letter. */
function entryPath(path: string, entry: yauzl.Entry): string {
  const name = yauzl.getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  const problem = yauzl.validateFileName(name) ?? (name.includes('\0') ? 'invalid characters in fileName' : null);
  if (problem !== null) throw new SentryalError('ZIP_UNSAFE_NAME', { path, reason: problem });
  return name;
}

const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER = 0x04034b50;

/** Where the data of an entry begins: behind its local header, whose name and extra field have lengths of their own. */
async function dataStart(source: ByteSource, entry: yauzl.Entry, signal: AbortSignal | undefined): Promise<number> {
  const start = entry.relativeOffsetOfLocalHeader;
  const bytes = await source.read(start, LOCAL_HEADER_BYTES, signal ? { signal } : undefined);
  const header = new DataView(bytes.buffer, bytes.byteOffset);
  if (header.getUint32(0, true) !== LOCAL_HEADER)
    throw invalid(source.name, `there is no local header at byte ${start}`);
  const data = start + LOCAL_HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
  if (data + entry.compressedSize > source.sizeBytes)
    throw invalid(source.name, `the file at byte ${data} ends beyond the end of the zip`);
  return data;
}

/**
 * The files of a zip, read from its central directory only.
 * @param signal ends the reading of the directory
 * @throws SentryalError ZIP_INVALID, ZIP_UNSAFE_NAME, ZIP_MEMBER_UNSUPPORTED
 */
export async function readZipDirectory(source: ByteSource, signal?: AbortSignal): Promise<ZipEntry[]> {
  const path = source.name;
  const entries = new Map<string, ZipEntry>();
  try {
    const options = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;
    const reader = new SourceReader(source, signal);
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, source.sizeBytes, options);
    if (zip.entryCount > MAX_ENTRIES) throw invalid(path, `it lists ${zip.entryCount} files`);
    for await (const entry of zip.eachEntry()) {
      const name = entryPath(path, entry);
      if (name.endsWith('/')) continue;
      if (entries.has(name)) throw invalid(path, `it lists ${name} twice`);
      const { compressionMethod } = entry;
      const unsupported = entry.isEncrypted()
        ? 'encrypted'
        : compressionMethod !== STORED && compressionMethod !== DEFLATED && `compressed by method ${compressionMethod}`;
      if (unsupported !== false)
        throw new SentryalError('ZIP_MEMBER_UNSUPPORTED', { path, member: name, reason: unsupported });
      entries.set(name, {
        path: name,
        deflated: compressionMethod === DEFLATED,
        compressedBytes: entry.compressedSize,
        sizeBytes: entry.uncompressedSize,
        crc32: entry.crc32,
        async locate(ownSignal) {
          try {
            return await dataStart(source, entry, ownSignal);
          } catch (error) {
            ownSignal?.throwIfAborted();
            throw zipError(path, error);
          }
        },
      });
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw zipError(path, error);
  }
  return [...entries.values()];
}

/** Anything that went wrong while a zip was read; coded errors and aborts pass through. */
export function zipError(path: string, error: unknown): Error {
  if (error instanceof SentryalError && error.code !== 'READ_TRUNCATED') return error;
  if (error instanceof Error && error.name === 'AbortError') return error;
  return invalid(path, error instanceof Error ? error.message : String(error), error);
}
