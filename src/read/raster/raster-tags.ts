import type { ImageFileDirectory } from 'geotiff';

/** A tag as it lies in a TIFF, to be written into another. */
export interface RasterTag {
  readonly tag: number;
  readonly type: 'short' | 'double' | 'ascii';
  /** Character codes for ascii, its closing 0 included. */
  readonly values: readonly number[];
}

/** The tags that say where a raster is (OGC GeoTIFF 1.1, section 7.1), and how they are written. */
const PLACE_TAGS = [
  { tag: 33_550, name: 'ModelPixelScale', type: 'double' },
  { tag: 33_922, name: 'ModelTiepoint', type: 'double' },
  { tag: 34_264, name: 'ModelTransformation', type: 'double' },
  { tag: 34_735, name: 'GeoKeyDirectory', type: 'short' },
  { tag: 34_736, name: 'GeoDoubleParams', type: 'double' },
  { tag: 34_737, name: 'GeoAsciiParams', type: 'ascii' },
] as const;

/** A million tie points are far beyond any real file. */
const MAX_VALUES = 2 ** 22;

function codes(text: string): number[] {
  const values = Array.from(text, (character) => character.charCodeAt(0) & 0x7f);
  return values.at(-1) === 0 ? values : [...values, 0];
}

/** Where the raster is: tie points, pixel size or matrix, ground control points, geo keys; empty without. */
export async function readPlaces(directory: ImageFileDirectory, fail: (reason: string) => never): Promise<RasterTag[]> {
  const tags: RasterTag[] = [];
  for (const { tag, name, type } of PLACE_TAGS) {
    const value: unknown = await directory.loadValue(name);
    if (value === undefined || value === null) continue;
    if (type === 'ascii') {
      if (typeof value === 'string') tags.push({ tag, type, values: codes(value) });
      continue;
    }
    const values = typeof value === 'number' ? [value] : Array.from(value as ArrayLike<number>, Number);
    if (values.length > MAX_VALUES) fail(`its tag ${name} has ${values.length} values`);
    tags.push({ tag, type, values });
  }
  return tags;
}

/** The number of a metadata item of GDAL (`<Item name="NAME">12.5</Item>`); undefined where absent or no number. */
export async function readMetadataNumber(directory: ImageFileDirectory, item: string): Promise<number | undefined> {
  const xml: unknown = await directory.loadValue('GDAL_METADATA');
  if (typeof xml !== 'string') return undefined;
  const [, text] = new RegExp(`<Item\\s+name="${item}"[^>]*>([^<]{1,64})</Item>`).exec(xml) ?? [];
  const value = text === undefined ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}
