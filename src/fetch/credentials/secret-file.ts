import { open } from 'node:fs/promises';
import type { Warn } from '../../model/index.ts';

/** Files of credentials are short. */
const MAX_BYTES = 2 ** 20;

/** Bits of a mode that let others than the owner read or write. */
const OTHERS = 0o077;

/** A file that may hold secrets, and whether others may read it. */
export interface SecretFile {
  readonly path: string;
  readonly text: string;
  readonly isExposed: boolean;
}

/** Reads a file of credentials. One that is not there is undefined, one that cannot be read is warned of. */
export async function readSecretFile(path: string, warn: Warn): Promise<SecretFile | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const status = await file.stat();
      if (!status.isFile() || status.size > MAX_BYTES) return undefined;
      const isExposed = process.platform !== 'win32' && (status.mode & OTHERS) !== 0;
      return { path, text: await file.readFile('utf8'), isExposed };
    } finally {
      await file.close();
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    if (code !== 'ENOENT' && code !== 'ENOTDIR')
      warn({
        code: 'CREDENTIALS_UNREADABLE',
        stage: 'fetch',
        message: `Credentials are not taken from ${path}: it cannot be read (${code}).`,
      });
    return undefined;
  }
}

/** Says that others may read a file whose secret is used. */
export function warnIfExposed(file: SecretFile, warn: Warn): void {
  if (!file.isExposed) return;
  warn({
    code: 'CREDENTIALS_EXPOSED',
    stage: 'fetch',
    message: `${file.path} holds a password and others may read it: run chmod 600 on it.`,
  });
}
