import { readFile } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { SentryalError } from '../errors/index.ts';
import { fileError } from '../fetch/index.ts';
import type { CommandContext } from './context.ts';
import { type CsvTable, parseCsvTable } from './csv-table.ts';
import { formatCsvRecord } from './csv.ts';
import { writeText } from './files.ts';

/** Stands for stdin or stdout where a file is asked for. */
const DASH = '-';

async function readStdin({ stdin, signal, terminal }: CommandContext): Promise<Buffer> {
  const stream = stdin();
  if (stream.isTTY) terminal.log('info', 'reading CSV from the keyboard; Ctrl-D ends it');
  addAbortSignal(signal, stream);
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array | string));
  return Buffer.concat(chunks);
}

async function readBytes(file: string, context: CommandContext): Promise<Buffer> {
  if (file === DASH) return readStdin(context);
  try {
    return await readFile(file, { signal: context.signal });
  } catch (error) {
    throw fileError(file, error);
  }
}

/**
 * Reads a CSV table from a file, or from stdin where the file is `-` or not given.
 * @throws SentryalError FILE_NOT_FOUND, FILE_UNREADABLE, CSV_NOT_TEXT, CSV_EMPTY, CSV_MALFORMED
 */
export async function readCsvTable(file: string = DASH, context: CommandContext): Promise<CsvTable> {
  const bytes = await readBytes(file, context);
  const name = file === DASH ? 'stdin' : file;
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new SentryalError('CSV_NOT_TEXT', { file: name }, { cause });
  }
  return parseCsvTable(name, text);
}

/**
 * Writes CSV to a file, or to stdout where it is `-` or not given; all at once, so that a failure leaves nothing behind.
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE
 */
export async function writeCsv(
  rows: readonly (readonly string[])[],
  file: string | undefined,
  context: CommandContext,
): Promise<void> {
  const text = rows.map(formatCsvRecord).join('');
  if (file === undefined || file === DASH) context.print(text);
  else await writeText(file, text);
}
