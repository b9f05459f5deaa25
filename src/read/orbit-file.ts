import { basename } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { noteText, openFileSource } from '../fetch/index.ts';
import type { ByteSource, Granule, Orbit, OrbitKind } from '../model/index.ts';
import { secondsToUtc } from '../units/index.ts';
import { checkStateVectors } from './orbit-check.ts';
import { XmlElement, parseXml } from './xml-element.ts';

/** An EOF orbit file: the whole file's state vectors. */
export interface OrbitFile extends Orbit {
  readonly mission: Granule['mission'];
}

/** A precise orbit of 26 h takes 4.4 MB. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

/** State vectors are asked for this long before and after the pass: no interpolation at the ends. */
const MARGIN_S = 60;

/** State vectors beyond this distance from the pass are dropped. */
const KEPT_S = 600;

const KINDS: Readonly<Record<string, OrbitKind>> = {
  AUX_POEORB: 'POEORB',
  AUX_RESORB: 'RESORB',
  AUX_PREORB: 'PREORB',
};

const LIST = /<List_of_OSVs[^>]*>([\s\S]*)<\/List_of_OSVs>/;

/** One field of a state vector: a file holds 10,000 vectors, so they are scanned rather than built into elements. */
function field(file: string, block: string, name: string, k: number): XmlElement {
  const start = block.indexOf(`<${name}`);
  const open = block.indexOf('>', start);
  const close = block.indexOf(`</${name}>`, open);
  const element = `OSV[${k}]/${name}`;
  if (start < 0 || open < 0 || close < 0) throw new SentryalError('XML_ELEMENT_MISSING', { file, element });
  return new XmlElement(file, element, block.slice(open + 1, close));
}

/**
 * Parses an EOF orbit file (POEORB, RESORB or PREORB) in its UTC times.
 * @throws SentryalError XML_*, ORBIT_INVALID
 */
export function parseOrbitFile(file: string, text: string, epochDay: number): OrbitFile {
  const vectors = [...(LIST.exec(text)?.[1] ?? '').matchAll(/<OSV>([\s\S]*?)<\/OSV>/g)].map((match) => match[1]!);
  const root = parseXml(file, text.replace(LIST, '<List_of_OSVs/>'), 'Earth_Explorer_File');
  const fixed = root.child('Earth_Explorer_Header', 'Fixed_Header');
  root.child('Data_Block', 'List_of_OSVs');
  const frame = root.child('Earth_Explorer_Header', 'Variable_Header', 'Ref_Frame');
  if (frame.text() !== 'EARTH_FIXED') throw frame.invalid('"EARTH_FIXED"');
  const type = fixed.child('File_Type');
  const kind = KINDS[type.text()];
  if (kind === undefined) throw type.invalid('AUX_POEORB, AUX_RESORB or AUX_PREORB');
  const missionElement = fixed.child('Mission');
  const mission = /^Sentinel-1([ABCD])$/.exec(missionElement.text());
  if (mission === null) throw missionElement.invalid('Sentinel-1A to D');

  const timesS = new Float64Array(vectors.length);
  const positionsM = new Float64Array(3 * vectors.length);
  const velocitiesMps = new Float64Array(3 * vectors.length);
  for (const [k, block] of vectors.entries()) {
    const utc = field(file, block, 'UTC', k);
    timesS[k] = new XmlElement(file, utc.path, utc.text().replace(/^UTC=/, '')).utc(epochDay);
    for (const [axis, name] of ['X', 'Y', 'Z'].entries()) {
      positionsM[3 * k + axis] = field(file, block, name, k).number();
      velocitiesMps[3 * k + axis] = field(file, block, `V${name}`, k).number();
    }
  }
  return {
    kind,
    source: file,
    epochDay,
    timesS,
    positionsM,
    velocitiesMps,
    mission: `S1${mission[1]!}` as Granule['mission'],
  };
}

async function contentOf(source: ByteSource, signal: AbortSignal | undefined): Promise<Uint8Array> {
  const { name, sizeBytes } = source;
  if (sizeBytes > MAX_FILE_BYTES)
    throw new SentryalError('ORBIT_INVALID', { file: name, reason: `it takes ${sizeBytes} bytes` });
  return source.read(0, sizeBytes, signal ? { signal } : undefined);
}

/**
 * Reads an EOF orbit file. `epochDay` is the day the times are counted from: the granule's.
 * @param file path, or the file opened (left open)
 * @throws SentryalError FILE_NOT_FOUND, FILE_UNREADABLE, XML_*, ORBIT_INVALID
 */
export async function readOrbitFile(
  file: string | ByteSource,
  epochDay: number,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<OrbitFile> {
  const { signal } = options;
  signal?.throwIfAborted();
  const source = typeof file === 'string' ? await openFileSource(file) : file;
  try {
    const content = await contentOf(source, signal);
    const name = basename(source.name);
    noteText(name, content);
    return parseOrbitFile(name, new TextDecoder().decode(content), epochDay);
  } finally {
    if (source !== file) await source.close();
  }
}

/** What of a granule decides which part of an orbit it needs. */
export type Pass = Pick<Granule, 'name' | 'mission' | 'epochDay' | 'startTimeS' | 'stopTimeS'>;

/**
 * The part of an orbit file that a granule needs, checked: same satellite, state vectors from a minute before the
 * pass to a minute after it, at most 10 minutes kept on either side.
 * @throws SentryalError ORBIT_OTHER_MISSION, ORBIT_NOT_COVERING, ORBIT_INVALID
 */
export function selectOrbit(file: OrbitFile, pass: Pass): Orbit {
  if (file.mission !== pass.mission)
    throw new SentryalError('ORBIT_OTHER_MISSION', {
      file: file.source,
      found: file.mission,
      name: pass.name,
      expected: pass.mission,
    });
  const shift = (file.epochDay - pass.epochDay) * 86_400;
  const times = Array.from(file.timesS, (time) => time + shift);
  const from = times.findIndex((time) => time >= pass.startTimeS - KEPT_S);
  const to = times.findLastIndex((time) => time <= pass.stopTimeS + KEPT_S) + 1;
  const kept = from < 0 ? [] : times.slice(from, to);
  const needed = { from: pass.startTimeS - MARGIN_S, to: pass.stopTimeS + MARGIN_S };
  if (kept.length === 0 || kept[0]! > needed.from || kept.at(-1)! < needed.to) {
    const utc = (time: number | undefined): string =>
      time === undefined ? 'nothing' : secondsToUtc(time, pass.epochDay, 0);
    throw new SentryalError('ORBIT_NOT_COVERING', {
      file: file.source,
      name: pass.name,
      start: utc(times[0]),
      stop: utc(times.at(-1)),
      from: utc(needed.from),
      to: utc(needed.to),
    });
  }
  const orbit: Orbit = {
    kind: file.kind,
    source: file.source,
    epochDay: pass.epochDay,
    timesS: Float64Array.from(kept),
    positionsM: file.positionsM.slice(3 * from, 3 * to),
    velocitiesMps: file.velocitiesMps.slice(3 * from, 3 * to),
  };
  checkStateVectors(orbit);
  return orbit;
}
