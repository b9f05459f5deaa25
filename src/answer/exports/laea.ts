import proj4 from 'proj4';

/** ETRS89-LAEA Europe, EPSG:3035. */
const DEFINITION = '+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80 +units=m +no_defs';

/** Where EPSG:3035 is meant for, degrees. */
const AREA_OF_USE = { south: 24.6, north: 84.73, west: -35.58, east: 44.83 } as const;

const converter = proj4(DEFINITION);

/**
 * Easting and northing in ETRS89-LAEA Europe, m; undefined outside its area of use. WGS84 is taken for ETRS89: Europe has moved
 * less than a metre since 1989.
 */
export function europeanGrid(longitudeDeg: number, latitudeDeg: number): { east: number; north: number } | undefined {
  const { south, north, west, east } = AREA_OF_USE;
  if (latitudeDeg < south || latitudeDeg > north || longitudeDeg < west || longitudeDeg > east) return undefined;
  const [x, y] = converter.forward([longitudeDeg, latitudeDeg]);
  return { east: x, north: y };
}
