import { SentryalError } from '../../errors/index.ts';
import type { BoundingBox, Polarization } from '../../model/index.ts';
import { redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { type Location, parseLocation } from '../location.ts';
import { openProduct } from '../product/open-product.ts';
import type { ProductFiles } from '../product/product-files.ts';
import type { BuildPatience } from '../product/burst-service.ts';
import type { FindAttempt } from './attempts.ts';
import { findProduct } from './find-product.ts';
import { openHttpZip } from './http-zip.ts';
import { openS3Product } from './s3-product.ts';

/** Where a product was had from. */
export type ProductSource = 'local' | 'https-zip' | 's3-safe' | 's3-zip' | 'data-space' | 'asf-bursts' | 'asf-zip';

export interface ProductProvenance {
  readonly source: ProductSource;
  /** Without secrets. */
  readonly address: string;
  /** Where it was looked for, in order; empty where the location was given. */
  readonly attempts: readonly FindAttempt[];
}

/** A product, and where it was found. */
export type FoundProduct = ProductFiles & { readonly provenance: ProductProvenance };

export interface OpenProductAtOptions {
  /** Folder for what has to be unpacked; created when needed. */
  readonly cacheDir: string;
  /** Area of the job: the bursts of it that a catalogue lists are compared with the annotation. */
  readonly bbox?: BoundingBox | undefined;
  /** Channel; by the name of the granule the co-polarised one where not given. */
  readonly polarization?: Polarization | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told of waiting and of what was left out. */
  readonly note?: ((message: string) => void) | undefined;
  /** How long the burst service may build. */
  readonly patience?: BuildPatience | undefined;
}

async function openAt(
  place: Location,
  granule: string,
  access: DataAccess,
  options: OpenProductAtOptions,
): Promise<FoundProduct> {
  const { cacheDir, signal } = options;
  if (place.kind === 'file') {
    const files = await openProduct(place.path, { cacheDir, signal });
    return { ...files, provenance: { source: 'local', address: files.location, attempts: [] } };
  }
  if (place.kind === 's3') return openS3Product(place, granule, access, options);
  if (/\.SAFE\/?$/i.test(place.path)) throw new SentryalError('SAFE_OVER_HTTP', { location: redactUrl(place.url) });
  const files = await openHttpZip(place.url, access, options);
  return { ...files, provenance: { source: 'https-zip', address: redactUrl(place.url), attempts: [] } };
}

/**
 * Opens the product of a granule where a job says it is, or, without a location, wherever it is found first: S3 of the
 * Copernicus Data Space, ASF's burst service, ASF's archive, each where there are credentials and its mirrors in turn.
 * @param location a path or file:// (on the command line only), https:// to a zip, s3:// to a `.SAFE` folder or a zip
 * @throws SentryalError LOCATION_*, SAFE_OVER_HTTP, GRANULE_NAME_INVALID, GRANULE_NOT_FOUND_ANYWHERE, PRODUCT_*, ZIP_*,
 * S3_*, CREDENTIALS_MISSING, those of the network
 */
export async function openProductAt(
  location: string | null,
  granule: string,
  access: DataAccess,
  options: OpenProductAtOptions,
): Promise<FoundProduct> {
  options.signal?.throwIfAborted();
  if (location === null) return findProduct(granule, access, options);
  return openAt(parseLocation(location, access), granule, access, options);
}
