import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STAC_TYPE, productFile } from '../../answer/index.ts';
import type { Gpu } from '../../gpu/index.ts';
import type { AnswerProduct, Job, Pair } from '../../job/index.ts';
import type { Warn } from '../../model/index.ts';
import {
  type Cog,
  type MapGrid,
  cogSize,
  createCog,
  mapGrid,
  mapPlaces,
  mapStrips,
  requireCogSize,
} from '../../products/index.ts';
import { packageInfo } from '../../settings/index.ts';
import { Quicklooks, removeQuicklooks } from './quicklooks.ts';
import { RASTER_KINDS, type ProductName } from './raster-kinds.ts';
import { rasterMetadata, rasterNotice } from './raster-metadata.ts';
import { type ListedFile, STAC_NAME, stacItem } from './stac-item.ts';
import { type RasterSources, RasterValues } from './raster-values.ts';

const COG_TYPE = 'image/tiff; application=geotiff; profile=cloud-optimized';

interface ProductRequest extends RasterSources {
  readonly outDir: string;
  /** What the answer says of the pair. */
  readonly described: Pair;
  readonly signal: AbortSignal;
  readonly warn: Warn;
}

/** The map of a job's rasters. */
export function jobMap({ bbox, options }: Job): MapGrid {
  return mapGrid(bbox, options.raster_spacing_m, options.raster_crs);
}

/** The largest raster of a job in its file; undefined where the job asks for none. */
export function largestRaster(job: Job) {
  if (job.options.products.length === 0) return undefined;
  const { rows, columns } = jobMap(job);
  const sizes = job.options.products.map((name) => {
    const { sample } = RASTER_KINDS[name];
    return { name, rows, columns, sample, ...cogSize({ rows, columns, sample }) };
  });
  return sizes.reduce((most, size) => (size.bytes > most.bytes ? size : most));
}

/**
 * Refuses a job with a raster that its file may not hold, before anything is done for it.
 * @throws SentryalError PRODUCT_TOO_LARGE
 */
export function requireRasterFiles(job: Job, outDir: string | undefined): void {
  const largest = largestRaster(job);
  if (!largest || outDir === undefined) return;
  requireCogSize(join(outDir, `${largest.name}.tif`), largest);
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

/**
 * Geocodes and writes the rasters the job asks for, each with its picture; displacement only where there is a reference. What
 * cannot be written is reported, not thrown. Rasters of an earlier run are removed first, so that none is taken for this one's.
 * @throws the signal's reason when aborted
 */
export async function writeProducts(gpu: Gpu, request: ProductRequest): Promise<AnswerProduct[]> {
  const { job, outDir, area, described, signal, warn } = request;
  const pathOf = (name: ProductName): string => join(outDir, `${name}.tif`);
  const notWritten = (file: string, reason: string): void =>
    warn({ code: 'PRODUCT_NOT_WRITTEN', stage: 'products', message: `${file} was not written: ${reason}.` });
  const attempt = async <Result>(file: string, body: () => Result | Promise<Result>): Promise<Result | undefined> => {
    try {
      return await body();
    } catch (error) {
      signal.throwIfAborted();
      notWritten(file, reasonOf(error));
      return undefined;
    }
  };
  const names = Object.keys(RASTER_KINDS) as ProductName[];
  const stacPath = join(outDir, STAC_NAME);
  await Promise.all([...names.map(pathOf), stacPath].map((path) => rm(path, { force: true }).catch(() => {})));
  await removeQuicklooks(outDir);
  const map = jobMap(job);
  const common = {
    rows: map.rows,
    columns: map.columns,
    places: mapPlaces(map),
    software: `Sentryal ${packageInfo().version}`,
    copyright: rasterNotice(described),
  };
  const cogs = new Map<ProductName, Cog>();
  for (const name of new Set(job.options.products)) {
    if (name === 'displacement' && !request.reference) {
      notWritten(`${name}.tif`, 'there is no reference');
      continue;
    }
    const kind = RASTER_KINDS[name];
    const metadata = { ...rasterMetadata(job, described), ...kind.metadata };
    const cog = await attempt(`${name}.tif`, () => createCog(pathOf(name), { ...kind, ...common, metadata }));
    if (cog) cogs.set(name, cog);
  }
  if (cogs.size === 0) return [];
  const quicklooks = new Quicklooks(outDir, [...cogs.keys()], map, described);
  try {
    const values = new RasterValues(gpu, map, [...cogs.keys()], request);
    for (const strip of mapStrips(map, area.dem)) {
      signal.throwIfAborted();
      const valuesOf = await values.strip(strip);
      for (const [name, cog] of cogs) {
        const lines = await valuesOf(name);
        await cog.append(lines);
        quicklooks.append(name, lines);
      }
    }
  } catch (error) {
    // The points are measured: they are worth more than rasters that cannot be made.
    signal.throwIfAborted();
    for (const name of cogs.keys()) notWritten(`${name}.tif`, reasonOf(error));
    return [];
  }
  const rasters: ListedFile[] = [];
  const pictures: ListedFile[] = [];
  for (const [product, cog] of cogs) {
    const written = await attempt(`${product}.tif`, () => cog.finish(signal));
    if (!written) continue;
    const { statistics, ...file } = written;
    rasters.push({
      product,
      file: { kind: 'raster', name: product, media_type: COG_TYPE, url: null, ...file },
      statistics,
    });
    const picture = await attempt(`${product}.png`, () => quicklooks.write(product));
    if (picture) pictures.push({ product, file: picture });
  }
  const files = [...rasters, ...pictures];
  const listed = files.map(({ file }) => file);
  if (rasters.length === 0) return listed;
  const stac = await attempt(STAC_NAME, async () => {
    const item = `${JSON.stringify(stacItem({ ...request, map, files }), undefined, 2)}\n`;
    await writeFile(stacPath, item);
    return productFile({ kind: 'stac_item', name: 'stac_item', path: stacPath, media_type: STAC_TYPE }, item);
  });
  return stac ? [...listed, stac] : listed;
}
