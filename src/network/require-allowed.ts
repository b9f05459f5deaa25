import { isIP } from 'node:net';
import { SentryalError, redactUrl } from '../errors/index.ts';
import { isPublicAddress } from './address.ts';
import type { NetworkPolicy } from './policy.ts';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** The host of a URL as `node:net` and DNS take it: without brackets and without the dot of the root. */
export function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
}

/** Whether a host is the named one; `*.example.org` and `.example.org` stand for what is below a domain, the latter for it too. */
export function hostMatches(pattern: string, host: string): boolean {
  const wanted = pattern.toLowerCase();
  if (wanted.startsWith('*.')) return host.endsWith(wanted.slice(1));
  if (wanted.startsWith('.')) return host === wanted.slice(1) || host.endsWith(wanted);
  return host === wanted;
}

/** `host` or `host:port`; IPv6 addresses stand in brackets. */
function splitEntry(entry: string): { host: string; port: string | undefined } {
  const [, host = entry, port] = /^(.*?)(?::(\d+))?$/.exec(entry.trim()) ?? [];
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port };
}

function refusal(policy: NetworkPolicy, url: URL): string | undefined {
  const defaultPort = DEFAULT_PORTS[url.protocol];
  if (defaultPort === undefined) return `its scheme is ${url.protocol.slice(0, -1)}, not http or https`;
  const host = bareHost(url);
  if (host === '') return 'it names no host';
  const port = url.port === '' ? defaultPort : url.port;
  const anyPort = policy.allowPrivate || Object.values(DEFAULT_PORTS).includes(port);
  const entries = policy.allowedHosts.map(splitEntry).filter((entry) => hostMatches(entry.host, host));
  if (policy.allowedHosts.length > 0 && entries.length === 0) return 'its host is not among the allowed ones';
  const portAllowed =
    entries.length === 0
      ? anyPort
      : entries.some((entry) => (entry.port === undefined ? anyPort : entry.port === port));
  if (!portAllowed) return `its port ${port} is not allowed`;
  if (policy.allowPrivate) return undefined;
  if (host === 'localhost' || host.endsWith('.localhost')) return 'it is this machine';
  if (isIP(host) !== 0 && !isPublicAddress(host)) return `${host} is not a public address`;
  return undefined;
}

/**
 * Checks what can be seen from a URL alone: scheme, host, port, an address written out (in every form: the URL standard makes
 * `0x7f.1` and `2130706433` the address they mean). What a name resolves to is checked when a connection is made.
 * @returns the URL, parsed
 * @throws SentryalError ADDRESS_REFUSED
 */
export function requireAllowed(policy: NetworkPolicy, url: string | URL): URL {
  const parsed = URL.canParse(String(url)) ? new URL(url) : undefined;
  const reason = parsed === undefined ? 'it is not a URL' : refusal(policy, parsed);
  if (parsed === undefined || reason !== undefined)
    throw new SentryalError('ADDRESS_REFUSED', { url: redactUrl(url), reason: reason ?? '' });
  return parsed;
}
