import { secondsToUtc } from '../units/index.ts';
import { type Acquisition, type SwathPlan, acquisitionSpanS } from './acquisition.ts';

/** Microsecond UTC text without `Z`, as annotation and orbit files write it. */
export function utcText(timeS: number, epochDay: number, decimals = 6): string {
  return secondsToUtc(timeS, epochDay, decimals).slice(0, -1);
}

/** `YYYYMMDDThhmmss`, whole seconds cut off. */
export function compactTime(timeS: number, epochDay: number): string {
  return utcText(Math.floor(timeS), epochDay, 0).replaceAll(/[-:]/g, '');
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

function dataTake(acquisition: Acquisition): string {
  return acquisition.dataTakeId.toString(16).toUpperCase().padStart(6, '0');
}

/** CRC-16-CCITT (polynomial 0x1021, start 0xFFFF), the last field of a product's name, of its manifest. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

/** 67-character granule name; single polarisation VV. */
export function granuleName(acquisition: Acquisition, manifest: Uint8Array): string {
  const { startS, stopS } = acquisitionSpanS(acquisition.swaths);
  return [
    `${acquisition.mission}_IW_SLC__1SSV`,
    compactTime(startS, acquisition.epochDay),
    compactTime(stopS, acquisition.epochDay),
    pad(acquisition.absoluteOrbit, 6),
    dataTake(acquisition),
    crc16(manifest).toString(16).toUpperCase().padStart(4, '0'),
  ].join('_');
}

/** Base name of a swath's annotation and measurement files. */
export function swathFileName(acquisition: Acquisition, swath: SwathPlan): string {
  const { startS, stopS } = acquisitionSpanS([swath]);
  return [
    acquisition.mission,
    swath.name,
    'slc',
    swath.polarization,
    compactTime(startS, acquisition.epochDay),
    compactTime(stopS, acquisition.epochDay),
    pad(acquisition.absoluteOrbit, 6),
    dataTake(acquisition),
    pad(acquisition.swaths.indexOf(swath) + 1, 3),
  ]
    .join('-')
    .toLowerCase();
}
