import proj4 from 'proj4';
import { SentryalError } from '../errors/index.ts';

/** From the DEM's own coordinates to longitude and latitude in degrees, and back. */
export interface DemProjection {
  /** `EPSG:4326` and the like. */
  readonly name: string;
  /** True where the coordinates are longitude and latitude themselves. */
  readonly geographic: boolean;
  forward(longitudeDeg: number, latitudeDeg: number): { x: number; y: number };
  inverse(x: number, y: number): { longitudeDeg: number; latitudeDeg: number };
}

/** GeoTIFF keys of an image, as geotiff.js names them. */
export type GeoKeys = Readonly<Record<string, unknown>>;

/** GeoTIFF 1.1: model types, and codes for user-defined systems, degrees and metres. */
const MODEL_PROJECTED = 1;
const MODEL_GEOGRAPHIC = 2;
const DEGREE = 9102;
const METRE = 9001;

/** WGS84 with heights: the same longitudes and latitudes as EPSG:4326. */
const WGS84_3D = 4979;

/**
 * The projection of a DEM from its GeoTIFF keys: any EPSG code that proj4 defines (geographic WGS84 and NAD83, UTM
 * on WGS84, polar stereographic, Web Mercator).
 * @param code of the error where it is none of these
 * @throws SentryalError DEM_PROJECTION_UNKNOWN, WATER_MASK_PROJECTION_UNKNOWN, CORRECTION_GRID_PROJECTION_UNKNOWN
 */
export function demProjection(
  file: string,
  keys: GeoKeys | null,
  code: `${'DEM' | 'WATER_MASK' | 'CORRECTION_GRID'}_PROJECTION_UNKNOWN` = 'DEM_PROJECTION_UNKNOWN',
): DemProjection {
  const unknown = (crs: string): never => {
    throw new SentryalError(code, { file, crs });
  };
  const key = (name: string): number | undefined => {
    const value = keys?.[name];
    return typeof value === 'number' ? value : undefined;
  };
  const model = key('GTModelTypeGeoKey');
  if (model !== MODEL_PROJECTED && model !== MODEL_GEOGRAPHIC) return unknown('no coordinate system');
  const geographic = model === MODEL_GEOGRAPHIC;
  const epsg = key(geographic ? 'GeographicTypeGeoKey' : 'ProjectedCSTypeGeoKey');
  if (epsg === undefined) return unknown('a coordinate system without a code');
  const unit = key(geographic ? 'GeogAngularUnitsGeoKey' : 'ProjLinearUnitsGeoKey');
  if (unit !== undefined && unit !== (geographic ? DEGREE : METRE)) return unknown(`EPSG:${epsg} in unit ${unit}`);
  const name = `EPSG:${epsg === WGS84_3D ? 4326 : epsg}`;
  // proj4 gives undefined for a code it does not know, whatever its types say.
  const definition = proj4.defs(name) as unknown;
  if (definition === undefined) return unknown(name === 'EPSG:32767' ? 'a user-defined coordinate system' : name);
  return namedProjection(name, geographic);
}

/** A projection by a code that proj4 defines. */
export function namedProjection(name: string, geographic: boolean): DemProjection {
  if (geographic)
    return {
      name,
      geographic,
      forward: (longitudeDeg, latitudeDeg) => ({ x: longitudeDeg, y: latitudeDeg }),
      inverse: (x, y) => ({ longitudeDeg: x, latitudeDeg: y }),
    };
  const converter = proj4('EPSG:4326', name);
  return {
    name,
    geographic,
    forward(longitudeDeg, latitudeDeg) {
      const [x, y] = converter.forward([longitudeDeg, latitudeDeg]);
      return { x, y };
    },
    inverse(x, y) {
      const [longitudeDeg, latitudeDeg] = converter.inverse([x, y]);
      return { longitudeDeg, latitudeDeg };
    },
  };
}
