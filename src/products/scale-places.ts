import type { TiffField } from './tiff-file.ts';

const TAG = { pixelScale: 33_550, tiePoints: 33_922, transformation: 34_264, geoKeys: 34_735 } as const;
/** GeoTIFF key 1025: whether raster coordinates count from a pixel's corner (1) or its middle (2). */
const RASTER_TYPE_KEY = 1025;
const PIXEL_IS_POINT = 2;

/** Whether whole raster coordinates are the middles of pixels. */
function isPoint(fields: readonly TiffField[]): boolean {
  const keys = fields.find(({ tag }) => tag === TAG.geoKeys)?.values ?? [];
  for (let at = 4; at + 3 < keys.length; at += 4)
    if (keys[at] === RASTER_TYPE_KEY && keys[at + 1] === 0) return keys[at + 3] === PIXEL_IS_POINT;
  return false;
}

/**
 * The place of a raster whose pixels are boxes of those of another: pixel size, tie points and ground control points or the
 * matrix, scaled (OGC GeoTIFF 1.1, section 7.1).
 */
export function scalePlaces(
  fields: readonly TiffField[],
  step: { readonly lines: number; readonly samples: number },
): TiffField[] {
  const middle = isPoint(fields) ? 0.5 : 0;
  const scaled = (coordinate: number, size: number): number => (coordinate + middle) / size - middle;
  return fields.map((field) => {
    const { tag, values } = field;
    if (tag === TAG.pixelScale) {
      const [x = 0, y = 0, z = 0] = values;
      return { ...field, values: [x * step.samples, y * step.lines, z] };
    }
    if (tag === TAG.tiePoints) {
      const places = values.map((value, k) => {
        if (k % 6 === 0) return scaled(value, step.samples);
        return k % 6 === 1 ? scaled(value, step.lines) : value;
      });
      return { ...field, values: places };
    }
    if (tag === TAG.transformation && values.length === 16) {
      const matrix = [...values];
      for (let row = 0; row < 16; row += 4) {
        const [i, j] = [values[row]!, values[row + 1]!];
        matrix[row] = i * step.samples;
        matrix[row + 1] = j * step.lines;
        matrix[row + 3] = values[row + 3]! + middle * (i * (step.samples - 1) + j * (step.lines - 1));
      }
      return { ...field, values: matrix };
    }
    return field;
  });
}
