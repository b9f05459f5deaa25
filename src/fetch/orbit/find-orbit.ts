import { basename } from 'node:path/posix';
import { SentryalError } from '../../errors/index.ts';
import { type HttpResponse, redactUrl } from '../../network/index.ts';
import type { DataAccess } from '../data-access.ts';
import { keepChoice, keptChoice } from './kept-choice.ts';
import { orbitText } from './orbit-content.ts';
import { listOrbits, orbitFolder } from './orbit-listing.ts';
import { type OrbitName, type OrbitPass, coversPass, parseOrbitName } from './orbit-name.ts';
import { askBriefly } from './patience.ts';

/** An orbit file that covers a pass. */
export interface FoundOrbit {
  /** With `.EOF`. */
  readonly name: string;
  readonly kind: OrbitName['kind'];
  /** Its XML. */
  readonly text: string;
  /** Where it was found, without secrets; where a kept file came from. */
  readonly from: string;
}

/** One place that was asked, and what came of it. */
export interface OrbitAttempt {
  /** Address without secrets, or `cache`. */
  readonly where: string;
  /** In words. */
  readonly outcome: string;
}

export interface OrbitSearch {
  readonly found?: FoundOrbit;
  /** In the order in which they were made. */
  readonly attempts: readonly OrbitAttempt[];
}

/** A RESORB is used for so long before a POEORB is looked for again. */
const RESORB_KEPT_S = 3 * 3600;

/** One search: who asks, for what, and what came of it so far. */
interface Search {
  readonly pass: OrbitPass;
  readonly access: DataAccess;
  readonly signal: AbortSignal | undefined;
  readonly attempts: OrbitAttempt[];
}

/** Notes a failure as the outcome of an attempt; aborts and what is no failure of a service pass through. */
function noteFailure({ signal, attempts }: Search, where: string, error: unknown): void {
  signal?.throwIfAborted();
  if (!(error instanceof SentryalError)) throw error;
  attempts.push({ where, outcome: error.message });
}

/** The file that an answer of the service by scene is, or what is wrong with it. */
function ledTo({ status, url }: HttpResponse, pass: OrbitPass): OrbitName | string {
  if (status >= 400) return `it knows no orbit file of this scene (${status})`;
  const file = parseOrbitName(basename(new URL(url).pathname));
  if (file === undefined) return 'it does not lead to an orbit file';
  if (coversPass(file, pass)) return file;
  return `${file.name} is of another satellite or does not cover a minute before and after the pass`;
}

/** Asks a service that knows the right file for a scene and leads to it. */
async function askByScene(service: string, search: Search): Promise<FoundOrbit | undefined> {
  const { pass, access, signal, attempts } = search;
  const url = `${service}/scene/${encodeURIComponent(pass.granuleName)}`;
  const where = redactUrl(url);
  try {
    const response = await askBriefly(access.network, { url, accept: [400, 404], signal });
    let isRead = false;
    try {
      const file = ledTo(response, pass);
      if (typeof file === 'string') {
        attempts.push({ where, outcome: file });
        return undefined;
      }
      const answer = async (): Promise<HttpResponse> => {
        isRead = true;
        return response;
      };
      const text = await orbitText(file.name, access, answer, signal);
      attempts.push({ where, outcome: file.name });
      return { name: file.name, kind: file.kind, text, from: redactUrl(response.url) };
    } finally {
      // A file that is kept already is not read again.
      if (!isRead) await response.drop();
    }
  } catch (error) {
    noteFailure(search, where, error);
    return undefined;
  }
}

/** A file that lies at an address, from the cache where it is kept. */
async function readAt(url: string, file: OrbitName, search: Search): Promise<FoundOrbit | undefined> {
  const { access, signal, attempts } = search;
  const from = redactUrl(url);
  try {
    let where = 'cache';
    const text = await orbitText(
      file.name,
      access,
      (ownSignal) => {
        where = from;
        return askBriefly(access.network, { url, signal: ownSignal });
      },
      signal,
    );
    attempts.push({ where, outcome: file.name });
    return { name: file.name, kind: file.kind, text, from };
  } catch (error) {
    noteFailure(search, from, error);
    return undefined;
  }
}

/** Looks through the listing of a bucket. */
async function askBucket(bucket: string, search: Search): Promise<FoundOrbit | undefined> {
  const { pass, access, signal, attempts } = search;
  for (const kind of ['POEORB', 'RESORB'] as const) {
    const where = redactUrl(`${bucket}/${orbitFolder(kind)}/`);
    try {
      const [best] = await listOrbits(bucket, kind, pass, access, signal);
      if (best === undefined) {
        attempts.push({ where, outcome: `no ${kind} covers a minute before and after the pass` });
        continue;
      }
      const found = await readAt(`${bucket}/${orbitFolder(kind)}/${best.name}`, best, search);
      if (found) return found;
    } catch (error) {
      noteFailure(search, where, error);
    }
  }
  return undefined;
}

async function searchServices(search: Search): Promise<FoundOrbit | undefined> {
  const { services } = search.access;
  for (const service of services.orbitsByScene) {
    const found = await askByScene(service, search);
    if (found) return found;
  }
  for (const bucket of services.orbitBuckets) {
    const found = await askBucket(bucket, search);
    if (found) return found;
  }
  return undefined;
}

/**
 * The best orbit file there is for a granule: POEORB, else RESORB, that covers a minute before and after the pass, the newest
 * of several. First the service that knows it by the scene's name, then the listing of the public bucket; each mirror in turn.
 * Files are kept for ever, a RESORB as an answer for 3 hours. No file is an answer too: services out of reach do not fail.
 * @throws the signal's reason when aborted
 */
export async function findOrbit(pass: OrbitPass, access: DataAccess, signal?: AbortSignal): Promise<OrbitSearch> {
  const attempts: OrbitAttempt[] = [];
  const search: Search = { pass, access, signal, attempts };
  const { granuleName } = pass;
  const kept = await keptChoice(granuleName, access, signal);
  // A choice that was made for other times of the same name is none.
  const earlier = kept && coversPass(kept.file, pass) ? kept : undefined;
  const isGood = earlier !== undefined && (earlier.file.kind === 'POEORB' || earlier.ageS < RESORB_KEPT_S);
  const again = isGood ? await readAt(earlier.from, earlier.file, search) : undefined;
  if (again) return { found: again, attempts };
  const found = await searchServices(search);
  if (found) {
    await keepChoice(granuleName, found, access, signal);
    return { found, attempts };
  }
  const old = earlier && !isGood ? await readAt(earlier.from, earlier.file, search) : undefined;
  return { ...(old && { found: old }), attempts };
}
