import { SentryalError } from '../errors/index.ts';
import type { DemImage } from './dem-image.ts';
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
  const { firstColumn, firstRow, columns, rows } = window;
  const file = dem.name;
  let values: ArrayLike<number> | undefined;
  try {
    const bands = await dem.image.readRasters({
      window: [firstColumn, firstRow, firstColumn + columns, firstRow + rows],
      samples: [0],
      ...(signal && { signal }),
    });
    values = bands[0];
  } catch (error) {
    signal?.throwIfAborted();
    const reason = error instanceof Error ? error.message : String(error);
    throw new SentryalError('DEM_UNREADABLE', { file, reason }, { cause: error });
  }
  if (values === undefined || values.length !== columns * rows)
    throw new SentryalError('DEM_UNREADABLE', { file, reason: 'it has no band of heights' });
  const heightsM = values instanceof Float32Array ? values : Float32Array.from(values);
  // In f32, as the heights are: a value for no data of -3.4e38 is written with more digits than f32 keeps.
  const nodata = dem.nodata === null ? Number.NaN : Math.fround(dem.nodata);
  for (let k = 0; k < heightsM.length; k += 1) {
    const height = heightsM[k]!;
    if (height === nodata || !(height > LOWEST_GROUND_M && height < HIGHEST_GROUND_M)) heightsM[k] = Number.NaN;
  }
  return heightsM;
}
