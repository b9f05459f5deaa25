import { SentryalError, isSentryalError } from '../errors/index.ts';
import type { Burst, ByteSource, Swath } from '../model/index.ts';
import { originOf } from './swath-origin.ts';
import { type TiffDirectory, readTiffDirectory } from './tiff-directory.ts';

/** What the reader needs beyond the annotation's byte offsets. */
export interface MeasurementLayout {
  readonly littleEndian: boolean;
}

/** TIFF tags (TIFF 6.0). */
const TAG = {
  imageWidth: 256,
  imageLength: 257,
  bitsPerSample: 258,
  compression: 259,
  stripOffsets: 273,
  samplesPerPixel: 277,
  rowsPerStrip: 278,
  stripByteCounts: 279,
  tileWidth: 322,
  sampleFormat: 339,
} as const;

const COMPLEX_INTEGER = 5;
const BYTES_PER_SAMPLE = 4;

function checkTags(directory: TiffDirectory, swath: Swath, fail: (reason: string) => never): void {
  if (directory.value(TAG.tileWidth) !== undefined) fail('it is tiled');
  const compression = directory.value(TAG.compression) ?? 1;
  if (compression !== 1) fail(`it is compressed (TIFF compression ${compression})`);
  const format = directory.value(TAG.sampleFormat) ?? 1;
  const bits = directory.value(TAG.bitsPerSample) ?? 1;
  const channels = directory.value(TAG.samplesPerPixel) ?? 1;
  if (format !== COMPLEX_INTEGER || bits !== 8 * BYTES_PER_SAMPLE || channels !== 1)
    fail(`its samples are ${channels} x ${bits} bit of format ${format}, not complex int16`);
  if (directory.value(TAG.rowsPerStrip) !== 1) fail('its strips are not one line each');
  const width = directory.value(TAG.imageWidth);
  const length = directory.value(TAG.imageLength);
  if (width !== swath.samplesPerBurst)
    fail(`its lines have ${width} samples; the annotation says ${swath.samplesPerBurst}`);
  const lines = swath.linesPerBurst * (1 + Math.max(...swath.bursts.map((burst) => burst.index)));
  if (length === undefined || length < lines) fail(`it has ${length} lines; the annotation needs ${lines}`);
}

/** The lines follow one another without gaps, and each burst begins where the annotation says. */
function checkStrips(offsets: Float64Array, swath: Swath, fail: (reason: string) => never): void {
  const lineBytes = swath.samplesPerBurst * BYTES_PER_SAMPLE;
  for (let line = 1; line < offsets.length; line += 1)
    if (offsets[line]! - offsets[line - 1]! !== lineBytes) fail(`line ${line} does not follow line ${line - 1}`);
  for (const burst of swath.bursts) {
    const offset = offsets[burst.index * swath.linesPerBurst];
    if (offset !== burst.byteOffset)
      fail(`burst ${burst.index + 1} begins at byte ${offset}; the annotation says ${burst.byteOffset}`);
  }
}

function checkManifest(swath: Swath): void {
  const { name: file, sizeBytes: size } = swath.measurement;
  const expected = originOf(swath)?.manifestBytes;
  if (expected !== undefined && expected !== size)
    throw new SentryalError('MEASUREMENT_SIZE_MISMATCH', { file, size, expected });
}

const HEADER_BYTES = 8;

/** TIFF 6.0 and BigTIFF. */
const MAGIC = [42, 43];

/**
 * What can be known where the directory at the end of the file is out of reach: the header, that the bursts the
 * annotation names lie one behind another inside the file, and its size by the manifest.
 */
async function inspectHeader(
  swath: Swath,
  signal: AbortSignal | undefined,
  fail: (reason: string) => never,
): Promise<MeasurementLayout> {
  const { measurement: source, bursts, linesPerBurst, samplesPerBurst } = swath;
  checkManifest(swath);
  const burstBytes = linesPerBurst * samplesPerBurst * BYTES_PER_SAMPLE;
  let previous: Burst | undefined;
  for (const burst of [...bursts].sort((a, b) => a.index - b.index)) {
    const least =
      previous === undefined ? HEADER_BYTES : previous.byteOffset + (burst.index - previous.index) * burstBytes;
    if (burst.byteOffset < least || (previous !== undefined && burst.byteOffset !== least))
      fail(`burst ${burst.index + 1} begins at byte ${burst.byteOffset} by the annotation; ${least} was expected`);
    previous = burst;
  }
  const end = (previous?.byteOffset ?? 0) + burstBytes;
  if (end > source.sizeBytes)
    throw new SentryalError('MEASUREMENT_TRUNCATED', {
      file: source.name,
      size: source.sizeBytes,
      what: 'its last burst',
      end,
    });
  const header = await source.read(0, HEADER_BYTES, signal ? { signal } : undefined);
  const order = String.fromCharCode(header[0]!, header[1]!);
  if (order !== 'II' && order !== 'MM') fail('it does not begin as a TIFF does');
  const littleEndian = order === 'II';
  const view = new DataView(header.buffer, header.byteOffset, HEADER_BYTES);
  if (!MAGIC.includes(view.getUint16(2, littleEndian))) fail('it does not begin as a TIFF does');
  return { littleEndian };
}

async function inspect(swath: Swath, signal: AbortSignal | undefined): Promise<MeasurementLayout> {
  const source: ByteSource = swath.measurement;
  const fail = (reason: string): never => {
    throw new SentryalError('MEASUREMENT_UNSUPPORTED', { file: source.name, reason });
  };
  if (source.hasDirectory === false) return inspectHeader(swath, signal, fail);
  let directory: TiffDirectory;
  let offsets: Float64Array;
  try {
    directory = await readTiffDirectory(source, fail, signal);
    checkTags(directory, swath, fail);
    offsets = await directory.values(TAG.stripOffsets);
    if (offsets.length !== directory.value(TAG.imageLength)) fail('it has not one strip per line');
    checkStrips(offsets, swath, fail);
  } catch (error) {
    if (!isSentryalError(error, 'READ_TRUNCATED')) throw error;
    throw new SentryalError(
      'MEASUREMENT_TRUNCATED',
      { file: source.name, size: source.sizeBytes, what: 'its directory', end: 'the end of the product' },
      { cause: error },
    );
  }
  const end = offsets.at(-1)! + swath.samplesPerBurst * BYTES_PER_SAMPLE;
  if (end > source.sizeBytes)
    throw new SentryalError('MEASUREMENT_TRUNCATED', {
      file: source.name,
      size: source.sizeBytes,
      what: 'its last line',
      end,
    });
  checkManifest(swath);
  return { littleEndian: directory.littleEndian };
}

const checked = new WeakMap<Swath, Promise<MeasurementLayout>>();

/**
 * Opens a swath's pixels: its TIFF is checked to be what the byte offsets of the annotation presume (complex int16,
 * uncompressed, one strip per line without gaps, complete); of a source without directory only header and size can be.
 * Done once per swath.
 * @throws SentryalError MEASUREMENT_MISSING, MEASUREMENT_UNSUPPORTED, MEASUREMENT_TRUNCATED,
 * MEASUREMENT_SIZE_MISMATCH, ZIP_*, CACHE_UNWRITABLE
 */
export async function openMeasurement(
  swath: Swath,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<MeasurementLayout> {
  const known = checked.get(swath);
  if (known !== undefined) return known;
  const attempt = inspect(swath, options.signal);
  checked.set(swath, attempt);
  attempt.catch(() => checked.delete(swath));
  return attempt;
}
