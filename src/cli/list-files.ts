import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { productFile, withFiles } from '../answer/index.ts';
import type { AnswerProduct } from '../job/index.ts';
import { writeText } from './files.ts';

/**
 * Adds files to those of a run, in place of the same of an earlier writing, and to the STAC Item among them.
 * @param folder where the Item is
 * @throws SentryalError CLI_OUTPUT_UNWRITABLE; what reading the Item throws
 */
export async function listFiles(
  folder: string,
  products: readonly AnswerProduct[],
  added: readonly AnswerProduct[],
): Promise<AnswerProduct[]> {
  const isNew = ({ kind, name }: AnswerProduct): boolean =>
    added.some((file) => file.kind === kind && file.name === name);
  const item = products.find(({ kind }) => kind === 'stac_item');
  const files = [...products.filter((file) => file !== item && !isNew(file)), ...added];
  if (!item) return files;
  const path = join(folder, basename(item.path));
  const listed = withFiles(JSON.parse(await readFile(path, 'utf8')), added);
  if (!listed) return [...files, item];
  const text = `${JSON.stringify(listed, undefined, 2)}\n`;
  await writeText(path, text);
  return [...files, productFile(item, text)];
}
