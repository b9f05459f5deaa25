import type { GeoTIFFImage, ImageFileDirectory } from 'geotiff';

/** How one number of a raster is stored. */
export type NumberType = 'uint8' | 'int8' | 'uint16' | 'int16' | 'uint32' | 'int32' | 'float32' | 'float64';

/** How the samples of a raster lie in its file. */
export interface RasterLayout {
  readonly rows: number;
  readonly columns: number;
  readonly number: NumberType;
  /** Numbers of a pixel within one block: 2 for complex samples or two bands side by side. */
  readonly numbersPerPixel: 1 | 2;
  /** Planes that follow one another: 2 for two bands apart. */
  readonly planes: 1 | 2;
  /** What the samples are, in words. */
  readonly description: string;
  readonly isComplex: boolean;
  readonly isTwoBand: boolean;
  readonly blockRows: number;
  readonly blockColumns: number;
  readonly compression: number;
  readonly predictor: number;
  /** Blocks row by row, planes one after the other. */
  readonly offsets: readonly number[];
  readonly byteCounts: readonly number[];
}

export const NUMBER_BYTES: Readonly<Record<NumberType, number>> = {
  uint8: 1,
  int8: 1,
  uint16: 2,
  int16: 2,
  uint32: 4,
  int32: 4,
  float32: 4,
  float64: 8,
};

/** SampleFormat of TIFF 6.0 and its complex extension: unsigned, signed, float, complex integer, complex float. */
const FAMILIES: Readonly<Record<number, 'uint' | 'int' | 'float'>> = {
  1: 'uint',
  2: 'int',
  3: 'float',
  5: 'int',
  6: 'float',
};
const COMPLEX_FORMATS: readonly number[] = [5, 6];
/** What SampleFormat's absence means. */
const UNSIGNED = 1;
const MAX_BLOCK_BYTES = 2 ** 30;
/** None, LZW, deflate (both codes), PackBits, Zstandard. */
const COMPRESSIONS: readonly number[] = [1, 5, 8, 32_773, 32_946, 50_000];

type Fail = (reason: string) => never;

function list(value: unknown): number[] {
  if (value === undefined || value === null) return [];
  return typeof value === 'number' || typeof value === 'bigint'
    ? [Number(value)]
    : Array.from(value as number[], Number);
}

async function single(directory: ImageFileDirectory, name: string, fallback: number): Promise<number> {
  const [value = fallback] = list(await directory.loadValue(name as 'Predictor'));
  return value;
}

/** The type of the numbers, and whether a sample is a pair of them. */
function sampleType(bits: readonly number[], formats: readonly number[], bands: number, unsupported: Fail) {
  const format = formats[0] ?? UNSIGNED;
  const width = bits[0] ?? 1;
  if (bits.length > 1 && bits.some((other) => other !== width)) unsupported('its bands are of different widths');
  if (formats.some((other) => other !== format)) unsupported('its bands are of different formats');
  const family = FAMILIES[format];
  const isComplexSample = COMPLEX_FORMATS.includes(format);
  const name = family === undefined ? '' : `${family}${isComplexSample ? width / 2 : width}`;
  if (!(name in NUMBER_BYTES)) unsupported(`its samples are of ${width} bits in TIFF sample format ${format}`);
  if (bands > 2 || (isComplexSample && bands > 1)) unsupported(`it has ${bands} bands`);
  return { number: name as NumberType, isComplexSample };
}

/**
 * How the pixels of an image lie in its file, checked to lie within it.
 * @param fail for a broken file
 * @param unsupported for a sound file that is not understood
 */
export async function rasterLayout(
  image: GeoTIFFImage,
  fileBytes: number,
  fail: Fail,
  unsupported: Fail,
): Promise<RasterLayout> {
  const directory = image.fileDirectory;
  const [columns, rows] = [await single(directory, 'ImageWidth', 0), await single(directory, 'ImageLength', 0)];
  if (![columns, rows].every((size) => Number.isSafeInteger(size) && size > 0 && size < 2 ** 31))
    fail(`its size is ${rows} x ${columns}`);
  const bands = await single(directory, 'SamplesPerPixel', 1);
  const bits = list(await directory.loadValue('BitsPerSample'));
  const { number, isComplexSample } = sampleType(
    bits,
    list(await directory.loadValue('SampleFormat')),
    bands,
    unsupported,
  );
  const isApart = bands > 1 && (await single(directory, 'PlanarConfiguration', 1)) === 2;
  const numbersPerPixel = isComplexSample || (bands === 2 && !isApart) ? 2 : 1;
  const planes = isApart ? 2 : 1;
  const isTiled = directory.hasTag('TileWidth');
  const blockColumns = isTiled ? await single(directory, 'TileWidth', 0) : columns;
  const wantedRows = isTiled ? await single(directory, 'TileLength', 0) : await single(directory, 'RowsPerStrip', rows);
  const blockRows = isTiled ? wantedRows : Math.min(wantedRows, rows);
  if (!(blockColumns > 0 && blockRows > 0)) fail('its blocks have no size');
  const compression = await single(directory, 'Compression', 1);
  if (!COMPRESSIONS.includes(compression))
    unsupported(`it is compressed in a way not supported (TIFF compression ${compression})`);
  const isStreamed = compression === 1 && !isTiled;
  const blockBytes = blockColumns * blockRows * numbersPerPixel * NUMBER_BYTES[number];
  if (!isStreamed && !(blockBytes <= MAX_BLOCK_BYTES)) unsupported(`a block of it has ${blockBytes} bytes`);
  const kind = isTiled ? 'Tile' : 'Strip';
  const offsets = list(await directory.loadValue(`${kind}Offsets`));
  const byteCounts = list(await directory.loadValue(`${kind}ByteCounts`));
  const blocks = Math.ceil(columns / blockColumns) * Math.ceil(rows / blockRows) * planes;
  if (offsets.length !== blocks || byteCounts.length !== blocks)
    fail(`it lists ${offsets.length} blocks of pixels for ${blocks}`);
  if (offsets.some((offset, k) => !(offset + byteCounts[k]! <= fileBytes))) fail('it ends before its last pixel');
  const predictor = await single(directory, 'Predictor', 1);
  if (predictor !== 1 && (isComplexSample || !image.littleEndian))
    unsupported(`it has predictor ${predictor} over ${isComplexSample ? 'complex' : 'big-endian'} samples`);
  const words = isComplexSample ? `complex ${number}` : `${bands === 2 ? 'two bands of ' : ''}${number}`;
  return {
    rows,
    columns,
    number,
    numbersPerPixel,
    planes,
    description: words,
    isComplex: isComplexSample || bands === 2,
    isTwoBand: bands === 2,
    blockRows,
    blockColumns,
    compression,
    predictor,
    offsets,
    byteCounts,
  };
}
