import { SentryalError } from '../../errors/index.ts';
import { redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { noteBytes } from '../source/read-ledger.ts';
import { type OrbitName, type OrbitPass, parseOrbitName, rankOrbits } from './orbit-name.ts';
import { askBriefly } from './patience.ts';

/** A page holds 1000 keys, half a kilobyte each. */
const MAX_PAGE_BYTES = 8 * 2 ** 20;

/** 200 satellite-years of precise orbits. */
const MAX_PAGES = 100;

const HOUR_S = 3600;

/** A list that names what is looked for may be old; one that does not is asked for anew after so long. */
const KNOWN_S = 30 * 24 * HOUR_S;
const MISSING_S = 3 * HOUR_S;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescaped(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
    const code = decimal === undefined ? (hex === undefined ? undefined : parseInt(String(hex), 16)) : Number(decimal);
    return code === undefined ? (ENTITIES[String(name)] ?? String(whole)) : String.fromCodePoint(code);
  });
}

/** One page of ListObjectsV2: names below the prefix's folder, and the token of the next page. */
function parsePage(address: string, text: string): { names: string[]; next: string | undefined } {
  const invalid = (reason: string): SentryalError => new SentryalError('ORBIT_LIST_INVALID', { address, reason });
  if (!/<ListBucketResult[\s>]/.test(text) || !text.includes('</ListBucketResult>'))
    throw invalid('it is not the listing of a bucket');
  const names = [...text.matchAll(/<Key>([^<]*)<\/Key>/g)].map((match) => unescaped(match[1]!).replace(/^.*\//, ''));
  if (!/<IsTruncated>\s*true\s*<\/IsTruncated>/.test(text)) return { names, next: undefined };
  const token = /<NextContinuationToken>([^<]+)<\/NextContinuationToken>/.exec(text)?.[1];
  if (token === undefined) throw invalid('it goes on but does not say where');
  return { names, next: unescaped(token) };
}

/** Every name below a prefix: page after page, or none of them. */
async function listNames(
  bucket: string,
  prefix: string,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const address = redactUrl(`${bucket}/${prefix}`);
  const names: string[] = [];
  const seen = new Set<string>();
  let next: string | undefined;
  do {
    const url = new URL(`${bucket}/`);
    url.searchParams.set('list-type', '2');
    url.searchParams.set('prefix', prefix);
    if (next !== undefined) url.searchParams.set('continuation-token', next);
    const response = await askBriefly(access.network, { url: url.href, signal });
    const content = await response.bytes(MAX_PAGE_BYTES);
    noteBytes(content.byteLength);
    const page = parsePage(address, new TextDecoder().decode(content));
    names.push(...page.names);
    next = page.next;
    if (next !== undefined && (seen.has(next) || seen.size === MAX_PAGES))
      throw new SentryalError('ORBIT_LIST_INVALID', { address, reason: 'its pages do not end' });
    if (next !== undefined) seen.add(next);
  } while (next !== undefined);
  return names;
}

/** The names below a prefix as they were at most `maxAgeS` ago. */
async function keptNames(
  bucket: string,
  prefix: string,
  maxAgeS: number,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const bytes = await access.cache.file(
    redactUrl(`${bucket}/${prefix}`),
    maxAgeS,
    async (ownSignal) => {
      const names = await listNames(bucket, prefix, access, ownSignal);
      return new TextEncoder().encode(names.filter((name) => parseOrbitName(name) !== undefined).join('\n'));
    },
    signal,
  );
  return new TextDecoder().decode(bytes).split('\n');
}

/** `YYYYMMDD` of a day. */
function compactDay(epochDay: number): string {
  return new Date(epochDay * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
}

/** The folder of a kind in a bucket. */
export const orbitFolder = (kind: OrbitName['kind']): string => `AUX_${kind}`;

/**
 * Prefixes that together hold every file of a kind that can cover a pass. A POEORB may have been made anew years later: all
 * of the satellite's. A RESORB is made within 3 hours after its last state vector, itself at most 3.3 hours after the pass.
 */
function prefixesOf(kind: OrbitName['kind'], pass: OrbitPass): string[] {
  const folder = orbitFolder(kind);
  if (kind === 'POEORB') return [`${folder}/${pass.mission}`];
  const day = pass.epochDay + Math.floor(pass.startTimeS / 86_400);
  return [day, day + 1].map((made) => `${folder}/${pass.mission}_OPER_AUX_RESORB_OPOD_${compactDay(made)}`);
}

/**
 * The files of a kind in a bucket that cover a pass, best first.
 * @throws SentryalError ORBIT_LIST_INVALID, ORBIT_SERVICE_SILENT and those of the network
 */
export async function listOrbits(
  bucket: string,
  kind: OrbitName['kind'],
  pass: OrbitPass,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<OrbitName[]> {
  for (const maxAgeS of [KNOWN_S, MISSING_S]) {
    const names: string[] = [];
    for (const prefix of prefixesOf(kind, pass))
      names.push(...(await keptNames(bucket, prefix, maxAgeS, access, signal)));
    const ranked = rankOrbits(names, pass);
    if (ranked.length > 0) return ranked;
  }
  return [];
}
