import { SentryalError } from '../errors/index.ts';

/** One record of a CSV text; `row` counts from 1, the header and empty lines included. */
export interface CsvRecord {
  readonly row: number;
  readonly fields: readonly string[];
}

/** What ends a field that does not begin with a quote. */
const FIELD_END = /[,\r\n]/g;

/** Index of the first match from `from` on, else the end of the text. */
function indexOfMatch(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.index ?? text.length;
}

/** Index of the quote that closes the one at `open`: quotes in between are doubled; -1 where there is none. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2);
  return at;
}

/**
 * Reads CSV after RFC 4180, with any line end; lines without a character are left out.
 * @param name where the text comes from, for messages
 * @throws SentryalError CSV_MALFORMED
 */
export function parseCsv(name: string, text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let row = 1;
  let at = 0;
  const fail = (reason: string): SentryalError => new SentryalError('CSV_MALFORMED', { file: name, row, reason });

  const readField = (): string => {
    const start = at;
    if (text[start] !== '"') {
      at = indexOfMatch(FIELD_END, text, start);
      const field = text.slice(start, at);
      if (field.includes('"')) throw fail('a quote stands inside a field that does not begin with one');
      return field;
    }
    const close = closingQuote(text, start);
    if (close < 0) throw fail('a quote is not closed');
    at = close + 1;
    if (at < text.length && !',\r\n'.includes(text[at]!)) throw fail('text follows a closing quote');
    return text.slice(start + 1, close).replaceAll('""', '"');
  };

  while (at < text.length) {
    const start = at;
    fields.push(readField());
    const isBlank = fields.length === 1 && at === start;
    if (text[at] === ',') {
      at += 1;
      // A comma at the very end is followed by one more field, which is empty.
      if (at < text.length) continue;
      fields.push('');
    } else at += text.startsWith('\r\n', at) ? 2 : 1;
    if (!isBlank || fields.length > 1) records.push({ row, fields });
    fields = [];
    row += 1;
  }
  return records;
}

function quote(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}

/** One line of CSV after RFC 4180, ended by a line feed; what needs quotes has them. */
export function formatCsvRecord(fields: readonly string[]): string {
  // A line without a character would not be read as a field.
  return fields.length === 1 && fields[0] === '' ? '""\n' : `${fields.map(quote).join(',')}\n`;
}
