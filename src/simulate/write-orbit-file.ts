import { type Acquisition } from './acquisition.ts';
import { compactTime, utcText } from './product-names.ts';
import { XML_HEADER, element, list, parent } from './xml.ts';

/** TAI - UTC since 2017-01-01, s (IERS Bulletin C). */
const TAI_MINUS_UTC_S = 37;

/** Precise orbits appear 20 days after the pass. */
const PUBLICATION_DELAY_DAYS = 20;

/** Name without `.EOF`, with the creation date and the validity the vectors really have. */
export function orbitFileName(acquisition: Acquisition): string {
  const { timesS } = acquisition.orbitFileVectors;
  const { epochDay, mission } = acquisition;
  const created = compactTime(8 * 3600 + 495, epochDay + PUBLICATION_DELAY_DAYS);
  const [start, stop] = [Math.ceil(timesS[0]!), Math.floor(timesS.at(-1)!)];
  return `${mission}_OPER_AUX_POEORB_OPOD_${created}_V${compactTime(start, epochDay)}_${compactTime(stop, epochDay)}`;
}

/** The precise orbit file of one date (Earth Explorer file format; structure of AUX_POEORB). */
export function orbitFileXml(acquisition: Acquisition): string {
  const { timesS, positionsM, velocitiesMps } = acquisition.orbitFileVectors;
  const { epochDay } = acquisition;
  const utc = (timeS: number, decimals: number): string => utcText(timeS, epochDay, decimals);
  const metres = (name: string, value: number, unit: string): string => element(name, value.toFixed(6), { unit });
  const vectors = timesS.map((timeS, i) => {
    const [x, y, z] = positionsM[i]!;
    const [vx, vy, vz] = velocitiesMps[i]!;
    const orbitsAfterNode = timeS >= acquisition.nodeTimeS ? 0 : 1;
    return parent('OSV', [
      element('TAI', `TAI=${utc(timeS + TAI_MINUS_UTC_S, 6)}`),
      element('UTC', `UTC=${utc(timeS, 6)}`),
      element('UT1', `UT1=${utc(timeS - 0.03, 6)}`),
      element('Absolute_Orbit', `+${acquisition.absoluteOrbit - orbitsAfterNode}`),
      metres('X', x, 'm'),
      metres('Y', y, 'm'),
      metres('Z', z, 'm'),
      metres('VX', vx, 'm/s'),
      metres('VY', vy, 'm/s'),
      metres('VZ', vz, 'm/s'),
      element('Quality', 'NOMINAL'),
    ]);
  });
  const created = utcText(8 * 3600 + 495, epochDay + PUBLICATION_DELAY_DAYS, 0);
  const header = parent('Earth_Explorer_Header', [
    parent('Fixed_Header', [
      element('File_Name', orbitFileName(acquisition)),
      element('File_Description', 'Precise Orbit Ephemerides (POE) Orbit File'),
      element('Notes', ''),
      element('Mission', `Sentinel-1${acquisition.mission.slice(2)}`),
      element('File_Class', 'OPER'),
      element('File_Type', 'AUX_POEORB'),
      parent('Validity_Period', [
        element('Validity_Start', `UTC=${utc(Math.ceil(timesS[0]!), 0)}`),
        element('Validity_Stop', `UTC=${utc(Math.floor(timesS.at(-1)!), 0)}`),
      ]),
      element('File_Version', '0001'),
      parent('Source', [
        element('System', 'Sentryal simulator'),
        element('Creator', 'Sentryal simulator'),
        element('Creator_Version', '1'),
        element('Creation_Date', `UTC=${created}`),
      ]),
    ]),
    parent('Variable_Header', [element('Ref_Frame', 'EARTH_FIXED'), element('Time_Reference', 'UTC')]),
  ]);
  const block = parent('Data_Block', [list('List_of_OSVs', vectors)], { type: 'xml' });
  return `${XML_HEADER}${parent('Earth_Explorer_File', [header, block])}\n`;
}
