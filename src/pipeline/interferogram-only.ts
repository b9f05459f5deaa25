import type { Job, Pair } from '../job/index.ts';
import type { LookGrid, Looks, Warning } from '../model/index.ts';
import type { Gpu } from '../gpu/index.ts';
import { packageInfo } from '../settings/index.ts';
import { secondsToUtc } from '../units/index.ts';
import { bboxPart } from './plan/bbox-part.ts';
import type { JobContext } from './context.ts';
import { describePair } from './describe/describe-pair.ts';
import { interferogramOf } from './interferogram-of.ts';
import type { OpenedPair } from './open-pair.ts';
import { planArea, requireBbox } from './plan/plan-area.ts';
import { areaLimits } from './plan/plan-sizes.ts';
import { StageClock } from './stage-clock.ts';
import { withPair } from './with-pair.ts';
import {
  type InterferogramFile,
  type RasterGeometry,
  interferogramMap,
  removeInterferogram,
  requireInterferogramFile,
  writeInterferogram,
} from './products/write-interferogram.ts';

/** What of an interferogram is wanted. */
export interface InterferogramChoice {
  readonly outDir: string;
  readonly geometry: RasterGeometry;
  /** Cells of one line and one sample, whatever the job's looks. */
  readonly isFullResolution: boolean;
}

/** Where the cells of a raster in radar geometry are. */
interface RadarRaster {
  /** Midnight UTC that times count from. */
  readonly epoch: string;
  readonly line_0_time_utc: string;
  readonly line_0_time_s: number;
  readonly line_interval_s: number;
  readonly sample_0_range_m: number;
  readonly range_spacing_m: number;
  readonly looks: Looks;
  readonly first_line: number;
  readonly first_sample: number;
  readonly rows: number;
  readonly columns: number;
}

/** Where the pixels of a raster on the map are. */
interface MapRaster {
  /** 4326, or a UTM zone on WGS84. */
  readonly epsg: number;
  /** Upper left corner of the upper left pixel, and size of a pixel: degrees, or m. */
  readonly top: number;
  readonly left: number;
  readonly pixel_height: number;
  readonly pixel_width: number;
  readonly rows: number;
  readonly columns: number;
}

/** What lies beside the rasters, and on stdout. */
export interface InterferogramDocument extends Omit<Pair, 'reference'> {
  readonly job_id: string;
  readonly status: 'success';
  readonly processing_time_seconds: number;
  readonly infrastructure_id: string | null;
  readonly reference_granule: string;
  readonly secondary_granule: string;
  readonly geometry: RasterGeometry;
  readonly full_resolution: boolean;
  /** The cells that were formed; those of the rasters in radar geometry. */
  readonly radar_grid: RadarRaster;
  /** The pixels of geocoded rasters, else null. */
  readonly map_grid: MapRaster | null;
  readonly files: readonly InterferogramFile[];
  readonly conventions: readonly string[];
  readonly warnings: readonly Warning[];
  readonly timings_s: Readonly<Record<string, number>>;
  readonly version: string;
}

const CONVENTIONS: readonly string[] = [
  'interferogram.tif is the mean over a cell of reference x conj(secondary); its phase is 4 pi (R_secondary - R_reference) / wavelength, topographic and flat-earth phase removed, on the grid of the granule called reference.',
  'reference_power.tif and secondary_power.tif are the mean squared digital numbers of the same pixels: not calibrated. With fewer than 8 range looks all three are means of products per half sample. |interferogram| / sqrt(reference_power x secondary_power) is the sample coherence of the cell.',
  'radar_grid: rows are azimuth, columns slant range; the middle of cell (row, column), from 0, is at zero-Doppler time line_0_time_s + (first_line + (row + 0.5) looks.azimuth - 0.5) line_interval_s after epoch and one-way slant range sample_0_range_m + (first_sample + (column + 0.5) looks.range - 0.5) range_spacing_m.',
  'map_grid: north-up, in the coordinates of its epsg, counted from the upper left corner of the upper left pixel; the complex value is the bilinear mean of the complex coherence of the four cells around times the root of both powers.',
  'No data is NaN (complex: both parts). Heights are above the WGS84 ellipsoid, times are UTC.',
];

function describeRadar({ radarGrid, looks, firstLine, firstSample, rows, columns }: LookGrid): RadarRaster {
  const { epochDay, firstLineTimeS, lineIntervalS, nearRangeM, rangeSpacingM } = radarGrid;
  return {
    epoch: secondsToUtc(0, epochDay),
    line_0_time_utc: secondsToUtc(firstLineTimeS, epochDay),
    line_0_time_s: firstLineTimeS,
    line_interval_s: lineIntervalS,
    sample_0_range_m: nearRangeM,
    range_spacing_m: rangeSpacingM,
    looks,
    first_line: firstLine,
    first_sample: firstSample,
    rows,
    columns,
  };
}

function describeMap(job: Job): MapRaster {
  const { epsg, top, left, pixelHeight, pixelWidth, rows, columns } = interferogramMap(job);
  return { epsg, top, left, pixel_height: pixelHeight, pixel_width: pixelWidth, rows, columns };
}

function roundSeconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

async function flow(
  job: Job,
  choice: InterferogramChoice,
  context: JobContext,
  clock: StageClock,
  pair: OpenedPair,
  gpu: Gpu,
): Promise<Omit<InterferogramDocument, 'processing_time_seconds'>> {
  const { outDir, geometry, isFullResolution } = choice;
  const { signal } = context;
  requireBbox(job, pair);
  if (geometry === 'map') requireInterferogramFile(outDir, interferogramMap(job));
  // The DEM must fit the adapter whole, the interferogram is made block by block.
  const limits = { ...areaLimits(gpu.limits), cells: Infinity };
  const area = await clock.run('geometry', 'planning the area', () => planArea(job, pair, context, limits));
  const formed = bboxPart(job, pair, area);
  if (geometry === 'radar') requireInterferogramFile(outDir, formed.grid);
  const { interferogram, found } = await interferogramOf(gpu, pair, area, formed, clock, context);
  const files = await clock.run('products', 'writing rasters', () =>
    writeInterferogram({ job, outDir, geometry, pair, formed, interferogram, signal }),
  );
  clock.finish('done');
  const { reference: _, ...described } = describePair(job, pair, formed, gpu, { reference: undefined, ...found });
  const timings = Object.entries(clock.timingsS).map(([stage, seconds]) => [stage, roundSeconds(seconds)] as const);
  return {
    job_id: job.job_id,
    status: 'success',
    infrastructure_id: job.infrastructure_id ?? null,
    reference_granule: job.reference_granule,
    secondary_granule: job.secondary_granule,
    ...described,
    geometry,
    full_resolution: isFullResolution,
    radar_grid: describeRadar(formed.grid),
    map_grid: geometry === 'map' ? describeMap(job) : null,
    files,
    conventions: CONVENTIONS,
    warnings: context.warnings,
    timings_s: Object.fromEntries(timings),
    version: packageInfo().version,
  };
}

/**
 * Only the interferogram of a job's bbox and both powers, written to a folder. Its azimuth registration is that of the main
 * job: estimated on the whole area, context margin and points included.
 * @throws SentryalError of any stage; the signal's reason when aborted
 */
export async function interferogramOnly(
  job: Job,
  choice: InterferogramChoice,
  context: JobContext,
): Promise<InterferogramDocument> {
  const startedMs = performance.now();
  const looks = choice.isFullResolution ? { azimuth: 1, range: 1 } : job.options.looks;
  const wanted: Job = { ...job, options: { ...job.options, looks } };
  const clock = new StageClock(context.progress, context.signal);
  await removeInterferogram(choice.outDir);
  const document = await withPair(wanted, context, clock, (pair, gpu) =>
    flow(wanted, choice, context, clock, pair, gpu),
  );
  return { ...document, processing_time_seconds: roundSeconds((performance.now() - startedMs) / 1000) };
}
