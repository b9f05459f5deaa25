import { setImmediate as nextTurn } from 'node:timers/promises';
import { type ErrorCode, isSentryalError } from '../errors/index.ts';
import type { CommandContext } from './context.ts';
import { type CsvTable, type NumberRange, checkColumns } from './csv-table.ts';
import type { CsvRecord } from './csv.ts';

/** A point that the radar does not see: its row stays, with nothing computed. */
const NOT_SEEN: readonly ErrorCode[] = ['TARGET_NOT_SEEN', 'RANGE_NOT_ON_EARTH', 'ORBIT_TIME_OUTSIDE'];

/** Rows between two looks at whether the user wants to stop. */
const ROWS_PER_TURN = 5000;

/** One-way slant ranges; what is too far is found by not seeing it. */
export const SLANT_RANGE: NumberRange = { min: 1, max: 1e8, wanted: 'a one-way slant range in metres' };

/** Heights above WGS84: wide enough for every place on Earth, narrow enough to find a wrong unit. */
export const HEIGHT: NumberRange = { min: -20_000, max: 100_000, wanted: 'a height in metres, -20000 to 100000' };

function rowOrEmpty(
  table: CsvTable,
  record: CsvRecord,
  columns: readonly string[],
  context: CommandContext,
  compute: (record: CsvRecord) => readonly string[],
): readonly string[] {
  try {
    return compute(record);
  } catch (error) {
    if (!isSentryalError(error) || !NOT_SEEN.includes(error.code)) throw error;
    context.warn({
      code: 'POINT_NOT_SEEN',
      stage: 'geometry',
      message: `${table.name}, row ${record.row}: ${error.message} Its computed fields are empty.`,
    });
    return columns.map(() => '');
  }
}

/**
 * Rows of CSV with a header: every column of a table as it was given, then the computed ones.
 * @throws SentryalError CSV_*, CANCELLED
 */
export async function withComputedColumns(
  table: CsvTable,
  columns: { readonly read: readonly string[]; readonly written: readonly string[] },
  context: CommandContext,
  compute: (record: CsvRecord) => readonly string[],
): Promise<string[][]> {
  checkColumns(table, columns.read, columns.written);
  const rows = [[...table.header, ...columns.written]];
  for (const [k, record] of table.records.entries()) {
    if (k % ROWS_PER_TURN === 0) {
      await nextTurn();
      context.signal.throwIfAborted();
    }
    rows.push([...record.fields, ...rowOrEmpty(table, record, columns.written, context, compute)]);
  }
  return rows;
}
