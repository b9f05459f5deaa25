import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { SentryalError } from '../errors/index.ts';
import { type TiffField, type TiffLayout, asciiField, headOf, rowBytes, sampleBytes } from './tiff-file.ts';

const TAG = { description: 270, gdalMetadata: 42_112, gdalNoData: 42_113 } as const;

/** What a raster says of itself. */
export interface RasterHead extends TiffLayout {
  readonly title: string;
  readonly unit: string;
  /** The value of no data, as GDAL writes it: `nan`, `0`. */
  readonly noData: string;
  /** Where it is: tags of place as another raster has them. */
  readonly places: readonly TiffField[];
  /** Items of GDAL's metadata. */
  readonly metadata?: Readonly<Record<string, string | number>>;
}

type Samples = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A raster that is being written from top to bottom. */
export interface RasterWriter {
  readonly path: string;
  /** @throws SentryalError PRODUCT_UNWRITABLE */
  append(lines: Samples): Promise<void>;
  /** Gives the file its name: until then nothing of that name is touched. @throws SentryalError PRODUCT_UNWRITABLE, INTERNAL */
  finish(): Promise<void>;
  /** Removes what was begun; after `finish` it does nothing. */
  discard(): Promise<void>;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function fieldsOf({ title, unit, noData, places, metadata }: RasterHead): TiffField[] {
  const items = Object.entries(metadata ?? {}).map(
    ([name, value]) => `  <Item name="${escapeXml(name)}">${escapeXml(String(value))}</Item>\n`,
  );
  const xml =
    items.length === 0 ? [] : [asciiField(TAG.gdalMetadata, `<GDALMetadata>\n${items.join('')}</GDALMetadata>\n`)];
  return [asciiField(TAG.description, `${title} (${unit})`), asciiField(TAG.gdalNoData, noData), ...xml, ...places];
}

/**
 * Begins a GeoTIFF, uncompressed, in strips, under a name of its own beside the one it will have.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE
 */
export async function createRaster(path: string, head: RasterHead): Promise<RasterWriter> {
  const bytes = sampleBytes(path, head);
  const temporary = `${path}.${process.pid}.part`;
  const unwritable = (cause: unknown): SentryalError => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new SentryalError('PRODUCT_UNWRITABLE', { file: path, reason }, { cause });
  };
  let file: FileHandle | undefined;
  let written = 0;
  const discard = async (): Promise<void> => {
    if (file === undefined) return;
    await file.close().catch(() => {});
    file = undefined;
    await rm(temporary, { force: true }).catch(() => {});
  };
  const attempt = async (body: (opened: FileHandle) => Promise<void>): Promise<void> => {
    if (file === undefined) throw new SentryalError('INTERNAL', { reason: `${path} is not open` });
    try {
      await body(file);
    } catch (cause) {
      await discard();
      throw unwritable(cause);
    }
  };
  try {
    file = await open(temporary, 'w');
  } catch (cause) {
    throw unwritable(cause);
  }
  await attempt((opened) => opened.writeFile(headOf(head, fieldsOf(head))));
  return {
    path,
    discard,
    async append(lines) {
      written += lines.byteLength;
      if (written > bytes || lines.byteLength % rowBytes(head) !== 0)
        throw new SentryalError('INTERNAL', { reason: `${written} bytes of ${bytes} for ${path}` });
      await attempt((opened) => opened.writeFile(new Uint8Array(lines.buffer, lines.byteOffset, lines.byteLength)));
    },
    async finish() {
      if (written !== bytes)
        throw new SentryalError('INTERNAL', { reason: `${written} bytes of ${bytes} for ${path}` });
      await attempt(async (opened) => {
        await opened.close();
        await rename(temporary, path);
        file = undefined;
      });
    },
  };
}
