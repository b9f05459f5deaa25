import { SentryalError } from '../errors/index.ts';
import type { Warn } from '../model/index.ts';
import type { GeoKeys } from './dem-projection.ts';
import { parseGloTile } from '../fetch/index.ts';

/** What the heights of a DEM are counted from. */
export type DemHeights = 'ellipsoid' | 'egm96' | 'egm2008';

export interface DemDatum {
  readonly heights: DemHeights;
  /** For the answer: the datum of the source, and how it was brought to the ellipsoid. */
  readonly description: string;
}

/** EPSG codes of vertical systems: EGM96 and EGM2008 heights, WGS84 ellipsoidal heights (also as GeoTIFF 1.0 wrote them). */
const VERTICAL_SYSTEMS: Readonly<Record<number, DemHeights>> = {
  5773: 'egm96',
  3855: 'egm2008',
  4979: 'ellipsoid',
  5030: 'ellipsoid',
};

const METRE = 9001;

const NAMES: Readonly<Record<DemHeights, string>> = {
  ellipsoid: 'heights above the WGS84 ellipsoid',
  egm96: 'heights above EGM96, raised by the EGM96 geoid (15 arc minute grid)',
  egm2008: 'heights above EGM2008, raised by the EGM96 geoid (15 arc minute grid; 0.5 m rms from EGM2008)',
};

/**
 * What a DEM's heights are: the option, else the file's vertical system, else EGM2008 for a tile named as Copernicus
 * names them, else ellipsoidal with a warning.
 * @throws SentryalError DEM_VERTICAL_UNKNOWN
 */
export function demDatum(file: string, keys: GeoKeys | null, option: DemHeights | undefined, warn: Warn): DemDatum {
  const copernicus = parseGloTile(file)?.product;
  const code = (keys?.['VerticalGeoKey'] ?? keys?.['VerticalCSTypeGeoKey']) as number | undefined;
  const unit = keys?.['VerticalUnitsGeoKey'] as number | undefined;
  const geographic3d = keys?.['GeographicTypeGeoKey'] === 4979 ? 'ellipsoid' : undefined;
  const stated = code === undefined ? geographic3d : VERTICAL_SYSTEMS[code];
  const inMetres = unit === undefined || unit === METRE;
  if (!inMetres || (code !== undefined && stated === undefined && option === undefined))
    throw new SentryalError('DEM_VERTICAL_UNKNOWN', {
      file,
      code: inMetres ? (code ?? 0) : `${code ?? 'none'} in unit EPSG:${unit}`,
    });
  if (option !== undefined && stated !== undefined && option !== stated)
    warn({
      code: 'DEM_DATUM_OVERRIDDEN',
      stage: 'read',
      message: `${file} states ${stated} heights; the option dem_heights says ${option}, and that is used`,
    });
  const heights = option ?? stated ?? (copernicus === undefined ? 'ellipsoid' : 'egm2008');
  if (option === undefined && stated === undefined && copernicus === undefined)
    warn({
      code: 'DEM_DATUM_ASSUMED',
      stage: 'read',
      message: `${file} states no vertical system; its heights are taken as ellipsoidal (set dem_heights to say otherwise)`,
    });
  if (heights === 'egm2008')
    warn({
      code: 'GEOID_EGM96_FOR_EGM2008',
      stage: 'read',
      message: 'EGM2008 heights are raised by the EGM96 geoid; the two differ by 0.5 m rms (up to 10 m at trenches)',
    });
  const named = copernicus === undefined ? 'assumed' : `as Copernicus ${copernicus} is`;
  const origin = option !== undefined ? 'as the option says' : stated !== undefined ? 'as the file states' : named;
  return { heights, description: `${NAMES[heights]}, ${origin}` };
}
