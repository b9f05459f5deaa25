import proj4 from 'proj4';
import type { BoundingBox } from '../model/index.ts';
import { degToRad, normalizeLongitudeDeg } from '../units/index.ts';

/** A north-up grid in EPSG:4326 (degrees) or in a UTM zone on WGS84 (m). */
export interface MapGrid {
  /** 4326; 326zz or 327zz: UTM zone zz north or south. */
  readonly epsg: number;
  readonly rows: number;
  readonly columns: number;
  /** Upper left corner of the upper left pixel; longitudes east of the antimeridian go on beyond 180. */
  readonly top: number;
  readonly left: number;
  readonly pixelHeight: number;
  readonly pixelWidth: number;
}

/** In which system of coordinates a map is. */
export type MapCrs = 'wgs84' | 'utm';

/** Metres per degree of latitude on the sphere of the mean radius: pixel sizes are nominal. */
const METRES_PER_DEGREE = 111_195;
const WGS84_EPSG = 4326;
const UTM_NORTH = 32_600;
const UTM_SOUTH = 32_700;

/** Places along each side of a box that say how far it reaches in UTM. */
const SIDE_PLACES = 21;

/** Whether the coordinates of a grid are degrees. */
export function isGeographic({ epsg }: Pick<MapGrid, 'epsg'>): boolean {
  return epsg === WGS84_EPSG;
}

function unrolledEast({ east, west }: BoundingBox): number {
  return east <= west ? east + 360 : east;
}

function geographicGrid(bbox: BoundingBox, spacingM: number): MapGrid {
  const middle = degToRad((bbox.north + bbox.south) / 2);
  const pixelHeight = spacingM / METRES_PER_DEGREE;
  const pixelWidth = pixelHeight / Math.max(Math.cos(middle), 0.05);
  return {
    epsg: WGS84_EPSG,
    rows: Math.max(1, Math.ceil((bbox.north - bbox.south) / pixelHeight)),
    columns: Math.max(1, Math.ceil((unrolledEast(bbox) - bbox.west) / pixelWidth)),
    top: bbox.north,
    left: bbox.west,
    pixelHeight,
    pixelWidth,
  };
}

/** A stretch of a band of latitude that belongs to one zone, degrees: south and west are in it, north and east are not. */
interface ZoneStretch {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
  readonly zone: number;
}

const SVALBARD = { south: 72, north: 84 } as const;

/** Zones that are wider or narrower than 6 degrees (DMA TM 8358.1, section 3-2.2.1): 32V, and 31X to 37X. */
const UNEVEN_ZONES: readonly ZoneStretch[] = [
  { south: 56, north: 64, west: 3, east: 12, zone: 32 },
  { ...SVALBARD, west: 0, east: 9, zone: 31 },
  { ...SVALBARD, west: 9, east: 21, zone: 33 },
  { ...SVALBARD, west: 21, east: 33, zone: 35 },
  { ...SVALBARD, west: 33, east: 42, zone: 37 },
];

/** UTM zone of a place. */
function utmEpsg(latitudeDeg: number, longitudeDeg: number): number {
  const lon = normalizeLongitudeDeg(longitudeDeg);
  const uneven = UNEVEN_ZONES.find(
    ({ south, north, west, east }) => latitudeDeg >= south && latitudeDeg < north && lon >= west && lon < east,
  );
  const zone = uneven?.zone ?? Math.min(60, Math.floor((lon + 180) / 6) + 1);
  return (latitudeDeg < 0 ? UTM_SOUTH : UTM_NORTH) + zone;
}

function utmGrid(bbox: BoundingBox, spacingM: number): MapGrid {
  const east = unrolledEast(bbox);
  const epsg = utmEpsg((bbox.north + bbox.south) / 2, (bbox.west + east) / 2);
  const converter = proj4(`EPSG:${WGS84_EPSG}`, `EPSG:${epsg}`);
  const reach = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (let k = 0; k < SIDE_PLACES; k++) {
    const share = k / (SIDE_PLACES - 1);
    const [lon, lat] = [bbox.west + share * (east - bbox.west), bbox.south + share * (bbox.north - bbox.south)];
    for (const place of [
      [lon, bbox.north],
      [lon, bbox.south],
      [bbox.west, lat],
      [east, lat],
    ] as const) {
      const [x, y] = converter.forward([normalizeLongitudeDeg(place[0]), place[1]]);
      reach.left = Math.min(reach.left, x);
      reach.right = Math.max(reach.right, x);
      reach.bottom = Math.min(reach.bottom, y);
      reach.top = Math.max(reach.top, y);
    }
  }
  const left = Math.floor(reach.left / spacingM) * spacingM;
  const top = Math.ceil(reach.top / spacingM) * spacingM;
  return {
    epsg,
    rows: Math.max(1, Math.ceil((top - reach.bottom) / spacingM)),
    columns: Math.max(1, Math.ceil((reach.right - left) / spacingM)),
    top,
    left,
    pixelHeight: spacingM,
    pixelWidth: spacingM,
  };
}

/**
 * The grid of a bounding box: in EPSG:4326 with pixels of about `spacingM`, anchored at its north-west corner; in UTM, in the
 * zone of its middle, with pixels of `spacingM`, edges at multiples of it, holding the whole box.
 */
export function mapGrid(bbox: BoundingBox, spacingM: number, crs: MapCrs = 'wgs84'): MapGrid {
  return crs === 'utm' ? utmGrid(bbox, spacingM) : geographicGrid(bbox, spacingM);
}

/** WGS84 position of a pixel, of its middle where row and column are whole. */
export type MapPosition = (row: number, column: number) => { latitudeDeg: number; longitudeDeg: number };

/** Where the pixels of a grid are: longitudes on one turn of the globe. */
export function mapPositions(grid: MapGrid): MapPosition {
  const { epsg, top, left, pixelHeight, pixelWidth, rows, columns } = grid;
  const place = (row: number, column: number): [x: number, y: number] => [
    left + (column + 0.5) * pixelWidth,
    top - (row + 0.5) * pixelHeight,
  ];
  if (isGeographic(grid))
    return (row, column) => {
      const [longitudeDeg, latitudeDeg] = place(row, column);
      return { latitudeDeg, longitudeDeg };
    };
  const converter = proj4(`EPSG:${epsg}`, `EPSG:${WGS84_EPSG}`);
  const [middleDeg] = converter.forward(place(rows / 2, columns / 2)) as [number, number];
  return (row, column) => {
    const [lon, latitudeDeg] = converter.forward(place(row, column)) as [number, number];
    return { latitudeDeg, longitudeDeg: middleDeg + normalizeLongitudeDeg(lon - middleDeg) };
  };
}
