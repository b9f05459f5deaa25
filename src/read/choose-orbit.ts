import type { ByteSource, Granule, Orbit } from '../model/index.ts';
import { readOrbitFile, selectOrbit } from './orbit-file.ts';

/**
 * The orbit of a granule: the part of an EOF file that it needs, without a file the annotation's vectors.
 * @param file path, or the file opened (left open)
 * @throws SentryalError FILE_NOT_FOUND, FILE_UNREADABLE, XML_*, ORBIT_INVALID, ORBIT_OTHER_MISSION, ORBIT_NOT_COVERING
 */
export async function chooseOrbit(
  granule: Granule,
  file: string | ByteSource | undefined,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Orbit> {
  if (file === undefined) return granule.annotationOrbit;
  return selectOrbit(await readOrbitFile(file, granule.epochDay, options), granule);
}
