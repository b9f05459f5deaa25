import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type JobFault, jobFault, quoteValue } from './fault.ts';

/** A scheme has two letters or more, so that `C:\data` is a path. */
const SCHEME_PATTERN = /^([A-Za-z][A-Za-z0-9+.-]+):/;

export interface LocationRules {
  /** Paths and file:// are for the command line only. */
  readonly allowLocalPaths: boolean;
  /** Folder that relative paths start from; the current one where not given. */
  readonly baseDir?: string | undefined;
}

function withoutSecrets(location: string): string {
  return location.replace(/\/\/[^/@]*@/, '//').replace(/[?#].*$/s, '');
}

/**
 * The absolute path of a place named in a job: a path relative to the job file, or a file:// address.
 * @returns a fault where this version cannot read from there
 */
export function resolveLocation(location: string, path: string, rules: LocationRules): string | JobFault {
  const value = quoteValue(withoutSecrets(location));
  const scheme = SCHEME_PATTERN.exec(location)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'file') return jobFault('URL_NOT_SUPPORTED', path, { value });
  if (location.includes('\0')) return jobFault('URL_MALFORMED', path, { value, reason: 'it contains a zero byte' });
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
    : [jobFault('JOB_WEBHOOK_NOT_HTTPS', 'webhook_url', { value: quoteValue(withoutSecrets(webhookUrl)) })];
}
