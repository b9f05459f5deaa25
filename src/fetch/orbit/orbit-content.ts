import { SentryalError } from '../../errors/index.ts';
import type { HttpResponse } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { noteBytes } from '../source/read-ledger.ts';

/** A precise orbit of 26 h takes 4.4 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** What an orbit file is kept under: it never changes, wherever it comes from. */
const contentKey = (name: string): string => `orbits/${name}`;

/**
 * Whether bytes are the whole orbit file of a name. Login pages and cut files must not be kept.
 * @throws SentryalError ORBIT_FILE_INVALID
 */
function checkOrbitBytes(name: string, bytes: Uint8Array): void {
  const invalid = (reason: string): SentryalError => new SentryalError('ORBIT_FILE_INVALID', { name, reason });
  const text = new TextDecoder().decode(bytes);
  if (!/<Earth_Explorer_File[\s>]/.test(text.slice(0, 2000))) throw invalid('it is no Earth Explorer file');
  if (!/<\/Earth_Explorer_File>\s*$/.test(text)) throw invalid('it ends before its last element');
  const stem = name.replace(/\.EOF$/, '');
  const stated = /<File_Name>\s*([^<\s]*)\s*<\/File_Name>/.exec(text)?.[1];
  if (stated !== stem) throw invalid(`it calls itself ${stated ?? 'nothing'}`);
}

/**
 * The text of an orbit file, from the cache or else from an answer.
 * @param answer asks for the file; called only where it is not kept
 * @throws SentryalError ORBIT_FILE_INVALID and those of the network
 */
export async function orbitText(
  name: string,
  access: DataAccess,
  answer: (signal: AbortSignal | undefined) => Promise<HttpResponse>,
  signal: AbortSignal | undefined,
): Promise<string> {
  const bytes = await access.cache.file(
    contentKey(name),
    Infinity,
    async (ownSignal) => {
      const content = await (await answer(ownSignal)).bytes(MAX_FILE_BYTES);
      noteBytes(content.byteLength);
      checkOrbitBytes(name, content);
      return content;
    },
    signal,
  );
  return new TextDecoder().decode(bytes);
}
