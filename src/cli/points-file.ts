import { extname } from 'node:path';
import { type JobPoint, parsePoints } from '../job/index.ts';
import type { CommandContext } from './context.ts';
import { readCsvTable } from './csv-files.ts';
import { type CsvTable, checkColumns, numberField, textField } from './csv-table.ts';
import { readJobFile } from './files.ts';

const NEEDED = ['id', 'lat', 'lon'] as const;
const OPTIONAL = ['height_m', 'height_reference'] as const;

const LATITUDE = { min: -90, max: 90, wanted: 'a latitude in degrees, -90 to 90' };
const LONGITUDE = { min: -180, max: 180, wanted: 'a longitude in degrees, -180 to 180' };
const HEIGHT = { min: -1000, max: 10_000, wanted: 'a height in metres, -1000 to 10000' };

/** Points of a table as a job has them; what has no field in a job is reported. */
function tablePoints(table: CsvTable, context: CommandContext): unknown[] {
  checkColumns(table, NEEDED, []);
  const known: readonly string[] = [...NEEDED, ...OPTIONAL];
  for (const column of table.header.filter((name) => !known.includes(name)))
    context.warn({
      code: 'POINTS_COLUMN_UNKNOWN',
      stage: 'job',
      message: `${table.name}: the column ${column} is not read; points have ${known.join(', ')}.`,
    });
  const has = (column: string): boolean => table.header.includes(column);
  return table.records.map((record) => {
    const text = (column: string): string => (has(column) ? textField(table, record, column) : '');
    const reference = text('height_reference');
    return {
      id: text('id'),
      lat: numberField(table, record, 'lat', LATITUDE),
      lon: numberField(table, record, 'lon', LONGITUDE),
      ...(text('height_m') === '' ? {} : { height_m: numberField(table, record, 'height_m', HEIGHT) }),
      ...(reference === '' ? {} : { height_reference: reference }),
    };
  });
}

/** The list of points in a JSON document: bare, or as `points` of a job. */
function listedPoints(document: unknown): unknown {
  return typeof document === 'object' && document !== null && 'points' in document ? document.points : document;
}

/**
 * Reads points: JSON by the file's ending, else CSV.
 * @param file - for CSV from stdin
 * @throws SentryalError CSV_*, JOB_*, FILE_*
 */
export async function readPoints(file: string, context: CommandContext): Promise<JobPoint[]> {
  if (extname(file).toLowerCase() === '.json') return parsePoints(listedPoints(await readJobFile(file)));
  return parsePoints(tablePoints(await readCsvTable(file, context), context));
}
