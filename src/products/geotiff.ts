import { writeFile } from 'node:fs/promises';
import { writeArrayBuffer } from 'geotiff';
import type { MapGrid } from './map-grid.ts';

/** GeoTIFF keys and TIFF constants used below (OGC GeoTIFF 1.1, section 7). */
const GEOGRAPHIC_MODEL = 2;
const PIXEL_IS_AREA = 1;
const WGS84_EPSG = 4326;
const IEEE_FLOAT = 3;

/** What a raster says of itself. */
export interface RasterDescription {
  readonly title: string;
  readonly unit: string;
}

/** Writes one float32 raster on a map grid as GeoTIFF in EPSG:4326, NaN as no data. */
export async function writeGeotiff(
  path: string,
  values: Float32Array,
  map: MapGrid,
  description: RasterDescription,
): Promise<void> {
  const metadata = {
    height: map.rows,
    width: map.columns,
    BitsPerSample: [32],
    SampleFormat: [IEEE_FLOAT],
    SamplesPerPixel: 1,
    GTModelTypeGeoKey: GEOGRAPHIC_MODEL,
    GTRasterTypeGeoKey: PIXEL_IS_AREA,
    GeographicTypeGeoKey: WGS84_EPSG,
    ModelPixelScale: [map.pixelLongitudeDeg, map.pixelLatitudeDeg, 0],
    ModelTiepoint: [0, 0, 0, map.west, map.north, 0],
    GDAL_NODATA: 'nan',
    ImageDescription: `${description.title} (${description.unit})`,
  };
  await writeFile(path, new Uint8Array(writeArrayBuffer(values, metadata)));
}
