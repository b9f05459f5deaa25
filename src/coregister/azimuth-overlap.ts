import type { BurstPlacement } from '../model/index.ts';
import { BURST_QUANTITY, type ChebyshevVolume, evaluateVolume } from '../geometry/index.ts';
import type { TopsCarrier } from './tops-carrier.ts';

/** How far the azimuth spectra of both dates lie apart at the middle of a placement. */
export interface AzimuthOverlap {
  /** Time by which the secondary's burst began later over the same ground, s: the burst synchronisation. */
  readonly synchronizationS: number;
  /** Doppler of the secondary minus that of the reference, Hz. */
  readonly dopplerDifferenceHz: number;
  /** Common part of the processed azimuth bandwidth, 0..1: the coherence it leaves, to first order. */
  readonly overlap: number;
}

/** Compares the carriers of both dates at the middle of a placement's window. */
export function azimuthOverlap(
  placement: BurstPlacement,
  geometry: ChebyshevVolume,
  reference: TopsCarrier,
  secondary: TopsCarrier,
): AzimuthOverlap {
  const { window, pair } = placement;
  const { heightM } = geometry.domain;
  const line = window.firstLine + window.lines / 2;
  const sample = window.firstSample + window.samples / 2;
  const at = [line, sample, (heightM.min + heightM.max) / 2] as const;
  const lineOffset = evaluateVolume(geometry, BURST_QUANTITY.lineOffset, ...at);
  const sampleOffset = evaluateVolume(geometry, BURST_QUANTITY.sampleOffset, ...at);
  const dopplerDifferenceHz =
    secondary.dopplerHz(line + lineOffset, sample + sampleOffset) - reference.dopplerHz(line, sample);
  const bandwidthHz = pair.referenceSwath.azimuthWindow.bandwidthHz;
  return {
    // A burst that begins later sees the same ground at an earlier line of its own.
    synchronizationS: -lineOffset * pair.secondarySwath.azimuthTimeIntervalS,
    dopplerDifferenceHz,
    overlap: Math.max(0, 1 - Math.abs(dopplerDifferenceHz) / bandwidthHz),
  };
}
