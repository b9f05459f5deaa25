import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { SentryalError } from '../errors/index.ts';

/** A file that has its name only once it is whole: until then nothing of that name is touched. */
export interface PartFile {
  /** @throws SentryalError PRODUCT_UNWRITABLE, INTERNAL where it is not open */
  write(bytes: Uint8Array): Promise<void>;
  /** Gives the file its name. @throws SentryalError PRODUCT_UNWRITABLE, INTERNAL */
  finish(): Promise<void>;
  /** Removes what was begun; after `finish` it does nothing. */
  discard(): Promise<void>;
}

/**
 * Begins a file under a name of its own beside the one it will have.
 * @throws SentryalError PRODUCT_UNWRITABLE
 */
export async function openPartFile(path: string): Promise<PartFile> {
  const temporary = `${path}.${process.pid}.part`;
  const unwritable = (cause: unknown): SentryalError => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new SentryalError('PRODUCT_UNWRITABLE', { file: path, reason }, { cause });
  };
  let file: FileHandle | undefined;
  const discard = async (): Promise<void> => {
    if (file === undefined) return;
    await file.close().catch(() => {});
    file = undefined;
    await rm(temporary, { force: true }).catch(() => {});
  };
  const attempt = async (body: (opened: FileHandle) => Promise<void>): Promise<void> => {
    if (file === undefined) throw new SentryalError('INTERNAL', { reason: `${path} is not open` });
    try {
      await body(file);
    } catch (cause) {
      await discard();
      throw unwritable(cause);
    }
  };
  try {
    file = await open(temporary, 'w');
  } catch (cause) {
    throw unwritable(cause);
  }
  return {
    discard,
    write: (bytes) => attempt((opened) => opened.writeFile(bytes)),
    finish: () =>
      attempt(async (opened) => {
        await opened.close();
        await rename(temporary, path);
        file = undefined;
      }),
  };
}
