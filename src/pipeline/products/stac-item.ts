import { CONVENTIONS, fileAsset, notices } from '../../answer/index.ts';
import { demHeight, geodeticToEcef, lookGeometry } from '../../geometry/index.ts';
import type { AnswerProduct, Job, Pair } from '../../job/index.ts';
import { type BandStatistics, type MapGrid, mapPositions } from '../../products/index.ts';
import { packageInfo } from '../../settings/index.ts';
import { SPEED_OF_LIGHT_MPS, normalizeLongitudeDeg, radToDeg } from '../../units/index.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';
import { RASTER_KINDS, type ProductName } from './raster-kinds.ts';

/** Name of the file. */
export const STAC_NAME = 'stac-item.json';

const extension = (name: string, version: string): string =>
  `https://stac-extensions.github.io/${name}/v${version}/schema.json`;

const EXTENSIONS = [
  extension('sar', '1.3.0'),
  extension('sat', '1.2.0'),
  extension('projection', '2.0.0'),
  extension('processing', '1.2.0'),
  extension('view', '1.1.0'),
  extension('file', '2.1.0'),
];
const SENTINEL_LICENCE = 'https://sentinels.copernicus.eu/documents/247904/690755/Sentinel_Data_Legal_Notice';

interface StacRequest {
  readonly job: Job;
  readonly pair: OpenedPair;
  readonly area: Area;
  readonly cellLooks: number;
  readonly described: Pair;
  readonly map: MapGrid;
  readonly files: readonly ListedFile[];
}

/** A raster or the picture of one. */
export interface ListedFile {
  readonly product: ProductName;
  readonly file: AnswerProduct;
  /** Of a raster; undefined where nothing is data. */
  readonly statistics?: BandStatistics | undefined;
}

/** Which picture stands for all, where there is more than one: what a run is for comes first. */
const THUMBNAILS: readonly ProductName[] = ['displacement', 'unwrapped_phase', 'wrapped_phase', 'coherence'];

/** A ring around a box, counterclockwise. */
function ring(west: number, south: number, east: number, north: number): number[][] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

/** Where the map is as GeoJSON: its four corners, cut at the antimeridian where it crosses that (RFC 7946, section 3.1.9). */
function outline(map: MapGrid): { geometry: unknown; bbox: [number, number, number, number] } {
  const positionOf = mapPositions(map);
  const [bottom, right] = [map.rows - 0.5, map.columns - 0.5];
  const corners = (
    [
      [bottom, -0.5],
      [bottom, right],
      [-0.5, right],
      [-0.5, -0.5],
    ] as const
  ).map(([row, column]) => positionOf(row, column));
  const latitudes = corners.map(({ latitudeDeg }) => latitudeDeg);
  const longitudes = corners.map(({ longitudeDeg }) => longitudeDeg);
  const [south, north] = [Math.min(...latitudes), Math.max(...latitudes)];
  const [west, east] = [Math.min(...longitudes), Math.max(...longitudes)];
  if (west >= -180 && east <= 180) {
    const coordinates = corners.map(({ longitudeDeg, latitudeDeg }) => [longitudeDeg, latitudeDeg]);
    return {
      geometry: { type: 'Polygon', coordinates: [[...coordinates, coordinates[0]]] },
      bbox: [west, south, east, north],
    };
  }
  const [from, to] = [normalizeLongitudeDeg(west), normalizeLongitudeDeg(east)];
  const coordinates = [[ring(from, south, 180, north)], [ring(-180, south, to, north)]];
  return { geometry: { type: 'MultiPolygon', coordinates }, bbox: [from, south, to, north] };
}

/** How the middle of the map is looked at. */
function view({ pair, area, map }: StacRequest): Record<string, number> {
  const place = mapPositions(map)((map.rows - 1) / 2, (map.columns - 1) / 2);
  const heightM = demHeight(area.dem, place.longitudeDeg, place.latitudeDeg) || 0;
  const look = lookGeometry(pair.referenceOrbit, geodeticToEcef({ ...place, heightM }));
  return {
    'view:incidence_angle': look.incidenceDeg,
    // From below the satellite to the place.
    'view:azimuth': (radToDeg(Math.atan2(-look.losEast, -look.losNorth)) + 360) % 360,
  };
}

function rasterAsset({ product, file, statistics }: ListedFile): Record<string, unknown> {
  const { title, unit, sample, noData, metadata } = RASTER_KINDS[product];
  const words = Object.entries(metadata ?? {}).map(([key, value]) => `${key}: ${value}`);
  return {
    ...fileAsset(file),
    title,
    ...(words.length > 0 && { description: words.join('; ') }),
    roles: product === 'mask' ? ['data', 'data-mask'] : ['data'],
    data_type: sample,
    unit,
    nodata: noData === 'nan' ? 'nan' : Number(noData),
    ...(statistics && {
      statistics: {
        minimum: statistics.minimum,
        maximum: statistics.maximum,
        mean: statistics.mean,
        stddev: statistics.standardDeviation,
        count: statistics.count,
        valid_percent: (100 * statistics.valid) / statistics.count,
      },
    }),
    'file:byte_order': 'little-endian',
  };
}

function quicklookAsset({ product, file }: ListedFile, isThumbnail: boolean): Record<string, unknown> {
  return {
    ...fileAsset(file),
    title: `${RASTER_KINDS[product].title}: picture`,
    description: 'With frame, legend and scale bar: its pixels are not those of the raster.',
    roles: isThumbnail ? ['overview', 'thumbnail'] : ['overview'],
  };
}

/** Rasters by their names, pictures with `_quicklook` after them. */
function assetsOf(files: readonly ListedFile[]): Record<string, unknown> {
  const pictures = files.filter(({ file }) => file.kind === 'quicklook').map(({ product }) => product);
  const thumbnail = THUMBNAILS.find((name) => pictures.includes(name)) ?? pictures[0];
  return Object.fromEntries(
    files.map((listed) =>
      listed.file.kind === 'quicklook'
        ? [`${listed.product}_quicklook`, quicklookAsset(listed, listed.product === thumbnail)]
        : [listed.product, rasterAsset(listed)],
    ),
  );
}

/** Rasters of a job and their pictures as one Item of STAC 1.1. */
export function stacItem(request: StacRequest): Record<string, unknown> {
  const { job, pair, cellLooks, described, map, files } = request;
  const { reference } = pair;
  const times = [described.reference_time, described.secondary_time].toSorted();
  const swaths = [...new Set(described.bursts.map(({ swath }) => swath.toUpperCase()))].toSorted();
  const missions = [...new Set([reference.mission, pair.secondary.mission])].toSorted();
  const said = notices(described);
  const bottom = map.top - map.rows * map.pixelHeight;
  const right = map.left + map.columns * map.pixelWidth;
  return {
    type: 'Feature',
    stac_version: '1.1.0',
    stac_extensions: EXTENSIONS,
    id: job.job_id,
    ...outline(map),
    properties: {
      title: `Line-of-sight displacement, ${times.map((time) => time.slice(0, 10)).join(' to ')}`,
      description: said.join(' '),
      datetime: null,
      start_datetime: times[0],
      end_datetime: times[1],
      platform: missions.map((mission) => `sentinel-1${mission.slice(2).toLowerCase()}`).join(', '),
      constellation: 'sentinel-1',
      instruments: ['c-sar'],
      gsd: job.options.raster_spacing_m,
      license: 'other',
      providers: [
        {
          name: 'European Union, ESA, Copernicus',
          roles: ['producer', 'licensor'],
          url: 'https://dataspace.copernicus.eu',
        },
        { name: 'Sentryal', roles: ['processor'] },
      ],
      'sar:instrument_mode': 'IW',
      'sar:frequency_band': 'C',
      'sar:center_frequency': SPEED_OF_LIGHT_MPS / described.wavelength_m / 1e9,
      'sar:polarizations': [described.polarization.toUpperCase()],
      'sar:observation_direction': 'right',
      'sar:beam_ids': swaths,
      'sar:looks_range': described.looks.range,
      'sar:looks_azimuth': described.looks.azimuth,
      'sar:looks_equivalent_number': cellLooks,
      'sat:orbit_state': reference.pass,
      'sat:relative_orbit': reference.relativeOrbit,
      'sat:absolute_orbit': reference.absoluteOrbit,
      ...view(request),
      'proj:code': `EPSG:${map.epsg}`,
      'proj:shape': [map.rows, map.columns],
      'proj:transform': [map.pixelWidth, 0, map.left, 0, -map.pixelHeight, map.top],
      'proj:bbox': [map.left, bottom, right, map.top],
      'processing:level': 'L2',
      'processing:software': { Sentryal: packageInfo().version },
      'processing:lineage': `Interferogram of ${job.reference_granule} and ${job.secondary_granule}: coregistered by orbits and DEM, multilooked, unwrapped, geocoded.`,
      'sentryal:conventions': CONVENTIONS,
      'sentryal:notices': said,
    },
    links: [{ rel: 'license', href: SENTINEL_LICENCE, title: 'Legal notice on the use of Copernicus Sentinel Data' }],
    assets: assetsOf(files),
  };
}
