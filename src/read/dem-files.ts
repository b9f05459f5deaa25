import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { fileError, openFileSource, parseGloTile, sliceSource } from '../fetch/index.ts';
import type { ByteSource } from '../model/index.ts';

/** One GeoTIFF of a DEM, opened when it is needed. */
export interface DemFile {
  /** Path or address; a Copernicus tile is known by the last part. */
  readonly name: string;
  open(): Promise<ByteSource>;
}

const GEOTIFF = /\.tiff?$/i;

/** The GeoTIFFs of a folder, sorted by name; a folder named like a Copernicus tile holds that tile. */
async function geotiffsIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.flatMap((entry) => {
    if (!entry.isDirectory()) return GEOTIFF.test(entry.name) ? [entry.name] : [];
    return parseGloTile(entry.name) ? [join(entry.name, `${entry.name}.tif`)] : [];
  });
  if (names.length === 0) throw new SentryalError('DEM_FOLDER_EMPTY', { folder });
  return names.toSorted().map((name) => join(folder, name));
}

/**
 * The GeoTIFFs that a DEM consists of: the paths given, folders replaced by what is in them; each once.
 * @throws SentryalError JOB_DEM_MISSING, DEM_FOLDER_EMPTY, FILE_NOT_FOUND, FILE_UNREADABLE
 */
export async function demFiles(paths: readonly string[]): Promise<DemFile[]> {
  if (paths.length === 0) throw new SentryalError('JOB_DEM_MISSING');
  const files = new Set<string>();
  for (const path of paths) {
    try {
      const found = (await stat(path)).isDirectory() ? await geotiffsIn(path) : [path];
      for (const file of found) files.add(file);
    } catch (error) {
      throw fileError(path, error);
    }
  }
  return [...files].map((path) => ({ name: path, open: async () => openFileSource(path) }));
}

/** Opened files as those of a DEM: whoever opened them closes them. */
export function openedFiles(sources: readonly ByteSource[]): DemFile[] {
  return sources.map((source) => ({
    name: source.name,
    open: async () => sliceSource(source.name, source, 0, source.sizeBytes),
  }));
}
