import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import type { Failure } from '../job/index.ts';
import { writeJson } from './files.ts';

/** What a command writes of a job into its folder. */
export interface JobFiles {
  /** Of a success. */
  readonly document: string;
  /** Of a failure, in place of the document. */
  readonly failure: string;
  /** What else speaks of one success and must not be taken for another's. */
  readonly others: readonly string[];
}

export const RUN_FILES: JobFiles = { document: 'answer.json', failure: 'failure.json', others: ['report.html'] };

export const INTERFEROGRAM_FILES: JobFiles = {
  document: 'interferogram.json',
  failure: 'interferogram-failure.json',
  others: [],
};

/** Name under which a file of an earlier run is kept: `answer.earlier.json`. */
function earlierName(name: string): string {
  return name.replace(/(?=\.[^.]+$)/, '.earlier');
}

function spokenFor({ document, others }: JobFiles): readonly string[] {
  return [document, ...others];
}

/**
 * Puts aside what an earlier run said in a folder: from here on the folder speaks of this one, however it ends.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function putAside(folder: string, files: JobFiles): Promise<void> {
  for (const name of spokenFor(files)) {
    const file = join(folder, name);
    try {
      await rename(file, join(folder, earlierName(name)));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SentryalError('CLI_OUTPUT_UNWRITABLE', { file, reason }, { cause });
    }
  }
  await rm(join(folder, files.failure), { force: true }).catch(() => {});
}

/**
 * Writes the document of a success, and removes what was put aside.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeSuccess(folder: string, files: JobFiles, document: unknown): Promise<void> {
  await writeJson(join(folder, files.document), document);
  const gone = [files.failure, ...spokenFor(files).map(earlierName)];
  await Promise.all(gone.map((name) => rm(join(folder, name), { force: true }).catch(() => {})));
}

/**
 * Writes the document of a failure in place of any success.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeFailure(folder: string, files: JobFiles, failure: Failure): Promise<void> {
  await putAside(folder, files);
  await writeJson(join(folder, files.failure), failure);
}
