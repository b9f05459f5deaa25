import { SentryalError } from '../errors/index.ts';
import { openPartFile } from './part-file.ts';
import { type RasterWords, wordFields } from './raster-tags.ts';
import { type Samples, type TiffField, type TiffLayout, headOf, rowBytes, sampleBytes } from './tiff-file.ts';

/** What a raster is, says of itself, and where it is: tags of place as another raster has them. */
export interface RasterHead extends TiffLayout, RasterWords {
  readonly noData: string;
  readonly places: readonly TiffField[];
}

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

/**
 * Begins a GeoTIFF, uncompressed, in strips, under a name of its own beside the one it will have: lines go to the file as they
 * come, whatever its size.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE
 */
export async function createRaster(path: string, head: RasterHead): Promise<RasterWriter> {
  const bytes = sampleBytes(path, head);
  const file = await openPartFile(path);
  let written = 0;
  await file.write(headOf(head, [...wordFields(head), ...head.places]));
  return {
    path,
    discard: () => file.discard(),
    async append(lines) {
      written += lines.byteLength;
      if (written > bytes || lines.byteLength % rowBytes(head) !== 0)
        throw new SentryalError('INTERNAL', { reason: `${written} bytes of ${bytes} for ${path}` });
      await file.write(new Uint8Array(lines.buffer, lines.byteOffset, lines.byteLength));
    },
    async finish() {
      if (written !== bytes)
        throw new SentryalError('INTERNAL', { reason: `${written} bytes of ${bytes} for ${path}` });
      await file.finish();
    },
  };
}
