import { mkdir, readFile, readdir, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';

/** What the cache does with files; rejects as node:fs/promises does. */
export interface FileOperations {
  read(path: string): Promise<Uint8Array>;
  /** Creates a file that is not there yet. */
  write(path: string, content: Uint8Array): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  list(folder: string): Promise<string[]>;
  /** Time of the last change, Unix s. */
  stat(path: string): Promise<{ readonly sizeBytes: number; readonly changedS: number }>;
  /** Sets the time of the last change, Unix s. */
  stamp(path: string, timeS: number): Promise<void>;
  remove(path: string): Promise<void>;
  /** Removes a folder that is empty. */
  removeFolder(path: string): Promise<void>;
}

export const nodeFiles: FileOperations = {
  read: (path) => readFile(path),
  write: (path, content) => writeFile(path, content, { flag: 'wx' }),
  rename,
  async makeFolder(path) {
    await mkdir(path, { recursive: true });
  },
  list: (folder) => readdir(folder),
  async stat(path) {
    const { size, mtimeMs } = await stat(path);
    return { sizeBytes: size, changedS: mtimeMs / 1000 };
  },
  stamp: (path, timeS) => utimes(path, timeS, timeS),
  remove: (path) => rm(path, { force: true }),
  removeFolder: (path) => rmdir(path),
};

/** Code of a failed file operation: `ENOSPC`. */
export function failureCode(error: unknown): string {
  return (error as NodeJS.ErrnoException | undefined)?.code ?? String(error);
}
