import type { DemImage } from './dem-image.ts';
import { readPixels } from './dem-pixels.ts';
import type { DemWindow } from './dem-window.ts';

/**
 * Outside these a height is a void whatever the file says: -32768, -9999 and the like are written without being declared.
 * The lowest dry ground is at -430 m; 32767 is the largest int16.
 */
const LOWEST_GROUND_M = -1000;
const HIGHEST_GROUND_M = 32_767;

/**
 * Heights of a window of one file, as the file counts them, shape (rows, columns); voids are NaN.
 * @throws SentryalError DEM_UNREADABLE
 */
export async function readHeights(
  dem: DemImage,
  window: DemWindow,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const { values, nodata } = await readPixels(dem, window, signal);
  const heightsM = values instanceof Float32Array ? values : Float32Array.from(values);
  const missing = nodata === null ? Number.NaN : Math.fround(nodata);
  for (let k = 0; k < heightsM.length; k += 1) {
    const height = heightsM[k]!;
    if (height === missing || !(height > LOWEST_GROUND_M && height < HIGHEST_GROUND_M)) heightsM[k] = Number.NaN;
  }
  return heightsM;
}
