import type { Granule, OrbitKind } from '../../model/index.ts';
import { utcToSeconds } from '../../units/index.ts';

/** What of a granule decides which orbit file is right for it. Times are seconds since midnight UTC of `epochDay`. */
export interface OrbitPass {
  readonly granuleName: string;
  readonly mission: Granule['mission'];
  readonly epochDay: number;
  readonly startTimeS: number;
  readonly stopTimeS: number;
}

/** What the name of an orbit file says. */
export interface OrbitName {
  /** With `.EOF`. */
  readonly name: string;
  readonly kind: Extract<OrbitKind, 'POEORB' | 'RESORB'>;
  readonly mission: Granule['mission'];
  /** `YYYYMMDDThhmmss`: their order is that of time. */
  readonly created: string;
  readonly validFrom: string;
  readonly validTo: string;
}

/** State vectors are needed this long before and after the pass: no interpolation at the ends. */
const MARGIN_S = 60;

const NAME = /^(S1[ABCD])_OPER_AUX_(POEORB|RESORB)_OPOD_(\d{8}T\d{6})_V(\d{8}T\d{6})_(\d{8}T\d{6})\.EOF$/;

/** Reads the name of a POEORB or RESORB file; undefined for other names. */
export function parseOrbitName(name: string): OrbitName | undefined {
  const [, mission, kind, created, validFrom, validTo] = NAME.exec(name) ?? [];
  if (validTo === undefined) return undefined;
  return {
    name,
    kind: kind as OrbitName['kind'],
    mission: mission as OrbitName['mission'],
    created: created!,
    validFrom: validFrom!,
    validTo,
  };
}

function seconds(compact: string, epochDay: number): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)$/.exec(compact) ?? [];
  const [year, month, day, hour, minute, second] = parts;
  return utcToSeconds(`${year}-${month}-${day}T${hour}:${minute}:${second}`, epochDay) ?? Number.NaN;
}

/** Whether a file is of the pass's satellite and, by its name, covers the pass and a minute on both sides. */
export function coversPass(file: OrbitName, pass: OrbitPass): boolean {
  return (
    file.mission === pass.mission &&
    seconds(file.validFrom, pass.epochDay) <= pass.startTimeS - MARGIN_S &&
    seconds(file.validTo, pass.epochDay) >= pass.stopTimeS + MARGIN_S
  );
}

/**
 * The files that cover a pass, best first: POEORB before RESORB, then the newest. Two RESORBs that cover it only
 * together are no choice: they are fitted apart, and their joint would lie as a step of centimetres inside the pass.
 */
export function rankOrbits(names: readonly string[], pass: OrbitPass): OrbitName[] {
  return names
    .flatMap((name) => parseOrbitName(name) ?? [])
    .filter((file) => coversPass(file, pass))
    .toSorted((a, b) => (a.kind !== b.kind ? (a.kind === 'POEORB' ? -1 : 1) : a.created < b.created ? 1 : -1));
}
