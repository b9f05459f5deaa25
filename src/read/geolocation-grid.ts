import { SentryalError } from '../errors/index.ts';
import type { Swath } from '../model/index.ts';
import { SPEED_OF_LIGHT_MPS } from '../units/index.ts';
import { originOf } from './swath-origin.ts';
import { parseXml } from './xml-element.ts';

/** One point of ESA's geolocation grid. */
export interface GeolocationPoint {
  /** Line and sample of the swath's image, in which the bursts follow one another. */
  readonly line: number;
  readonly sample: number;
  /** Zero-Doppler time, s since the granule's epoch day. */
  readonly azimuthTimeS: number;
  /** One way, m. */
  readonly slantRangeM: number;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  /** Above WGS84. */
  readonly heightM: number;
  /** Ellipsoidal. */
  readonly incidenceDeg: number;
}

/** Geolocation grid of an annotation text. */
export function parseGeolocationGrid(file: string, text: string, epochDay: number): GeolocationPoint[] {
  const list = parseXml(file, text, 'product').child('geolocationGrid', 'geolocationGridPointList');
  return list.all('geolocationGridPoint').map((point) => ({
    line: point.child('line').number(),
    sample: point.child('pixel').number(),
    azimuthTimeS: point.child('azimuthTime').utc(epochDay),
    slantRangeM: (point.child('slantRangeTime').positive() * SPEED_OF_LIGHT_MPS) / 2,
    latitudeDeg: point.child('latitude').number(),
    longitudeDeg: point.child('longitude').number(),
    heightM: point.child('height').number(),
    incidenceDeg: point.child('incidenceAngle').number(),
  }));
}

/**
 * The geolocation grid of a swath of an opened granule, read again from its annotation: it is for looking at, the
 * chain does not use it.
 * @throws SentryalError XML_*, INTERNAL (a swath that `openGranule` did not make)
 */
export async function geolocationGrid(
  swath: Swath,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<GeolocationPoint[]> {
  const origin = originOf(swath);
  if (origin === undefined) throw new SentryalError('INTERNAL', { reason: 'the swath was not read from a product' });
  const text = await origin.files.readText(origin.annotationPath, options);
  return parseGeolocationGrid(origin.annotationPath, text, origin.epochDay);
}
