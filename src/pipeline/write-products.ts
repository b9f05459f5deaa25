import { join } from 'node:path';
import { losDisplacement } from '../displacement/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { AnswerProduct, Job } from '../job/index.ts';
import type { CoherenceMap, Interferogram, UnwrappedPhase } from '../model/index.ts';
import { type MapRasters, type RasterDescription, geocode, mapGrid, writeGeotiff } from '../products/index.ts';
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
}

type ProductName = AnswerProduct['name'];

const DESCRIPTIONS: Readonly<Record<ProductName, RasterDescription>> = {
  wrapped_phase: { title: 'Wrapped interferometric phase', unit: 'rad' },
  coherence: { title: 'Interferometric coherence, bias removed', unit: '1' },
  unwrapped_phase: { title: 'Unwrapped interferometric phase', unit: 'rad' },
  displacement: { title: 'Line-of-sight displacement, positive toward the satellite', unit: 'mm' },
};

async function plane(
  gpu: Gpu,
  name: ProductName,
  rasters: MapRasters,
  request: ProductRequest,
): Promise<Float32Array | undefined> {
  if (name === 'wrapped_phase') return rasters.wrappedPhaseRad;
  if (name === 'coherence') return rasters.coherence;
  if (name === 'unwrapped_phase') return rasters.unwrappedPhaseRad;
  if (!request.reference) return undefined;
  return losDisplacement(gpu, rasters.unwrappedPhaseRad, {
    wavelengthM: request.pair.wavelengthM,
    swapped: request.pair.swapped,
    referencePhaseRad: request.reference.place.phaseRad,
  });
}

/** Geocodes and writes the rasters the job asks for; displacement only where there is a reference. */
export async function writeProducts(gpu: Gpu, request: ProductRequest): Promise<AnswerProduct[]> {
  const { job, outDir, pair, area } = request;
  const wanted = job.options.products;
  if (wanted.length === 0) return [];
  const rasters = await geocode(gpu, {
    map: mapGrid(job.bbox, job.options.raster_spacing_m),
    dem: area.dem,
    referenceOrbit: pair.referenceOrbit,
    interferogram: request.interferogram,
    coherence: request.coherence,
    unwrapped: request.unwrapped,
  });
  const written: AnswerProduct[] = [];
  for (const name of wanted) {
    const values = await plane(gpu, name, rasters, request);
    if (!values) continue;
    const path = join(outDir, `${name}.tif`);
    await writeGeotiff(path, values, rasters.map, DESCRIPTIONS[name]);
    written.push({ name, path });
  }
  return written;
}
