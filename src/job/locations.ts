import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redactUrl } from '../errors/index.ts';
import { type JobFault, jobFault, quoteValue } from './fault.ts';

/** A scheme has two letters or more, so that `C:\data` is a path. */
const SCHEME_PATTERN = /^([A-Za-z][A-Za-z0-9+.-]+):/;

const REMOTE_SCHEMES: readonly (string | undefined)[] = ['http', 'https', 's3'];

export interface LocationRules {
  /** Paths and file:// are for the command line only. */
  readonly allowLocalPaths: boolean;
  /** Whether anything may be fetched; true where not given. */
  readonly allowNetwork?: boolean | undefined;
  /** Folder that relative paths start from; the current one where not given. */
  readonly baseDir?: string | undefined;
}

/** What is wrong with a remote address; undefined where nothing is. */
function remoteFault(location: string, path: string, value: string, rules: LocationRules): JobFault | undefined {
  if (rules.allowNetwork === false) return jobFault('URL_NETWORK_OFF', path, { value });
  if (!URL.canParse(location)) return jobFault('URL_MALFORMED', path, { value, reason: 'it cannot be parsed' });
  const { username, password, hostname, pathname, protocol } = new URL(location);
  if (username !== '' || password !== '')
    return jobFault('URL_MALFORMED', path, {
      value,
      reason: 'it carries a user or a password, which belong into .netrc',
    });
  if (hostname === '' || (protocol === 's3:' && pathname.length < 2))
    return jobFault('URL_MALFORMED', path, { value, reason: 'it names no object' });
  return undefined;
}

/**
 * The place named in a job: an http(s):// or s3:// address as it is, else the absolute path of a file:// address or of a
 * path relative to the job file.
 * @returns a fault where nothing can be read from there
 */
export function resolveLocation(location: string, path: string, rules: LocationRules): string | JobFault {
  const value = quoteValue(location);
  const scheme = SCHEME_PATTERN.exec(location)?.[1]?.toLowerCase();
  if (location.includes('\0')) return jobFault('URL_MALFORMED', path, { value, reason: 'it contains a zero byte' });
  if (REMOTE_SCHEMES.includes(scheme)) return remoteFault(location, path, value, rules) ?? location;
  if (scheme !== undefined && scheme !== 'file') return jobFault('URL_NOT_SUPPORTED', path, { value });
  if (!rules.allowLocalPaths) return jobFault('URL_LOCAL_REFUSED', path);
  if (scheme === undefined) return resolve(rules.baseDir ?? '.', location);
  try {
    return fileURLToPath(location);
  } catch (error) {
    return jobFault('URL_MALFORMED', path, { value, reason: error instanceof Error ? error.message : String(error) });
  }
}

/** The fault of a webhook address that is not an absolute https one. */
export function webhookFaults(webhookUrl: string | null | undefined): JobFault[] {
  if (webhookUrl === null || webhookUrl === undefined) return [];
  const isHttps = URL.canParse(webhookUrl) && new URL(webhookUrl).protocol === 'https:';
  return isHttps
    ? []
    : [jobFault('JOB_WEBHOOK_NOT_HTTPS', 'webhook_url', { value: quoteValue(redactUrl(webhookUrl)) })];
}
