import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SentryalError } from '../errors/index.ts';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * The document of a job file.
 * @throws SentryalError JOB_FILE_UNREADABLE, JOB_NOT_JSON
 */
export async function readJobFile(file: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new SentryalError('JOB_FILE_UNREADABLE', { file, reason: reasonOf(cause) }, { cause });
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch (cause) {
    throw new SentryalError('JOB_NOT_JSON', { file, reason: reasonOf(cause) }, { cause });
  }
}

/**
 * Makes a folder for output, with those above it.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new SentryalError('CLI_OUTPUT_UNWRITABLE', { file: folder, reason: reasonOf(cause) }, { cause });
  }
}

/**
 * Writes a text, making the folder for it.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeText(file: string, text: string): Promise<void> {
  await makeFolder(dirname(file));
  try {
    await writeFile(file, text);
  } catch (cause) {
    throw new SentryalError('CLI_OUTPUT_UNWRITABLE', { file, reason: reasonOf(cause) }, { cause });
  }
}

/**
 * Writes a JSON document.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeJson(file: string, document: unknown): Promise<void> {
  await writeText(file, `${JSON.stringify(document, undefined, 2)}\n`);
}
