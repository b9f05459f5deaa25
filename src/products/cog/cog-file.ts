import { createHash } from 'node:crypto';
import { SentryalError } from '../../errors/index.ts';
import { openPartFile } from '../part-file.ts';
import { LARGEST_FILE, SAMPLES, type TiffField, type TiffLayout, encodeDirectory, encodeHeader } from '../tiff-file.ts';
import { TILE, type TileRows, largestTileBytes, predictorOf } from './tiles.ts';

const TAG = {
  subfileType: 254,
  width: 256,
  length: 257,
  bitsPerSample: 258,
  compression: 259,
  photometric: 262,
  samplesPerPixel: 277,
  planarConfiguration: 284,
  predictor: 317,
  tileWidth: 322,
  tileLength: 323,
  tileOffsets: 324,
  tileByteCounts: 325,
  sampleFormat: 339,
} as const;

const REDUCED_RESOLUTION = 1;
const DEFLATE = 8;
const BLACK_IS_ZERO = 1;
const CONTIGUOUS = 1;
const HEADER_BYTES = 8;

/** More than words, places and the lists of tiles take. */
const MOST_HEAD_BYTES = 16 * 2 ** 20;

/** What GDAL's COG driver tells readers of the order of a file's parts, between header and first directory. */
const LAYOUT = [
  'LAYOUT=IFDS_BEFORE_DATA\n',
  'BLOCK_ORDER=ROW_MAJOR\n',
  'BLOCK_LEADER=SIZE_AS_UINT4\n',
  'BLOCK_TRAILER=LAST_4_BYTES_REPEATED\n',
  'KNOWN_INCOMPATIBLE_EDITION=NO\n ',
].join('');
const GHOST = `GDAL_STRUCTURAL_METADATA_SIZE=${String(LAYOUT.length).padStart(6, '0')} bytes\n${LAYOUT}`;

/** Bytes before and after the bytes of a tile: their number, and the last four again. */
const [LEADER_BYTES, TRAILER_BYTES] = [4, 4] as const;

/** A written file. */
export interface WrittenFile {
  readonly path: string;
  readonly bytes: number;
  /** Of its content, hexadecimal. */
  readonly sha256: string;
}

function levelFields(level: TileRows, isOverview: boolean, firstByte: number): TiffField[] {
  const { rows, columns, sample } = level.layout;
  const short = (tag: number, value: number): TiffField => ({ tag, type: 'short', values: [value] });
  const long = (tag: number, ...values: number[]): TiffField => ({ tag, type: 'long', values });
  let at = firstByte;
  const offsets = level.tiles.map((tile) => {
    const offset = at + LEADER_BYTES;
    at = offset + tile.length + TRAILER_BYTES;
    return offset;
  });
  return [
    ...(isOverview ? [long(TAG.subfileType, REDUCED_RESOLUTION)] : []),
    long(TAG.width, columns),
    long(TAG.length, rows),
    short(TAG.bitsPerSample, SAMPLES[sample].bits),
    short(TAG.compression, DEFLATE),
    short(TAG.photometric, BLACK_IS_ZERO),
    short(TAG.samplesPerPixel, 1),
    short(TAG.planarConfiguration, CONTIGUOUS),
    short(TAG.predictor, predictorOf(sample)),
    short(TAG.tileWidth, TILE),
    short(TAG.tileLength, TILE),
    long(TAG.tileOffsets, ...offsets),
    long(TAG.tileByteCounts, ...level.tiles.map(({ length }) => length)),
    short(TAG.sampleFormat, SAMPLES[sample].format),
  ];
}

/**
 * The most bytes that an image of so many tiles can have in its file, overviews included, whatever is in them.
 * @param tiles of each level
 */
export function largestCogBytes(sample: TiffLayout['sample'], tiles: readonly number[]): number {
  const most = LEADER_BYTES + largestTileBytes(sample) + TRAILER_BYTES;
  return MOST_HEAD_BYTES + tiles.reduce((sum, count) => sum + count * most, 0);
}

function levelBytes({ tiles }: TileRows): number {
  return tiles.reduce((sum, { length }) => sum + LEADER_BYTES + length + TRAILER_BYTES, 0);
}

/** Everything before the tiles: header, ghost area, and the directories from the largest image to the smallest. */
function encodeHead(levels: readonly TileRows[], fields: readonly TiffField[], shared: readonly TiffField[]): Buffer {
  const ghost = Buffer.from(GHOST, 'latin1');
  const firstDirectory = Math.ceil((HEADER_BYTES + ghost.length) / 8) * 8;
  const ownOf = (k: number, firstByte: number): TiffField[] => [
    ...levelFields(levels[k]!, k > 0, firstByte),
    ...(k > 0 ? shared : fields),
  ];
  // Offsets change no lengths: the directories' own lengths tell where everything is.
  const sizes = levels.map((_, k) => encodeDirectory(ownOf(k, 0), 0, 0).length);
  const places = sizes.map((_, k) => firstDirectory + sizes.slice(0, k).reduce((sum, size) => sum + size, 0));
  const end = places.at(-1)! + sizes.at(-1)!;
  // The smallest image comes first: an overview is at hand before the whole.
  const firstByte = (k: number): number => levels.slice(k + 1).reduce((at, level) => at + levelBytes(level), end);
  const directories = levels.map((_, k) => encodeDirectory(ownOf(k, firstByte(k)), places[k]!, places[k + 1] ?? 0));
  const gap = Buffer.alloc(firstDirectory - HEADER_BYTES - ghost.length);
  return Buffer.concat([encodeHeader(firstDirectory), ghost, gap, ...directories]);
}

/**
 * Writes the levels of an image, full resolution first in the list, as a Cloud-Optimized GeoTIFF (OGC 21-026) with the ghost
 * area of GDAL's driver.
 * @param fields further entries of the image's directory; `shared` of those of its overviews
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export async function writeCogFile(
  path: string,
  levels: readonly TileRows[],
  { fields, shared }: { readonly fields: readonly TiffField[]; readonly shared: readonly TiffField[] },
  signal?: AbortSignal,
): Promise<WrittenFile> {
  const size = levels.reduce((sum, level) => sum + levelBytes(level), 0);
  // Before offsets that 32 bits do not hold are encoded.
  if (size > LARGEST_FILE) throw new SentryalError('PRODUCT_TOO_LARGE', { file: path, bytes: size });
  const head = encodeHead(levels, fields, shared);
  const bytes = head.length + size;
  if (bytes > LARGEST_FILE) throw new SentryalError('PRODUCT_TOO_LARGE', { file: path, bytes });
  signal?.throwIfAborted();
  const file = await openPartFile(path);
  const hash = createHash('sha256');
  const write = async (part: Uint8Array): Promise<void> => {
    hash.update(part);
    await file.write(part);
  };
  try {
    await write(head);
    for (const { tiles } of levels.toReversed())
      for (const tile of tiles) {
        signal?.throwIfAborted();
        const leader = Buffer.alloc(LEADER_BYTES);
        leader.writeUInt32LE(tile.length);
        await write(Buffer.concat([leader, tile, tile.subarray(-TRAILER_BYTES)]));
      }
    await file.finish();
  } catch (error) {
    await file.discard();
    throw error;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}
