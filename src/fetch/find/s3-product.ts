import { SentryalError } from '../../errors/index.ts';
import type { S3 } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { firstOf, s3Mirrors } from '../mirrors.ts';
import type { ProductFiles } from '../product/product-files.ts';
import { openS3Safe } from '../product/s3-safe.ts';
import { zipProduct } from '../product/zip-source.ts';
import { openS3Object } from '../source/s3-object.ts';
import { withBurstCheck } from './burst-check.ts';
import { type ListedBurst, dataSpaceBursts } from './data-space.ts';
import { requireGranuleName } from '../granule-name.ts';
import type { FoundProduct, OpenProductAtOptions } from './open-product-at.ts';
import { DATA_SPACE_BUCKET } from '../source/s3-service.ts';

/**
 * A `.SAFE` folder of the Data Space, with the bytes at which its bursts over the area begin by the catalogue of bursts, to be
 * compared with the annotation. Without an answer nothing is.
 */
export async function withCatalogue(
  files: ProductFiles,
  granule: string,
  access: DataAccess,
  options: OpenProductAtOptions,
): Promise<ProductFiles> {
  const { bbox, signal, note } = options;
  // An area across the antimeridian is not asked for.
  if (bbox === undefined || bbox.west > bbox.east || access.services.dataSpaceCatalogue.length === 0) return files;
  const polarization = options.polarization ?? requireGranuleName(granule).polarizations[0]!;
  let bursts: ListedBurst[];
  try {
    bursts = await firstOf(access.services.dataSpaceCatalogue, signal, (base) =>
      dataSpaceBursts(granule, base, access, { polarization, bbox, signal }),
    );
  } catch (error) {
    signal?.throwIfAborted();
    note?.(`The catalogue of bursts did not answer, so ${granule} is not compared with it: ${String(error)}`);
    return files;
  }
  if (bursts.length === 0) {
    note?.(`The catalogue of bursts does not have ${granule} there, which is not compared with it`);
    return files;
  }
  return withBurstCheck(files, bursts, polarization, access.warn);
}

/**
 * A product at s3://: a zip, else a `.SAFE` folder.
 * @throws SentryalError PRODUCT_NOT_FOUND, ZIP_*, S3_*, CREDENTIALS_MISSING
 */
export async function openS3Product(
  place: { readonly bucket: string; readonly key: string },
  granule: string,
  access: DataAccess,
  options: OpenProductAtOptions,
): Promise<FoundProduct> {
  const { bucket, key } = place;
  const { signal, cacheDir } = options;
  if (key === '')
    throw new SentryalError('S3_ADDRESS_INVALID', { address: `s3://${bucket}`, reason: 'it names no object' });
  const address = `s3://${bucket}/${key}`;
  const mirrors: S3[] = s3Mirrors(bucket, access);
  if (/\.zip$/i.test(key)) {
    const zip = await firstOf(mirrors, signal, async (s3) => openS3Object(s3, bucket, key, signal));
    const files = await zipProduct(address, access.cache.source(zip), cacheDir, signal);
    return { ...files, provenance: { source: 's3-zip', address, attempts: [] } };
  }
  const safe = await firstOf(mirrors, signal, (s3) => openS3Safe(s3, bucket, key, access.cache, signal));
  const files = bucket === DATA_SPACE_BUCKET ? await withCatalogue(safe, granule, access, options) : safe;
  return { ...files, provenance: { source: 's3-safe', address, attempts: [] } };
}
