import { fromFile } from 'geotiff';

/** First band of a GeoTIFF. Shape (rows, columns). */
export async function readRaster(path: string): Promise<{ rows: number; columns: number; values: Float32Array }> {
  const image = await (await fromFile(path)).getImage();
  const [band] = await image.readRasters();
  return { rows: image.getHeight(), columns: image.getWidth(), values: Float32Array.from(band as Float32Array) };
}
