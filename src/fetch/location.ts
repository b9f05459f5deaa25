import { fileURLToPath } from 'node:url';
import { SentryalError } from '../errors/index.ts';
import { type Login, parseS3Address, redactUrl } from '../network/index.ts';
import type { DataAccess } from './data-access.ts';

/** Where something is, taken apart. */
export type Location =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'http'; readonly url: string; readonly path: string }
  | { readonly kind: 's3'; readonly bucket: string; readonly key: string };

/** A scheme has two letters or more, so that `C:\data` is a path. */
const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]+):/;

/**
 * Takes a location apart: a path or file://, where they may be read, http(s):// or s3://.
 * @throws SentryalError LOCATION_LOCAL_REFUSED, LOCATION_UNSUPPORTED, S3_ADDRESS_INVALID
 */
export function parseLocation(location: string, access: Pick<DataAccess, 'allowLocalPaths'>): Location {
  const unsupported = (reason: string): SentryalError =>
    new SentryalError('LOCATION_UNSUPPORTED', { location: redactUrl(location), reason });
  const scheme = SCHEME.exec(location)?.[1]?.toLowerCase();
  if (scheme === 's3') return { kind: 's3', ...parseS3Address(location) };
  if (scheme === 'http' || scheme === 'https') {
    if (!URL.canParse(location)) throw unsupported('it cannot be parsed');
    return { kind: 'http', url: location, path: new URL(location).pathname };
  }
  if (scheme !== undefined && scheme !== 'file') throw unsupported(`nothing is read from ${scheme}`);
  if (!access.allowLocalPaths) throw new SentryalError('LOCATION_LOCAL_REFUSED');
  if (scheme === undefined) return { kind: 'file', path: location };
  try {
    return { kind: 'file', path: fileURLToPath(location) };
  } catch (error) {
    throw unsupported(error instanceof Error ? error.message : String(error));
  }
}

/** A login where an address is on one of its hosts. */
export function loginFor(url: string, login: Login | undefined): Login | undefined {
  const host = new URL(url).hostname;
  const matches = (pattern: string): boolean =>
    pattern.startsWith('.') ? host === pattern.slice(1) || host.endsWith(pattern) : host === pattern;
  return login?.hosts.some(matches) === true ? login : undefined;
}
