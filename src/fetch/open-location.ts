import type { ByteSource } from '../model/index.ts';
import type { DataAccess } from './data-access.ts';
import { loginFor, parseLocation } from './location.ts';
import { firstOf, s3Mirrors } from './mirrors.ts';
import { openFileSource } from './source/file-source.ts';
import { openHttpObject } from './source/http-object.ts';
import { openS3Object } from './source/s3-object.ts';

/**
 * Opens a file wherever it is: a path or file:// (on the command line only), http(s):// or s3://; what is remote is read
 * through the cache. The caller closes it.
 * @throws SentryalError LOCATION_*, FILE_*, S3_*, CREDENTIALS_MISSING, those of the network
 */
export async function openLocation(location: string, access: DataAccess, signal?: AbortSignal): Promise<ByteSource> {
  signal?.throwIfAborted();
  const { network, cache, credentials } = access;
  const place = parseLocation(location, access);
  if (place.kind === 'file') return openFileSource(place.path);
  if (place.kind === 'http') {
    const login = loginFor(place.url, credentials.earthdata);
    return cache.source(await openHttpObject(place.url, network, { login, signal }));
  }
  return firstOf(s3Mirrors(place.bucket, access), signal, async (s3) =>
    cache.source(await openS3Object(s3, place.bucket, place.key, signal)),
  );
}
