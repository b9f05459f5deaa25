import type { Pair } from '../job/index.ts';

/** How Copernicus DEM names its files. */
const COPERNICUS_DEM = /Copernicus_DSM/i;

const GLO_30 =
  'produced using Copernicus WorldDEM-30 (c) DLR e.V. 2010-2014 and (c) Airbus Defence and Space GmbH 2014-2018 provided under COPERNICUS by the European Union and ESA; all rights reserved';

/**
 * What results of a pair must say of their sources (Legal notice on the use of Copernicus Sentinel Data, 2014; licence of
 * Copernicus DEM GLO-30 and GLO-90). 7-bit text.
 */
export function notices(pair: Pick<Pair, 'reference_time' | 'secondary_time' | 'dem'>): string[] {
  const years = [...new Set([pair.reference_time, pair.secondary_time].map((time) => time.slice(0, 4)))].toSorted();
  const dem = COPERNICUS_DEM.test(pair.dem.name)
    ? `Heights: ${GLO_30}.`
    : `Where the DEM is Copernicus GLO-30 or GLO-90, heights: ${GLO_30}.`;
  return [`Contains modified Copernicus Sentinel data ${years.join(', ')}.`, dem];
}
