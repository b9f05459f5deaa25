import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { radarOfCell, rdr2geo } from '../../geometry/index.ts';
import type { Interferogram, Orbit } from '../../model/index.ts';
import {
  type CellRasters,
  type MapGrid,
  mapGrid,
  type RasterDescription,
  type TiePoint,
  mapCellRasters,
  radarRasters,
  requireCogSize,
  writeMapRaster,
  writeRadarRaster,
} from '../../products/index.ts';
import type { Job } from '../../job/index.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';

/** In which geometry the rasters are written. */
export type RasterGeometry = 'radar' | 'map';

/** One file as the document names it. */
export interface InterferogramFile {
  readonly name: 'interferogram' | 'reference_power' | 'secondary_power';
  readonly path: string;
  readonly sample_format: 'complex64' | 'float32';
  readonly unit: string;
}

interface WriteRequest {
  readonly job: Job;
  readonly outDir: string;
  readonly geometry: RasterGeometry;
  readonly pair: OpenedPair;
  readonly formed: Area;
  readonly interferogram: Interferogram;
  readonly signal: AbortSignal;
}

/** Digital numbers of the SLC, squared: neither calibrated nor noise removed. */
const UNIT = 'DN^2';

const FILES: readonly (Omit<InterferogramFile, 'path' | 'unit'> & { readonly title: string })[] = [
  {
    name: 'interferogram',
    sample_format: 'complex64',
    title: 'Complex interferogram, reference x conj(secondary), topographic and flat-earth phase removed',
  },
  { name: 'reference_power', sample_format: 'float32', title: 'Mean power of the reference date' },
  { name: 'secondary_power', sample_format: 'float32', title: 'Mean power of the secondary date' },
];

/** The document beside the rasters, which tells where they are. */
export const DOCUMENT_NAME = 'interferogram.json';

/** Tie points along each side of a radar raster. */
const TIE_POINTS = 9;

/** Ground positions of cells across an interferogram, at the heights that its topographic phase was computed with. */
function tiePoints({ grid, cells, heightsM }: Interferogram, orbit: Orbit): TiePoint[] {
  const along = (count: number): number[] => [
    ...new Set(Array.from({ length: TIE_POINTS }, (_, k) => Math.round((k * (count - 1)) / (TIE_POINTS - 1)))),
  ];
  const points: TiePoint[] = [];
  for (const row of along(grid.rows))
    for (const column of along(grid.columns)) {
      const cell = row * grid.columns + column;
      if (!(cells[4 * cell + 2]! > 0)) continue;
      const heightM = heightsM[cell]!;
      const { azimuthTimeS, slantRangeM } = radarOfCell(grid, { row, column });
      const { longitudeDeg, latitudeDeg } = rdr2geo(orbit, azimuthTimeS, slantRangeM, heightM);
      // Across the antimeridian longitudes go on, or nothing could be interpolated between them.
      const first = points[0]?.longitudeDeg ?? longitudeDeg;
      const near = longitudeDeg - 360 * Math.round((longitudeDeg - first) / 360);
      points.push({ column: column + 0.5, row: row + 0.5, longitudeDeg: near, latitudeDeg, heightM });
    }
  return points;
}

/** The values of one file. */
function valuesOf(rasters: CellRasters, name: InterferogramFile['name']): Float32Array<ArrayBuffer> {
  if (name === 'interferogram') return rasters.interferogram;
  return name === 'reference_power' ? rasters.referencePower : rasters.secondaryPower;
}

/** The map grid of the geocoded rasters. */
export function interferogramMap(job: Job): MapGrid {
  return mapGrid(job.bbox, job.options.raster_spacing_m, job.options.raster_crs);
}

/** Removes the files and the document of an earlier run, so that none is taken for this one's. */
export async function removeInterferogram(outDir: string): Promise<void> {
  const paths = [...FILES.map(({ name }) => join(outDir, `${name}.tif`)), join(outDir, DOCUMENT_NAME)];
  await Promise.all(paths.map((path) => rm(path, { force: true }).catch(() => {})));
}

/**
 * Refuses an interferogram that no file holds, before it is formed.
 * @throws SentryalError PRODUCT_TOO_LARGE
 */
export function requireInterferogramFile(outDir: string, { rows, columns }: Pick<MapGrid, 'rows' | 'columns'>): void {
  requireCogSize(join(outDir, 'interferogram.tif'), { rows, columns, sample: 'complex64' });
}

/**
 * Writes the interferogram and both powers of a formed area as GeoTIFF, in radar geometry or on the map grid of the bbox.
 * What was written is removed again when it cannot be finished.
 * @throws SentryalError PRODUCT_TOO_LARGE, PRODUCT_UNWRITABLE; the signal's reason when aborted
 */
export async function writeInterferogram(request: WriteRequest): Promise<InterferogramFile[]> {
  const { job, outDir, geometry, pair, formed, interferogram, signal } = request;
  const { referenceOrbit } = pair;
  const pathOf = (name: string): string => join(outDir, `${name}.tif`);
  const map = interferogramMap(job);
  const isMap = geometry === 'map';
  const rasters = isMap
    ? await mapCellRasters({ map, dem: formed.dem, referenceOrbit, interferogram, signal })
    : radarRasters(interferogram);
  const places = isMap ? [] : tiePoints(interferogram, referenceOrbit);
  const written: InterferogramFile[] = [];
  for (const { name, sample_format: sampleFormat, title } of FILES) {
    const path = pathOf(name);
    const description: RasterDescription = { title, unit: UNIT };
    const { rows, columns } = rasters;
    const image = { rows, columns, values: valuesOf(rasters, name), isComplex: sampleFormat === 'complex64' };
    try {
      if (isMap) await writeMapRaster(path, image, map, description, signal);
      else await writeRadarRaster(path, image, places, description, signal);
    } catch (error) {
      await removeInterferogram(outDir);
      throw error;
    }
    written.push({ name, path, sample_format: sampleFormat, unit: UNIT });
  }
  return written;
}
