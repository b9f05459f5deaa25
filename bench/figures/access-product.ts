import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { crc32, createDeflateRaw } from 'node:zlib';
import { tinyTiff } from '../../test/support/tiny-tiff.ts';

/** One swath of a real granule in full size: its own manifest and annotation, and a measurement of noise on disk. */
export interface FullSwath {
  readonly granule: string;
  readonly manifest: Buffer;
  readonly annotationPath: string;
  readonly annotation: Buffer;
  readonly measurementPath: string;
  /** Of the measurement on disk, as large as the manifest says. */
  readonly file: string;
  readonly sizeBytes: number;
  readonly byteOffsets: readonly number[];
  readonly lines: number;
  readonly samples: number;
}

const BLOCK_BYTES = 2 ** 23;

/** Speckle as the processor writes it: Gaussian I and Q of some hundreds, which deflate to four fifths. */
function speckle(bytes: number): Buffer {
  const out = new Int16Array(bytes / 2);
  for (let k = 0; k < out.length; k += 2) {
    const radius = 120 * Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    out[k] = Math.round(radius * Math.cos(angle));
    out[k + 1] = Math.round(radius * Math.sin(angle));
  }
  return Buffer.from(out.buffer);
}

function head(lines: number, samples: number, directoryAt: number): { header: Buffer; directory: Buffer } {
  const whole = tinyTiff(new Uint8Array(), [
    { tag: 256, longs: [samples] },
    { tag: 257, longs: [lines] },
    { tag: 258, shorts: [32] },
    { tag: 259, shorts: [1] },
    { tag: 277, shorts: [1] },
    { tag: 278, shorts: [1] },
    { tag: 339, shorts: [5] },
    { tag: 273, longs: Array.from({ length: lines }, () => 0) },
  ]);
  const header = Buffer.from(whole.subarray(0, 8));
  header.writeUInt32LE(directoryAt, 4);
  return { header, directory: Buffer.from(whole.subarray(8)) };
}

/** A directory at the end of the file: its strip offsets are patched in place. */
function endOf(lines: number, samples: number, first: number, directoryAt: number) {
  const { header, directory } = head(lines, samples, directoryAt);
  const count = directory.readUInt16LE(0);
  for (let k = 0; k < count; k += 1) {
    const at = 2 + 12 * k;
    if (directory.readUInt16LE(at) !== 273) continue;
    const listAt = directory.readUInt32LE(at + 8) - 8;
    directory.writeUInt32LE(directoryAt + listAt, at + 8);
    for (let line = 0; line < lines; line += 1) directory.writeUInt32LE(first + 4 * samples * line, listAt + 4 * line);
  }
  return { header, directory };
}

/** Writes the measurement of one swath of a real granule below `folder`. */
export async function writeFullSwath(safe: string, swath: string, folder: string): Promise<FullSwath> {
  const names = await readdir(join(safe, 'annotation'));
  const name = names.find((candidate) => candidate.includes(`-${swath}-slc-vv-`))!;
  const annotation = await readFile(join(safe, 'annotation', name));
  const manifest = await readFile(join(safe, 'manifest.safe'));
  const text = annotation.toString('utf8');
  const numbers = (element: string): number[] =>
    [...text.matchAll(new RegExp(`<${element}>(\\d+)</${element}>`, 'g'))].map((match) => Number(match[1]));
  const byteOffsets = numbers('byteOffset');
  const [lines = 0] = numbers('linesPerBurst');
  const [samples = 0] = numbers('samplesPerBurst');
  const measurementPath = `measurement/${name.replace('.xml', '.tiff')}`;
  const listed = manifest
    .toString('utf8')
    .split('<byteStream')
    .find((part) => part.includes(measurementPath));
  const sizeBytes = Number(/size="(\d+)"/.exec(listed ?? '')?.[1]);
  const file = join(folder, 'measurement.tiff');
  const handle = await open(file, 'w');
  const first = byteOffsets[0]!;
  const allLines = lines * byteOffsets.length;
  const end = first + allLines * samples * 4;
  const { header, directory } = endOf(allLines, samples, first, end + (end % 2));
  await handle.write(header, 0, 8, 0);
  // Another order of the same blocks at each place: no two stretches within a window of deflate are alike.
  const blocks = Array.from({ length: 3 }, () => speckle(BLOCK_BYTES));
  for (let at = first, k = 0; at < end; at += BLOCK_BYTES, k += 1)
    await handle.write(blocks[k % blocks.length]!, 0, Math.min(BLOCK_BYTES, end - at), at);
  await handle.write(directory, 0, directory.byteLength, end + (end % 2));
  await handle.truncate(sizeBytes);
  await handle.close();
  return {
    granule: safe.replace(/^.*\//, '').replace(/\.SAFE$/, ''),
    manifest,
    annotationPath: `annotation/${name}`,
    annotation,
    measurementPath,
    file,
    sizeBytes,
    byteOffsets,
    lines,
    samples,
  };
}

interface Written {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  readonly offset: number;
}

function zipHeader(entry: Written, central: boolean): Buffer {
  const name = Buffer.from(entry.name);
  const fields = Buffer.alloc(central ? 46 : 30);
  fields.writeUInt32LE(central ? 0x02014b50 : 0x04034b50, 0);
  const at = central ? 8 : 6;
  fields.writeUInt16LE(entry.method, at + 2);
  fields.writeUInt32LE(entry.crc, at + 8);
  fields.writeUInt32LE(entry.compressed, at + 12);
  fields.writeUInt32LE(entry.size, at + 16);
  fields.writeUInt16LE(name.byteLength, at + 20);
  if (central) fields.writeUInt32LE(entry.offset, 42);
  return Buffer.concat([fields, name]);
}

async function append(zip: FileHandle, source: AsyncIterable<Buffer>, offset: number): Promise<number> {
  let at = offset;
  for await (const chunk of source) {
    await zip.write(chunk, 0, chunk.byteLength, at);
    at += chunk.byteLength;
  }
  return at - offset;
}

/** Zips a swath's product into a file; everything below 4 GB. */
export async function writeFullZip(swath: FullSwath, path: string, deflated: boolean): Promise<number> {
  const zip = await open(path, 'w');
  const root = `${swath.granule}.SAFE/`;
  const texts: [string, Buffer][] = [
    ['manifest.safe', swath.manifest],
    [swath.annotationPath, swath.annotation],
  ];
  const written: Written[] = [];
  let at = 0;
  const add = async (name: string, size: number, open_: () => AsyncIterable<Buffer>): Promise<void> => {
    const offset = at;
    const dataAt = at + 30 + Buffer.byteLength(name);
    let crc = 0;
    const counted = (async function* () {
      for await (const chunk of open_()) {
        crc = crc32(chunk, crc);
        yield chunk;
      }
    })();
    let compressed = 0;
    if (deflated) {
      const deflate = createDeflateRaw({ level: 1 });
      const [, count] = await Promise.all([pipeline(counted, deflate), append(zip, deflate, dataAt)]);
      compressed = count;
    } else compressed = await append(zip, counted, dataAt);
    const entry = { name, method: deflated ? 8 : 0, crc, compressed, size, offset };
    await zip.write(zipHeader(entry, false), 0, undefined, offset);
    written.push(entry);
    at = dataAt + compressed;
  };
  for (const [name, bytes] of texts)
    await add(root + name, bytes.byteLength, async function* () {
      yield bytes;
    });
  await add(root + swath.measurementPath, swath.sizeBytes, () =>
    createReadStream(swath.file, { highWaterMark: 2 ** 20 }),
  );
  const list = Buffer.concat(written.map((entry) => zipHeader(entry, true)));
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(written.length, 8);
  end.writeUInt16LE(written.length, 10);
  end.writeUInt32LE(list.byteLength, 12);
  end.writeUInt32LE(at, 16);
  const tail = Buffer.concat([list, end]);
  await zip.write(tail, 0, tail.byteLength, at);
  await zip.close();
  return (await stat(path)).size;
}
