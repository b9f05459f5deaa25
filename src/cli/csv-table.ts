import { SentryalError } from '../errors/index.ts';
import { parseUtc, secondsToUtc, utcToSeconds } from '../units/index.ts';
import { type CsvRecord, parseCsv } from './csv.ts';

/** CSV with a header; every record has as many fields as the header. */
export interface CsvTable {
  /** Where it comes from, for messages. */
  readonly name: string;
  readonly header: readonly string[];
  readonly records: readonly CsvRecord[];
}

/** Numbers from `min` to `max`, described by `wanted`. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly wanted: string;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Longest part of a wrong value that a message repeats. */
const SHOWN_CHARACTERS = 40;

/**
 * Reads CSV with a header. Blanks around column names are not part of them.
 * @throws SentryalError CSV_EMPTY, CSV_MALFORMED
 */
export function parseCsvTable(name: string, text: string): CsvTable {
  const [head, ...records] = parseCsv(name, text);
  if (head === undefined) throw new SentryalError('CSV_EMPTY', { file: name });
  const header = head.fields.map((field) => field.trim());
  const twice = header.find((column, k) => header.indexOf(column) !== k);
  if (twice !== undefined)
    throw new SentryalError('CSV_MALFORMED', { file: name, row: head.row, reason: `it names "${twice}" twice` });
  const ragged = records.find(({ fields }) => fields.length !== header.length);
  if (ragged !== undefined)
    throw new SentryalError('CSV_MALFORMED', {
      file: name,
      row: ragged.row,
      reason: `it has ${ragged.fields.length} fields, the header has ${header.length}`,
    });
  return { name, header, records };
}

/**
 * Checks that a table has the columns a command reads, and none that it writes.
 * @throws SentryalError CSV_COLUMN_MISSING, CSV_COLUMN_TAKEN
 */
export function checkColumns(table: CsvTable, read: readonly string[], written: readonly string[]): void {
  const { name: file, header } = table;
  const missing = read.find((column) => !header.includes(column));
  if (missing !== undefined)
    throw new SentryalError('CSV_COLUMN_MISSING', { file, column: missing, found: header.join(', ') });
  const taken = written.find((column) => header.includes(column));
  if (taken !== undefined)
    throw new SentryalError('CSV_COLUMN_TAKEN', { file, column: taken, inputs: read.join(', ') });
}

/** A text of a record, blanks around it left out. */
export function textField(table: CsvTable, record: CsvRecord, column: string): string {
  return record.fields[table.header.indexOf(column)]!.trim();
}

function invalid(table: CsvTable, record: CsvRecord, column: string, wanted: string): SentryalError {
  const value = textField(table, record, column).slice(0, SHOWN_CHARACTERS);
  return new SentryalError('CSV_VALUE_INVALID', { file: table.name, row: record.row, column, value, wanted });
}

/**
 * A number of a record: decimal digits, with or without an exponent.
 * @throws SentryalError CSV_VALUE_INVALID
 */
export function numberField(table: CsvTable, record: CsvRecord, column: string, range: NumberRange): number {
  const text = textField(table, record, column);
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (value >= range.min && value <= range.max) return value;
  throw invalid(table, record, column, range.wanted);
}

/**
 * A UTC time of a record, in seconds since midnight of `epochDay`.
 * @throws SentryalError CSV_VALUE_INVALID
 */
export function utcField(table: CsvTable, record: CsvRecord, column: string, epochDay: number): number {
  const text = textField(table, record, column);
  const day = parseUtc(text)?.epochDay;
  // 31 April would count as 1 May: it does not come back as itself.
  const isDate = day !== undefined && text.startsWith(secondsToUtc(0, day, 0).slice(0, 10));
  const timeS = isDate ? utcToSeconds(text, epochDay) : undefined;
  if (timeS !== undefined) return timeS;
  throw invalid(table, record, column, 'a UTC time such as 2020-05-11T13:51:30.4530010000Z');
}
