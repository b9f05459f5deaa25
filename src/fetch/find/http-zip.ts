import { redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { loginFor } from '../location.ts';
import type { ProductFiles } from '../product/product-files.ts';
import { zipProduct } from '../product/zip-source.ts';
import { openHttpObject } from '../source/http-object.ts';

/**
 * A product in a zip at an http(s) address: its directory is read, then the members that are asked for. A login is shown
 * where the address is one of its hosts.
 * @throws SentryalError PRODUCT_NOT_FOUND, ZIP_*, those of the network
 */
export async function openHttpZip(
  url: string,
  access: DataAccess,
  options: { readonly cacheDir: string; readonly signal?: AbortSignal | undefined },
): Promise<ProductFiles> {
  const { network, cache, credentials } = access;
  const login = loginFor(url, credentials.earthdata);
  const zip = cache.source(await openHttpObject(url, network, { login, signal: options.signal }));
  return zipProduct(redactUrl(url), zip, options.cacheDir, options.signal);
}
