import { SentryalError } from '../../errors/index.ts';
import type { Polarization } from '../../model/index.ts';

/** What the name of a granule says about where it is and what it holds. */
export interface GranuleFacts {
  readonly name: string;
  /** Folder of ASF's archive: `SA`. */
  readonly asfFolder: string;
  /** Its co-polarised channel, else its only one. */
  readonly polarization: Polarization;
}

const NAME = /^S1([A-D])_IW_SLC__1[SA]([SD][VH]|HH|VV|HV|VH)_\d{8}T\d{6}_\d{8}T\d{6}_\d{6}_[0-9A-F]{6}_[0-9A-F]{4}$/;

const CHANNELS: Readonly<Record<string, Polarization>> = {
  SV: 'vv',
  DV: 'vv',
  VV: 'vv',
  SH: 'hh',
  DH: 'hh',
  HH: 'hh',
  HV: 'hv',
  VH: 'vh',
};

/** @throws SentryalError GRANULE_NAME_INVALID */
export function granuleFacts(name: string): GranuleFacts {
  const [, mission, channels] = NAME.exec(name) ?? [];
  const polarization = CHANNELS[channels ?? ''];
  if (mission === undefined || polarization === undefined) throw new SentryalError('GRANULE_NAME_INVALID', { name });
  return { name, asfFolder: `S${mission}`, polarization };
}
