import GeoTIFF, { type GeoTIFFImage } from 'geotiff';
import { SentryalError, isSentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import { geotiffSource } from '../geotiff-source.ts';
import { RasterBlocks } from './raster-blocks.ts';
import { NUMBER_BYTES, type NumberType, type RasterLayout, rasterLayout } from './raster-layout.ts';
import { type RasterTag, readMetadataNumber, readPlaces } from './raster-tags.ts';

/** What a raster is asked to be. */
export type RasterKind = 'complex' | 'complex or phase' | 'real';

const WANTED: Readonly<Record<RasterKind, string>> = {
  complex: 'a GeoTIFF of one complex band (complex64, complex128, complex int16 or int32) or of two real bands I and Q',
  'complex or phase': 'a GeoTIFF of one band: complex, or the phase in radians',
  real: 'a GeoTIFF of one real band',
};

/** The metadata item of GDAL in which a coherence or an interferogram says how many looks it has. */
export const LOOKS_ITEM = 'EFFECTIVE_LOOKS';

/** An opened raster of someone's GeoTIFF. */
export interface RasterFile {
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly isComplex: boolean;
  /** How its samples are stored, in words. */
  readonly description: string;
  /** Where it is, to be written into what is made of it. */
  readonly places: readonly RasterTag[];
  /** What the file says of its effective looks. */
  readonly effectiveLooks: number | undefined;
  /**
   * Lines as float32, NaN (in both parts) where there is no data: NaN or infinite in either part, or the file's no-data value.
   * Shape (count, columns), or (count, columns, 2) where complex.
   * @throws SentryalError RASTER_UNREADABLE; the signal's reason when aborted
   */
  readLines(first: number, count: number, signal?: AbortSignal): Promise<Float32Array<ArrayBuffer>>;
  close(): Promise<void>;
}

type Reader = (view: DataView, offset: number) => number;

function numberReader(number: NumberType, littleEndian: boolean): Reader {
  switch (number) {
    case 'uint8':
      return (view, at) => view.getUint8(at);
    case 'int8':
      return (view, at) => view.getInt8(at);
    case 'uint16':
      return (view, at) => view.getUint16(at, littleEndian);
    case 'int16':
      return (view, at) => view.getInt16(at, littleEndian);
    case 'uint32':
      return (view, at) => view.getUint32(at, littleEndian);
    case 'int32':
      return (view, at) => view.getInt32(at, littleEndian);
    case 'float32':
      return (view, at) => view.getFloat32(at, littleEndian);
    case 'float64':
      return (view, at) => view.getFloat64(at, littleEndian);
  }
}

/**
 * Marks what is no data: both parts of a pixel become NaN. Two bands are declared each for itself, so that the value in
 * either is enough; but 0, which a sound part of a complex number may be, must stand in both.
 */
function markNoData(values: Float32Array, isComplex: boolean, noData: number | undefined, isTwoBand: boolean): void {
  const wanted = noData === undefined ? Number.NaN : Math.fround(noData);
  if (!isComplex) {
    for (let k = 0; k < values.length; k++)
      if (!Number.isFinite(values[k]!) || values[k] === wanted) values[k] = Number.NaN;
    return;
  }
  for (let k = 0; k < values.length; k += 2) {
    const [re, im] = [values[k]!, values[k + 1]!];
    const isDeclared =
      isTwoBand && wanted !== 0
        ? re === wanted || im === wanted
        : re === wanted && (im === wanted || (im === 0 && !isTwoBand));
    if (isDeclared || !Number.isFinite(re) || !Number.isFinite(im)) values[k] = values[k + 1] = Number.NaN;
  }
}

/** A block without bytes is no data; without a value for it, real numbers would be made up. */
function checkHoles(layout: RasterLayout, noData: number | undefined, fail: (reason: string) => never): void {
  if (noData === undefined && !layout.isComplex && layout.byteCounts.includes(0))
    fail('it has empty blocks but no value for no data');
}

function linesReader(
  source: ByteSource,
  layout: RasterLayout,
  littleEndian: boolean,
  noData: number | undefined,
  fail: (reason: string, cause?: unknown) => never,
): RasterFile['readLines'] {
  const blocks = new RasterBlocks(source, layout, fail);
  const read = numberReader(layout.number, littleEndian);
  const { columns, numbersPerPixel, planes, isComplex, isTwoBand } = layout;
  const bytes = NUMBER_BYTES[layout.number];
  const perPixel = isComplex ? 2 : 1;
  return async (first, count, signal) => {
    const values = new Float32Array(count * columns * perPixel);
    try {
      for (let plane = 0; plane < planes; plane++)
        for await (const part of blocks.lines(plane, first, count, signal)) {
          const width = Math.min(part.columns, columns - part.firstColumn);
          const to = Math.min(first + count, part.firstRow + part.rows);
          for (let row = Math.max(first, part.firstRow); row < to; row++) {
            const from = (row - part.firstRow) * part.columns * numbersPerPixel;
            const into = ((row - first) * columns + part.firstColumn) * perPixel + plane;
            if (planes === 2)
              for (let k = 0; k < width; k++) values[into + 2 * k] = read(part.view, (from + k) * bytes);
            else
              for (let k = 0; k < width * numbersPerPixel; k++) values[into + k] = read(part.view, (from + k) * bytes);
          }
        }
    } catch (error) {
      signal?.throwIfAborted();
      if (isSentryalError(error)) throw error;
      return fail((error instanceof Error ? error.message : String(error)).replace(/\.$/, ''), error);
    }
    markNoData(values, isComplex, noData, isTwoBand);
    return values;
  };
}

/** Whether the raster is of the kind asked for. */
function checkKind(
  { isComplex, isTwoBand, description }: RasterLayout,
  kind: RasterKind,
  refuse: (reason: string) => never,
) {
  if (kind === 'complex' && !isComplex) refuse(`it is not complex but ${description}`);
  if (kind !== 'complex' && isTwoBand) refuse(`it has 2 bands`);
  if (kind === 'real' && isComplex) refuse(`it is ${description}, not real`);
}

/**
 * Opens the first image of a GeoTIFF or BigTIFF: strips or tiles; uncompressed, deflate, LZW, PackBits or Zstandard; samples
 * of one real band (8 to 64 bit), one complex band (int16, int32, float32, float64) or two real bands I and Q.
 * @throws SentryalError RASTER_UNREADABLE, RASTER_UNSUPPORTED
 */
export async function openRaster(source: ByteSource, kind: RasterKind, signal?: AbortSignal): Promise<RasterFile> {
  const file = source.name;
  const fail = (reason: string, cause?: unknown): never => {
    throw new SentryalError('RASTER_UNREADABLE', { file, reason }, { cause });
  };
  const refuse = (reason: string): never => {
    throw new SentryalError('RASTER_UNSUPPORTED', { file, reason, wanted: WANTED[kind] });
  };
  try {
    const tiff = await GeoTIFF.fromSource(geotiffSource(source), undefined, signal);
    const image: GeoTIFFImage = await tiff.getImage();
    const layout = await rasterLayout(image, source.sizeBytes, fail, refuse);
    checkKind(layout, kind, refuse);
    const noData = image.getGDALNoData() ?? undefined;
    checkHoles(layout, noData, fail);
    const { rows, columns, isComplex, description } = layout;
    return {
      name: file,
      rows,
      columns,
      isComplex,
      description,
      places: await readPlaces(image.fileDirectory, fail),
      effectiveLooks: await readMetadataNumber(image.fileDirectory, LOOKS_ITEM),
      readLines: linesReader(source, layout, image.littleEndian, noData, fail),
      close: () => source.close(),
    };
  } catch (error) {
    signal?.throwIfAborted();
    if (isSentryalError(error) && !isSentryalError(error, 'READ_TRUNCATED')) throw error;
    return fail((error instanceof Error ? error.message : String(error)).replace(/\.$/, ''), error);
  }
}
