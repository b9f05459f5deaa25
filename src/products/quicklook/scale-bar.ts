import { WGS84_SEMI_MAJOR_M, degToRad } from '../../units/index.ts';
import { niceBelow } from './color-range.ts';

/** Where the pixels of a north-up raster lie: of EPSG:4326 in degrees, of UTM in metres. */
export interface MapFrame {
  readonly epsg: number;
  /** Upper left corner of the upper left pixel. */
  readonly left: number;
  readonly top: number;
  readonly pixelWidth: number;
  readonly pixelHeight: number;
}

/** Width of a pixel on the ground in a row counted from the top, m. */
export function pixelWidthM(frame: MapFrame, row: number): number {
  if (frame.epsg !== 4326) return frame.pixelWidth;
  const latitudeDeg = frame.top - row * frame.pixelHeight;
  return degToRad(frame.pixelWidth) * WGS84_SEMI_MAJOR_M * Math.cos(degToRad(latitudeDeg));
}

/** A bar of a round length, at most `maxPixels` long. */
export function scaleBar(pixelM: number, maxPixels: number): { readonly pixels: number; readonly text: string } {
  const lengthM = niceBelow(pixelM * maxPixels);
  const text = lengthM >= 1000 ? `${lengthM / 1000} km` : `${lengthM} m`;
  return { pixels: Math.max(1, Math.round(lengthM / pixelM)), text };
}
