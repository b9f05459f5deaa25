import { SentryalError } from '../errors/index.ts';
import type { Granule, Polarization } from '../model/index.ts';
import { ORBITS_PER_CYCLE, parseUtc } from '../units/index.ts';

/** What the 67 characters of an IW SLC name say (Sentinel-1 Product Specification, naming convention). */
export interface GranuleName {
  readonly name: string;
  readonly mission: Granule['mission'];
  /** Co-polarised channel first. */
  readonly polarizations: readonly Polarization[];
  /** Days since 1970-01-01 of the start; the times are whole seconds since its midnight UTC. */
  readonly epochDay: number;
  readonly startTimeS: number;
  readonly stopTimeS: number;
  readonly absoluteOrbit: number;
  /** Track of the start, from the absolute orbit. */
  readonly relativeOrbit: number;
  readonly dataTake: string;
}

const PATTERN = /^(S1[ABCD])_IW_SLC__1S(SH|SV|DH|DV)_(\d{8}T\d{6})_(\d{8}T\d{6})_(\d{6})_([0-9A-F]{6})_[0-9A-F]{4}$/;

const CHANNELS: Readonly<Record<string, readonly Polarization[]>> = {
  SH: ['hh'],
  SV: ['vv'],
  DH: ['hh', 'hv'],
  DV: ['vv', 'vh'],
};

/** Last absolute orbit of S1C before it was moved to its final place in the constellation. */
const LAST_EARLY_ORBIT_S1C = 8018;

/** Absolute orbit that began track 1, per mission (sentinel1-data-access 1.1, after ISCE2). */
function firstOrbitOfTrackOne(mission: Granule['mission'], absoluteOrbit: number): number {
  switch (mission) {
    case 'S1A':
      return 73;
    case 'S1B':
      return 27;
    case 'S1C':
      return absoluteOrbit <= LAST_EARLY_ORBIT_S1C ? 172 : 99;
    case 'S1D':
      return 42;
  }
}

/** Track (1..175) of an absolute orbit. */
export function relativeOrbitOf(mission: Granule['mission'], absoluteOrbit: number): number {
  const offset = absoluteOrbit - firstOrbitOfTrackOne(mission, absoluteOrbit);
  return (((offset % ORBITS_PER_CYCLE) + ORBITS_PER_CYCLE) % ORBITS_PER_CYCLE) + 1;
}

/** `20200511T135117` as day and seconds; undefined where the calendar has no such time. */
function compactUtc(text: string): { epochDay: number; secondsOfDay: number } | undefined {
  if (Number(text.slice(13)) > 59) return undefined;
  return parseUtc(text.replace(/^(....)(..)(..)T(..)(..)(..)$/, '$1-$2-$3T$4:$5:$6Z'));
}

/**
 * Reads a granule's name; opens nothing.
 * @returns undefined where the text is not the name (without `.SAFE`) of an IW SLC granule
 */
export function parseGranuleName(name: string): GranuleName | undefined {
  const match = PATTERN.exec(name);
  if (!match) return undefined;
  const [, mission, channels, startText, stopText, orbit, dataTake] = match as unknown as string[];
  const start = compactUtc(startText!);
  const stop = compactUtc(stopText!);
  if (start === undefined || stop === undefined) return undefined;
  const stopTimeS = (stop.epochDay - start.epochDay) * 86_400 + stop.secondsOfDay;
  if (stopTimeS <= start.secondsOfDay) return undefined;
  const absoluteOrbit = Number(orbit);
  return {
    name,
    mission: mission as Granule['mission'],
    polarizations: CHANNELS[channels!]!,
    epochDay: start.epochDay,
    startTimeS: start.secondsOfDay,
    stopTimeS,
    absoluteOrbit,
    relativeOrbit: relativeOrbitOf(mission as Granule['mission'], absoluteOrbit),
    dataTake: dataTake!,
  };
}

/** The same of a name that has to be one. @throws SentryalError GRANULE_NAME_INVALID */
export function requireGranuleName(text: string): GranuleName {
  const name = parseGranuleName(text);
  if (!name) throw new SentryalError('GRANULE_NAME_INVALID', { name: text });
  return name;
}
