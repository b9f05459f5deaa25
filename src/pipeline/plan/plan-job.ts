import { DEFAULT_WINDOW } from '../../coherence/index.ts';
import { type Gpu, adapterName } from '../../gpu/index.ts';
import type { Answer, Job, Pair } from '../../job/index.ts';
import type { Looks, Warn, Warning } from '../../model/index.ts';
import { packageInfo } from '../../settings/index.ts';
import { effectiveLooks } from '../../speckle/index.ts';
import type { JobContext } from '../context.ts';
import { describeSources } from '../describe/describe-sources.ts';
import { type MeasurementRead, burstReads, measurementReads } from './burst-reads.ts';
import { hostMemoryBytes, jobFitsMemory, jobMemoryBytes } from './host-memory.ts';
import { largestRaster } from '../products/write-products.ts';
import type { OpenedPair } from '../open-pair.ts';
import { type Area, planArea } from './plan-area.ts';
import { type SizeLimits, areaLimits, bindingBytes, jobPlanes, looksThatFit, windowOf } from './plan-sizes.ts';
import { StageClock } from '../stage-clock.ts';
import { withPair } from '../with-pair.ts';

/** An array that must lie whole in one binding of the adapter. */
interface PlannedPlane {
  readonly name: string;
  readonly items: number;
  readonly bytes: number;
  readonly fits: boolean;
}

/** The sizes of a job against an adapter. */
export interface PlannedSizes {
  /** Largest binding of the adapter, bytes. */
  readonly binding_limit_bytes: number;
  readonly planes: readonly PlannedPlane[];
  /** Largest resident memory of the process, estimated from the cells, against the machine's. */
  readonly memory: { readonly estimated_bytes: number; readonly machine_bytes: number; readonly fits: boolean };
  /** Largest raster of those to write: most bytes of its file, against what a TIFF holds; null where the job asks for none. */
  readonly rasters: {
    readonly rows: number;
    readonly columns: number;
    readonly bytes: number;
    readonly fits: boolean;
  } | null;
  /** Whether all planes, the memory and the rasters fit. */
  readonly fits: boolean;
  readonly largest_cells: number;
  readonly largest_dem_samples: number;
  /** The fewest looks in the job's ratio with which its cells fit; null where none that a job may ask for do. */
  readonly looks_that_fit: Looks | null;
}

/** What `plan` prints. */
export interface PlanDocument extends Pick<Pair, 'granules' | 'orbits'> {
  readonly job_id: string;
  readonly status: 'success';
  readonly processing_time_seconds: number;
  readonly infrastructure_id: string | null;
  readonly grid: {
    readonly rows: number;
    readonly columns: number;
    readonly looks: Looks;
    /** Of one cell, and of the window of cells that coherence is estimated over. */
    readonly effective_looks: number;
    readonly effective_looks_coherence: number;
  };
  readonly bursts: readonly {
    readonly swath: string;
    readonly burst_id: number;
    readonly lines: number;
    readonly samples: number;
  }[];
  readonly dem: {
    readonly name: string;
    readonly datum: string;
    readonly rows: number;
    readonly columns: number;
    readonly samples: number;
  };
  /** Lines of both dates that are read, whole, for the interferogram and the registration of its bursts. */
  readonly reads: readonly MeasurementRead[];
  /** Samples of both dates for the interferogram; overlaps of bursts and full resolution at the points come on top. */
  readonly pixel_bytes: number;
  readonly sizes: PlannedSizes;
  readonly adapter: Answer['adapter'];
  readonly backend: Answer['backend'];
  readonly warnings: readonly Warning[];
  readonly version: string;
}

const BYTES_PER_SAMPLE = 4;
const DATES = 2;

/** The planes of an area against an adapter's limits, its process against the machine's memory, its rasters as they are. */
export function planSizes(
  { grid, dem }: Pick<Area, 'grid' | 'dem'>,
  limits: SizeLimits,
  memoryBytes: number,
  rasters: PlannedSizes['rasters'],
): PlannedSizes {
  const binding = bindingBytes(limits);
  const largest = areaLimits(limits);
  const cells = grid.rows * grid.columns;
  const memory = {
    estimated_bytes: jobMemoryBytes(cells),
    machine_bytes: memoryBytes,
    fits: jobFitsMemory(cells, memoryBytes),
  };
  const planes = jobPlanes(cells, dem.rows * dem.columns).map(({ name, items, bytesPerItem }): PlannedPlane => {
    const bytes = items * bytesPerItem;
    return { name, items, bytes, fits: bytes <= binding };
  });
  return {
    binding_limit_bytes: binding,
    planes,
    memory,
    rasters,
    fits: memory.fits && (rasters?.fits ?? true) && planes.every(({ fits }) => fits),
    largest_cells: largest.cells,
    largest_dem_samples: largest.demSamples,
    looks_that_fit: looksThatFit(windowOf(grid), grid.looks, largest.cells) ?? null,
  };
}

function plannedRasters(job: Job): PlannedSizes['rasters'] {
  const largest = largestRaster(job);
  return largest ? { rows: largest.rows, columns: largest.columns, bytes: largest.bytes, fits: largest.fits } : null;
}

/** Reports a job that the machine has not the memory for. */
export function warnOfMemory({ memory }: PlannedSizes, warn: Warn): void {
  if (memory.fits) return;
  const mega = (bytes: number): number => Math.round(bytes / 1e6);
  warn({
    code: 'PLAN_MEMORY_SHORT',
    stage: 'geometry',
    message: `The job takes some ${mega(memory.estimated_bytes)} MB of memory, and this machine has ${mega(memory.machine_bytes)} MB: it may be ended by the system. Ask for more looks, a smaller bbox or a smaller context_margin_m.`,
  });
}

async function describe(
  job: Job,
  context: JobContext,
  pair: OpenedPair,
  gpu: Gpu,
): Promise<Omit<PlanDocument, 'processing_time_seconds'>> {
  const area = await planArea(job, pair, context);
  const { grid, dem, placements } = area;
  const { looks } = grid;
  const swath = pair.bursts[0]!.referenceSwath;
  const sizes = planSizes(area, gpu.limits, hostMemoryBytes(), plannedRasters(job));
  warnOfMemory(sizes, context.warn);
  const samples = placements.reduce((sum, { window }) => sum + window.lines * window.samples, 0);
  return {
    job_id: job.job_id,
    status: 'success',
    infrastructure_id: job.infrastructure_id ?? null,
    ...describeSources(pair),
    grid: {
      rows: grid.rows,
      columns: grid.columns,
      looks,
      effective_looks: effectiveLooks(swath, looks.azimuth, looks.range),
      effective_looks_coherence: effectiveLooks(
        swath,
        DEFAULT_WINDOW.rows * looks.azimuth,
        DEFAULT_WINDOW.columns * looks.range,
      ),
    },
    bursts: placements.map(({ pair: { referenceSwath, reference }, window }) => ({
      swath: referenceSwath.name,
      burst_id: reference.burstId,
      lines: window.lines,
      samples: window.samples,
    })),
    dem: { name: dem.name, datum: dem.datum, rows: dem.rows, columns: dem.columns, samples: dem.rows * dem.columns },
    reads: measurementReads(await burstReads(pair, area)),
    pixel_bytes: DATES * samples * BYTES_PER_SAMPLE,
    sizes,
    adapter: { name: adapterName(gpu.adapter), backend: gpu.adapter.isSoftware ? 'software' : 'gpu' },
    backend: pair.solver.described,
    warnings: context.warnings,
    version: packageInfo().version,
  };
}

/**
 * The sizes of a job, without reading a pixel of the granules: their metadata, and the DEM below the area, whose heights
 * decide which cells there are.
 * @throws SentryalError of opening the granules, of the DEM and of the area; the signal's reason when aborted
 */
export async function planJob(job: Job, context: JobContext): Promise<PlanDocument> {
  const startedMs = performance.now();
  const clock = new StageClock(context.progress, context.signal);
  const document = await withPair(job, context, clock, (pair, gpu) =>
    clock.run('geometry', 'planning the area', () => describe(job, context, pair, gpu)),
  );
  return { ...document, processing_time_seconds: Math.round(performance.now() - startedMs) / 1000 };
}
