import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { SentryalError, isSentryalError } from '../../errors/index.ts';
import { openFileSource } from '../../fetch/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { packageInfo } from '../../settings/index.ts';
import { type PlainArray, arrayType, decodePlain, emptyArray, encodePlain } from './plain-data.ts';

const FORMAT = 3;
const FOLDER = 'run';
const HEAD = 'run.json';
const ARRAYS = 'arrays.bin';

/** Arrays begin at multiples of this. */
const ALIGNMENT = 8;
const BLOCK_BYTES = 64 * 2 ** 20;

const bodySchema = z.object({
  arrays: z.array(
    z.object({
      type: z.string(),
      length: z.int().min(0),
      offset: z.int().min(0),
      sha256: z.string(),
    }),
  ),
  shared: z.array(z.unknown()),
  root: z.unknown(),
});

type TableEntry = z.output<typeof bodySchema>['arrays'][number];

const headSchema = z.object({
  format: z.number(),
  version: z.string(),
  /** Of `body` as JSON without white space. */
  sha256: z.string(),
  body: z.unknown(),
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function bytesOf(array: PlainArray): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength);
}

/** The bytes in parts of a size that can be hashed and written at once. */
function* blocksOf(bytes: Uint8Array<ArrayBuffer>): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.byteLength; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
}

function padding(bytes: number): Uint8Array {
  return new Uint8Array((ALIGNMENT - (bytes % ALIGNMENT)) % ALIGNMENT);
}

/** Removes what an earlier run left in a folder; whatever else is there stays. */
export async function removeRunFiles(outDir: string): Promise<void> {
  const folder = join(outDir, FOLDER);
  for (const name of [HEAD, `${HEAD}.part`, ARRAYS]) await rm(join(folder, name), { force: true }).catch(() => {});
  await rmdir(folder).catch(() => {});
}

/**
 * Writes data as DIR/run/run.json and, for its typed arrays, DIR/run/arrays.bin (in the order of this machine, which every
 * machine Node runs on shares: little-endian). run.json comes last: without it there is no run.
 * @throws SentryalError PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export async function writeRunFiles(outDir: string, data: unknown, signal: AbortSignal): Promise<void> {
  const folder = join(outDir, FOLDER);
  const { arrays, shared, root } = encodePlain(data);
  try {
    await mkdir(folder, { recursive: true });
    const table: TableEntry[] = [];
    const file = await open(join(folder, ARRAYS), 'w');
    try {
      let offset = 0;
      for (const array of arrays) {
        const hash = createHash('sha256');
        for (const block of blocksOf(bytesOf(array))) {
          signal.throwIfAborted();
          hash.update(block);
          await file.writeFile(block);
        }
        const rest = padding(array.byteLength);
        await file.writeFile(rest);
        table.push({ type: arrayType(array), length: array.length, offset, sha256: hash.digest('hex') });
        offset += array.byteLength + rest.byteLength;
      }
    } finally {
      await file.close();
    }
    const body = { arrays: table, shared, root };
    const head = { format: FORMAT, version: packageInfo().version, sha256: sha256(JSON.stringify(body)), body };
    const temporary = join(folder, `${HEAD}.part`);
    await writeFile(temporary, `${JSON.stringify(head)}\n`);
    await rename(temporary, join(folder, HEAD));
  } catch (cause) {
    await removeRunFiles(outDir);
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('PRODUCT_UNWRITABLE', { file: folder, reason }, { cause });
  }
}

/** Text of run.json in a folder, or in the folder `run` inside it. */
async function readHead(dir: string): Promise<{ folder: string; text: string }> {
  for (const folder of [join(dir, FOLDER), dir]) {
    try {
      return { folder, text: await readFile(join(folder, HEAD), 'utf8') };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR') {
        const reason = error instanceof Error ? error.message : String(error);
        throw new SentryalError('RUN_UNREADABLE', { file: join(folder, HEAD), reason }, { cause: error });
      }
    }
  }
  throw new SentryalError('RUN_NOT_FOUND', { folder: dir });
}

async function readArray(source: ByteSource, entry: TableEntry, signal: AbortSignal): Promise<PlainArray> {
  const fail = (reason: string): never => {
    throw new SentryalError('RUN_UNREADABLE', { file: source.name, reason });
  };
  // Before memory is taken for it.
  if (entry.offset + entry.length > source.sizeBytes) fail('it is shorter than run.json says');
  const array = emptyArray(entry.type, entry.length) ?? fail(`it holds ${entry.type}`);
  const hash = createHash('sha256');
  let at = entry.offset;
  for (const block of blocksOf(bytesOf(array))) {
    block.set(await source.read(at, block.byteLength, { signal }));
    hash.update(block);
    at += block.byteLength;
  }
  if (hash.digest('hex') !== entry.sha256) fail('its content was changed since it was written');
  return array;
}

/**
 * Reads what {@link writeRunFiles} wrote.
 * @param dir the folder of the run, or `run` inside it
 * @throws SentryalError RUN_NOT_FOUND, RUN_UNREADABLE, RUN_OTHER_VERSION; the signal's reason when aborted
 */
export async function readRunFiles(dir: string, signal: AbortSignal): Promise<unknown> {
  const { folder, text } = await readHead(dir);
  const file = join(folder, HEAD);
  const fail = (reason: string, cause?: unknown): never => {
    throw new SentryalError('RUN_UNREADABLE', { file, reason }, { cause });
  };
  try {
    const head = headSchema.parse(JSON.parse(text));
    const { version } = packageInfo();
    if (head.format !== FORMAT || head.version !== version)
      throw new SentryalError('RUN_OTHER_VERSION', { file, found: `${head.version}, format ${head.format}`, version });
    if (sha256(JSON.stringify(head.body)) !== head.sha256) fail('its content was changed since it was written');
    const body = bodySchema.parse(head.body);
    const source = await openFileSource(join(folder, ARRAYS));
    const arrays: PlainArray[] = [];
    try {
      for (const entry of body.arrays) arrays.push(await readArray(source, entry, signal));
    } finally {
      await source.close();
    }
    return decodePlain({ shared: body.shared, root: body.root, arrays });
  } catch (error) {
    signal.throwIfAborted();
    if (isSentryalError(error) && error.code.startsWith('RUN_')) throw error;
    return fail(error instanceof Error ? error.message.replace(/\.$/, '') : String(error), error);
  }
}
