import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { productFile } from '../answer/index.ts';
import type { AnswerProduct } from '../job/index.ts';
import type { Warn } from '../model/index.ts';
import type { PointPlace } from '../products/index.ts';
import { writeText } from './files.ts';

export const REPORT_NAME = 'report.html';

/** Products whose pictures a report shows. */
const PICTURES = ['displacement', 'coherence'] as const;

/** A file that need not be there. @throws SentryalError REPORT_INPUT_UNREADABLE */
async function readOptional(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('REPORT_INPUT_UNREADABLE', { file, reason }, { cause });
  }
}

function placeOf(feature: unknown): PointPlace[] {
  const { id, geometry } = (feature ?? {}) as { id?: unknown; geometry?: { coordinates?: unknown } | null };
  const coordinates: unknown[] = Array.isArray(geometry?.coordinates) ? geometry.coordinates : [];
  const [lon, lat] = coordinates;
  return typeof id === 'string' && typeof lon === 'number' && typeof lat === 'number' ? [{ id, lat, lon }] : [];
}

/**
 * Where the points of a run are, from the points.geojson in its folder; none where there is no such file.
 * @throws SentryalError REPORT_INPUT_UNREADABLE
 */
export async function readPlaces(folder: string): Promise<PointPlace[]> {
  const file = join(folder, 'points.geojson');
  const text = (await readOptional(file))?.toString('utf8');
  if (text === undefined) return [];
  try {
    const { features } = JSON.parse(text) as { features?: unknown };
    return Array.isArray(features) ? features.flatMap(placeOf) : [];
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('REPORT_INPUT_UNREADABLE', { file, reason }, { cause });
  }
}

/**
 * Writes an answer as a page, with the pictures that lie in the folder of its run; gives the page as the answer lists it.
 * @throws SentryalError REPORT_INPUT_UNREADABLE, CLI_OUTPUT_UNWRITABLE
 */
export async function writeReport(
  file: string,
  runFolder: string,
  answer: unknown,
  places: readonly PointPlace[],
): Promise<AnswerProduct> {
  const quicklooks: Record<string, Buffer> = {};
  for (const name of PICTURES) {
    const png = await readOptional(join(runFolder, `${name}.png`));
    if (png) quicklooks[name] = png;
  }
  const { buildReport } = await import('../products/index.ts');
  const page = buildReport({ answer, places, quicklooks });
  await writeText(file, page);
  return productFile({ kind: 'report', name: 'report', path: file, media_type: 'text/html' }, page);
}

/**
 * The same at the end of a job, whose answer is worth more: what goes wrong is reported, not thrown. The page of an earlier run
 * is removed first, so that it is not taken for this one's.
 */
export async function tryReport(
  outDir: string,
  answer: unknown,
  places: readonly PointPlace[],
  warn: Warn,
): Promise<AnswerProduct[]> {
  const file = join(outDir, REPORT_NAME);
  await rm(file, { force: true }).catch(() => {});
  try {
    return [await writeReport(file, outDir, answer, places)];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    warn({ code: 'REPORT_NOT_WRITTEN', stage: 'products', message: `${REPORT_NAME} was not written: ${reason}` });
    return [];
  }
}
