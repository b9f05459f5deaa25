import { type DataAccess, isRemote, openLocation } from '../fetch/index.ts';
import type { ByteSource } from '../model/index.ts';

/** Files that a job names: paths as they are, those at addresses opened. */
export interface OpenedInputs {
  readonly files: readonly (string | ByteSource)[];
  readonly close: () => Promise<void>;
}

/**
 * Opens what of a job's files is elsewhere.
 * @throws SentryalError of the locations and of the network
 */
export async function openInputs(
  locations: string | readonly string[],
  access: DataAccess,
  signal: AbortSignal,
): Promise<OpenedInputs> {
  const opened: ByteSource[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map((source) => source.close()));
  };
  try {
    const files: (string | ByteSource)[] = [];
    for (const location of typeof locations === 'string' ? [locations] : locations) {
      if (!isRemote(location)) {
        files.push(location);
        continue;
      }
      const source = await openLocation(location, access, signal);
      opened.push(source);
      files.push(source);
    }
    return { files, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One file of a job, opened for as long as `body` needs it. */
export async function withInput<Result>(
  location: string,
  access: DataAccess,
  signal: AbortSignal,
  body: (source: ByteSource) => Promise<Result>,
): Promise<Result> {
  const source = await openLocation(location, access, signal);
  try {
    return await body(source);
  } finally {
    await source.close();
  }
}
