import type { TypedArray } from 'geotiff';
import { SentryalError, isSentryalError } from '../errors/index.ts';
import type { DemImage } from './dem-image.ts';
import type { DemWindow } from './dem-window.ts';

/** Pixels of a window, and the file's value for no data as a number of their own type. */
export interface DemPixels {
  /** Shape (rows, columns), as the file counts. */
  readonly values: TypedArray;
  /** Rounded to f32 where the values are: -3.4e38 is written with more digits than f32 keeps. Null where none is declared. */
  readonly nodata: number | null;
}

/**
 * Reads a window of a GeoTIFF of one band.
 * @throws SentryalError the image's code of what cannot be read; the signal's reason when aborted
 */
export async function readPixels(
  { name, image, nodata, unreadable }: DemImage,
  { firstColumn, firstRow, columns, rows }: DemWindow,
  signal: AbortSignal | undefined,
): Promise<DemPixels> {
  const fail = (reason: string, cause?: unknown): never => {
    throw new SentryalError(unreadable, { file: name, reason }, { cause });
  };
  try {
    const [values] = await image.readRasters({
      window: [firstColumn, firstRow, firstColumn + columns, firstRow + rows],
      samples: [0],
      ...(signal && { signal }),
    });
    if (values === undefined || typeof values === 'number' || values.length !== columns * rows)
      return fail('it has no band of pixels');
    return { values, nodata: nodata !== null && values instanceof Float32Array ? Math.fround(nodata) : nodata };
  } catch (error) {
    signal?.throwIfAborted();
    if (isSentryalError(error, unreadable)) throw error;
    return fail(error instanceof Error ? error.message : String(error), error);
  }
}
