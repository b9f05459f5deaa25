import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { losDisplacement } from '../displacement/index.ts';
import { isSentryalError } from '../errors/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { AnswerProduct, Job } from '../job/index.ts';
import type { CoherenceMap, Interferogram, UnwrappedPhase, Warn } from '../model/index.ts';
import {
  type MapRasters,
  type RasterDescription,
  geocode,
  mapGrid,
  subtractOnMap,
  writeGeotiff,
} from '../products/index.ts';
import { correctionOnMap } from './apply-corrections.ts';
import type { Corrections } from './corrections.ts';
import type { PlacedReference } from './find-reference.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan-area.ts';

interface ProductRequest {
  readonly job: Job;
  readonly outDir: string;
  readonly pair: OpenedPair;
  readonly area: Area;
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
  readonly reference: PlacedReference | undefined;
  readonly corrections: Corrections;
  readonly warn: Warn;
}

type ProductName = AnswerProduct['name'];

const DESCRIPTIONS: Readonly<Record<ProductName, RasterDescription>> = {
  wrapped_phase: { title: 'Wrapped interferometric phase', unit: 'rad' },
  coherence: { title: 'Interferometric coherence, bias removed', unit: '1' },
  unwrapped_phase: { title: 'Unwrapped interferometric phase, before corrections', unit: 'rad' },
  displacement: { title: 'Line-of-sight displacement, positive toward the satellite, corrected', unit: 'mm' },
};

async function plane(
  gpu: Gpu,
  name: ProductName,
  rasters: MapRasters,
  request: ProductRequest,
): Promise<Float32Array<ArrayBuffer> | undefined> {
  if (name === 'wrapped_phase') return rasters.wrappedPhaseRad;
  if (name === 'coherence') return rasters.coherence;
  if (name === 'unwrapped_phase') return rasters.unwrappedPhaseRad;
  if (!request.reference) return undefined;
  const displacementMm = await losDisplacement(gpu, rasters.unwrappedPhaseRad, {
    wavelengthM: request.pair.wavelengthM,
    swapped: request.pair.swapped,
    referencePhaseRad: request.reference.place.phaseRad,
  });
  const taken = correctionOnMap(request.corrections);
  return taken ? subtractOnMap(displacementMm, rasters.map, request.area.dem, taken) : displacementMm;
}

/** Rasters on the map; undefined, with a warning, where they do not fit the adapter: points are worth more than rasters. */
async function mapRasters(gpu: Gpu, request: ProductRequest): Promise<MapRasters | undefined> {
  const { job, pair, area, interferogram, coherence, unwrapped, warn } = request;
  const map = mapGrid(job.bbox, job.options.raster_spacing_m);
  try {
    return await geocode(gpu, {
      map,
      dem: area.dem,
      referenceOrbit: pair.referenceOrbit,
      interferogram,
      coherence,
      unwrapped,
    });
  } catch (error) {
    if (!isSentryalError(error, 'GPU_LIMIT_TOO_SMALL')) throw error;
    warn({
      code: 'RASTERS_TOO_LARGE',
      stage: 'products',
      message: `Rasters of ${map.rows} x ${map.columns} pixels do not fit the adapter and were not written. Give a larger raster_spacing_m, a smaller bbox, or products: [].`,
    });
    return undefined;
  }
}

/**
 * Geocodes and writes the rasters the job asks for; displacement only where there is a reference. What cannot be written is
 * reported, not thrown. Rasters of an earlier run are removed first, so that none is taken for this one's.
 */
export async function writeProducts(gpu: Gpu, request: ProductRequest): Promise<AnswerProduct[]> {
  const { job, outDir, warn } = request;
  const pathOf = (name: ProductName): string => join(outDir, `${name}.tif`);
  const notWritten = (name: ProductName, reason: string): void =>
    warn({ code: 'PRODUCT_NOT_WRITTEN', stage: 'products', message: `${name}.tif was not written: ${reason}.` });
  const names = Object.keys(DESCRIPTIONS) as ProductName[];
  await Promise.all(names.map((name) => rm(pathOf(name), { force: true }).catch(() => {})));
  const wanted = [...new Set(job.options.products)];
  const rasters = wanted.length > 0 ? await mapRasters(gpu, request) : undefined;
  if (!rasters) return [];
  const written: AnswerProduct[] = [];
  for (const name of wanted) {
    const values = await plane(gpu, name, rasters, request);
    if (!values) {
      notWritten(name, 'there is no reference');
      continue;
    }
    try {
      await writeGeotiff(pathOf(name), values, rasters.map, DESCRIPTIONS[name]);
      written.push({ name, path: pathOf(name) });
    } catch (error) {
      notWritten(name, error instanceof Error ? error.message : String(error));
    }
  }
  return written;
}
