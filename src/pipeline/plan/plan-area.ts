import { SentryalError } from '../../errors/index.ts';
import { geodeticToEcef, rdr2geo, tryGeo2rdr } from '../../geometry/index.ts';
import { type BurstLayout, commonGrid, layoutBursts } from '../../interferogram/index.ts';
import type { Job } from '../../job/index.ts';
import type { BoundingBox, Dem, GridWindow, RadarGrid } from '../../model/index.ts';
import { degToRad } from '../../units/index.ts';
import { coveredShare, warnPartlyOutside } from './bbox-cover.ts';
import type { JobContext } from '../context.ts';
import { withJobDem } from './dem-source.ts';
import type { OpenedPair } from '../open-pair.ts';
import { type AreaLimits, requireCells } from './plan-sizes.ts';

/** What of the bursts is processed, and the DEM below it. */
export interface Area extends BurstLayout {
  readonly dem: Dem;
}

const METRES_PER_DEGREE = 111_320;

/** Ground distance a line and a sample stand for at least, m: turns a margin on the ground into lines and samples. */
const GROUND_PER_LINE_M = 13.5;
const GROUND_PER_SAMPLE_M = 3.2;

/** Wider than any slice at any latitude it is taken at, degrees of longitude. */
const WIDEST_DEG = 60;

/** Lowest and highest ground there is, m: enough to tell whether an area is in the bursts at all. */
const ANY_GROUND_M = [-500, 9000] as const;

/** Room around the wanted footprint that the DEM is read with, m. */
const DEM_MARGIN_M = 300;

/** The bbox grown by a margin on the ground. */
function grow(bbox: BoundingBox, marginM: number): BoundingBox {
  const latitude = marginM / METRES_PER_DEGREE;
  const widest = Math.min(Math.max(Math.abs(bbox.north), Math.abs(bbox.south)) + latitude, 89);
  const longitude = latitude / Math.cos(degToRad(widest));
  return {
    north: Math.min(bbox.north + latitude, 90),
    south: Math.max(bbox.south - latitude, -90),
    east: bbox.east + longitude,
    west: bbox.west - longitude,
  };
}

/** The bbox with its east beyond 180 where it crosses the antimeridian. */
function unrolled(bbox: BoundingBox): BoundingBox {
  return bbox.east < bbox.west ? { ...bbox, east: bbox.east + 360 } : bbox;
}

/** Lines and samples of the bursts' valid areas together. */
function burstExtent(pair: OpenedPair, grid: RadarGrid): { first: [number, number]; last: [number, number] } {
  const first: [number, number] = [Infinity, Infinity];
  const last: [number, number] = [-Infinity, -Infinity];
  for (const { reference, referenceSwath } of pair.bursts) {
    const line = Math.round((reference.firstLineTimeS - grid.firstLineTimeS) / grid.lineIntervalS);
    const sample = Math.round((referenceSwath.nearRangeM - grid.nearRangeM) / grid.rangeSpacingM);
    first[0] = Math.min(first[0], line + reference.firstValidLine);
    first[1] = Math.min(first[1], sample + reference.firstValidSample);
    last[0] = Math.max(last[0], line + reference.lastValidLine);
    last[1] = Math.max(last[1], sample + reference.lastValidSample);
  }
  return { first, last };
}

/** The window of the radar grid that holds bbox and points at the given heights, plus the margin, inside the bursts. */
export function areaWindow(
  job: Job,
  pair: OpenedPair,
  grid: RadarGrid,
  heightsM: readonly number[],
): GridWindow | undefined {
  const box = unrolled(job.bbox);
  const middle = { lat: (box.north + box.south) / 2, lon: (box.east + box.west) / 2 };
  const corners = [box.north, middle.lat, box.south].flatMap((lat) =>
    [box.west, middle.lon, box.east].map((lon) => ({ lat, lon })),
  );
  const extent = burstExtent(pair, grid);
  const margin = {
    lines: Math.ceil(job.options.context_margin_m / GROUND_PER_LINE_M),
    samples: Math.ceil(job.options.context_margin_m / GROUND_PER_SAMPLE_M),
  };
  const place = ({ lat, lon }: { lat: number; lon: number }): [number, number][] =>
    heightsM.flatMap((heightM) => {
      const radar = tryGeo2rdr(pair.referenceOrbit, geodeticToEcef({ latitudeDeg: lat, longitudeDeg: lon, heightM }));
      if (!radar) return [];
      return [
        [
          (radar.azimuthTimeS - grid.firstLineTimeS) / grid.lineIntervalS,
          (radar.slantRangeM - grid.nearRangeM) / grid.rangeSpacingM,
        ],
      ];
    });
  const isInside = ([line, sample]: [number, number]): boolean =>
    line >= extent.first[0] && line <= extent.last[0] && sample >= extent.first[1] && sample <= extent.last[1];
  // Points outside the bursts are answered `outside`: they must not stretch the area, nor must a reference there.
  const { reference_point: given } = job.options;
  const apart = given ? [...job.points, given] : job.points;
  const places = [...corners.flatMap(place), ...apart.flatMap(place).filter(isInside)];
  if (places.length === 0) return undefined;
  const reach = { firstLine: Infinity, lastLine: -Infinity, firstSample: Infinity, lastSample: -Infinity };
  for (const [line, sample] of places) {
    reach.firstLine = Math.min(reach.firstLine, line);
    reach.lastLine = Math.max(reach.lastLine, line);
    reach.firstSample = Math.min(reach.firstSample, sample);
    reach.lastSample = Math.max(reach.lastSample, sample);
  }
  const firstLine = Math.max(Math.floor(reach.firstLine) - margin.lines, extent.first[0]);
  const lastLine = Math.min(Math.ceil(reach.lastLine) + margin.lines, extent.last[0]);
  const firstSample = Math.max(Math.floor(reach.firstSample) - margin.samples, extent.first[1]);
  const lastSample = Math.min(Math.ceil(reach.lastSample) + margin.samples, extent.last[1]);
  if (lastLine < firstLine || lastSample < firstSample) return undefined;
  return { firstLine, firstSample, lines: lastLine - firstLine + 1, samples: lastSample - firstSample + 1 };
}

/** The geographic box of a radar window between two heights. */
export function footprint(
  pair: OpenedPair,
  grid: RadarGrid,
  window: GridWindow,
  heightsM: readonly number[],
): BoundingBox {
  const latitudes: number[] = [];
  const longitudes: number[] = [];
  for (const y of [0, 0.5, 1])
    for (const x of [0, 0.5, 1])
      for (const heightM of heightsM) {
        const timeS = grid.firstLineTimeS + (window.firstLine + y * window.lines) * grid.lineIntervalS;
        const rangeM = grid.nearRangeM + (window.firstSample + x * window.samples) * grid.rangeSpacingM;
        const ground = rdr2geo(pair.referenceOrbit, timeS, rangeM, heightM);
        latitudes.push(ground.latitudeDeg);
        longitudes.push(ground.longitudeDeg);
      }
  const first = longitudes[0]!;
  const near = longitudes.map((longitude) => longitude - 360 * Math.round((longitude - first) / 360));
  return grow(
    { north: Math.max(...latitudes), south: Math.min(...latitudes), east: Math.max(...near), west: Math.min(...near) },
    DEM_MARGIN_M,
  );
}

/**
 * Refuses a bbox that nothing can be made for, before the DEM is read.
 * @throws SentryalError AREA_OUTSIDE_BURSTS, AREA_TOO_WIDE
 */
export function requireBbox(
  job: Job,
  pair: OpenedPair,
  grid = commonGrid(pair.bursts[0]!, pair.reference.epochDay),
): void {
  const box = unrolled(job.bbox);
  const degrees = box.east - box.west;
  if (degrees > WIDEST_DEG) throw new SentryalError('AREA_TOO_WIDE', { degrees: degrees.toFixed(1) });
  if (!areaWindow(job, pair, grid, ANY_GROUND_M)) throw new SentryalError('AREA_OUTSIDE_BURSTS');
}

/**
 * Decides which part of which bursts is processed: bbox and points with the context margin, laid on one grid, and reads
 * the DEM below it.
 * @param limits what fits; undefined: anything
 * @throws SentryalError AREA_OUTSIDE_BURSTS, AREA_TOO_WIDE, RASTER_TOO_LARGE_FOR_GPU, those of the DEM and of getting it
 */
export async function planArea(job: Job, pair: OpenedPair, context: JobContext, limits?: AreaLimits): Promise<Area> {
  const grid = commonGrid(pair.bursts[0]!, pair.reference.epochDay);
  requireBbox(job, pair, grid);
  const required = unrolled(job.bbox);
  const maxSamples = limits?.demSamples;
  const { warn } = context;
  return withJobDem(job, context, async (jobDem) => {
    // The heights below the bbox decide how far the radar window reaches; only then is the whole footprint known.
    const below = await jobDem.read(grow(required, DEM_MARGIN_M), { required, maxSamples, warn: () => {} });
    const heightsM = [below.minHeightM, below.maxHeightM];
    const window = areaWindow(job, pair, grid, heightsM);
    if (!window) throw new SentryalError('AREA_OUTSIDE_BURSTS');
    if (limits) requireCells(window, job.options.looks, limits.cells);
    const dem = await jobDem.read(footprint(pair, grid, window, heightsM), { required, maxSamples, warn });
    const layout = layoutBursts(pair.bursts, grid, window, job.options.looks, warn);
    if (layout.placements.length === 0) throw new SentryalError('AREA_OUTSIDE_BURSTS');
    warnPartlyOutside(coveredShare(required, pair.referenceOrbit, layout, dem), warn);
    return { ...layout, dem };
  });
}
