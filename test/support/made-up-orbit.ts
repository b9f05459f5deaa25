import { SENTINEL_LIKE, circularState } from './circular-orbit.ts';

const DAY_MS = 86_400_000;
const STEP_S = 10;

/** `YYYYMMDDThhmmss` of seconds since midnight of a day. */
function compact(timeS: number, epochDay: number): string {
  return new Date(epochDay * DAY_MS + timeS * 1000).toISOString().slice(0, 19).replaceAll(/[-:]/g, '');
}

export interface MadeUpOrbit {
  readonly kind?: 'POEORB' | 'RESORB';
  readonly mission?: string;
  readonly epochDay: number;
  /** Validity, seconds since midnight of the day. */
  readonly fromS: number;
  readonly toS: number;
  readonly createdS: number;
}

/** Name of an orbit file, with `.EOF`. */
export function orbitName({ kind = 'POEORB', mission = 'S1A', epochDay, fromS, toS, createdS }: MadeUpOrbit): string {
  const validity = `V${compact(fromS, epochDay)}_${compact(toS, epochDay)}`;
  return `${mission}_OPER_AUX_${kind}_OPOD_${compact(createdS, epochDay)}_${validity}.EOF`;
}

/** An orbit file of a circular orbit, with state vectors every 10 s of its validity between `firstS` and `lastS`. */
export function orbitFile(orbit: MadeUpOrbit, firstS = orbit.fromS, lastS = orbit.toS): string {
  const { kind = 'POEORB', mission = 'S1A', epochDay } = orbit;
  const times = Array.from({ length: Math.floor((lastS - firstS) / STEP_S) + 1 }, (_, k) => firstS + k * STEP_S);
  const vectors = times.map((timeS) => {
    const { p, v } = circularState(SENTINEL_LIKE, timeS);
    const utc = new Date(epochDay * DAY_MS + timeS * 1000).toISOString().slice(0, -1);
    const axes = ['X', 'Y', 'Z'].map((axis, k) => `<${axis} unit="m">${p[k]}</${axis}>`);
    const rates = ['X', 'Y', 'Z'].map((axis, k) => `<V${axis} unit="m/s">${v[k]}</V${axis}>`);
    return `<OSV><UTC>UTC=${utc}000</UTC>${axes.join('')}${rates.join('')}<Quality>NOMINAL</Quality></OSV>`;
  });
  return `<?xml version="1.0"?>
<Earth_Explorer_File><Earth_Explorer_Header><Fixed_Header><File_Name>${orbitName(orbit).replace('.EOF', '')}</File_Name>
<Mission>Sentinel-1${mission.slice(2)}</Mission><File_Type>AUX_${kind}</File_Type></Fixed_Header>
<Variable_Header><Ref_Frame>EARTH_FIXED</Ref_Frame></Variable_Header></Earth_Explorer_Header>
<Data_Block type="xml"><List_of_OSVs count="${times.length}">
${vectors.join('\n')}
</List_of_OSVs></Data_Block></Earth_Explorer_File>
`;
}
