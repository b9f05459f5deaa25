import {
  type AzimuthOverlap,
  type TopsCarrier,
  alignBurst,
  azimuthOverlap,
  satelliteSpeedMps,
  topsCarrier,
} from '../coregister/index.ts';
import { type ChebyshevVolume, embeddedBackend, fitBurstGeometry } from '../geometry/index.ts';
import type { BurstAlignment, BurstPlacement, Warn } from '../model/index.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan-area.ts';

/** Fits the geometry of one placement in f64. */
export function fitBurst(pair: OpenedPair, area: Area, placement: BurstPlacement): Promise<ChebyshevVolume> {
  return fitBurstGeometry({
    pair: placement.pair,
    referenceOrbit: pair.referenceOrbit,
    secondaryOrbit: pair.secondaryOrbit,
    dem: area.dem,
    window: placement.window,
    backend: embeddedBackend,
  });
}

/** Fits the geometry of every placement of the area. */
export function fitBursts(pair: OpenedPair, area: Area): Promise<ChebyshevVolume[]> {
  return Promise.all(area.placements.map((placement) => fitBurst(pair, area, placement)));
}

function referenceCarrier(pair: OpenedPair, { pair: { reference, referenceSwath } }: BurstPlacement): TopsCarrier {
  const speedMps = satelliteSpeedMps(pair.referenceOrbit, reference.firstLineTimeS);
  return topsCarrier(referenceSwath, reference, speedMps);
}

/** The carrier of a placement's secondary burst. */
export function secondaryCarrier(
  pair: OpenedPair,
  { pair: { secondary, secondarySwath } }: BurstPlacement,
): TopsCarrier {
  const speedMps = satelliteSpeedMps(pair.secondaryOrbit, secondary.firstLineTimeS);
  return topsCarrier(secondarySwath, secondary, speedMps);
}

/** Prepares every placement for the interferogram kernel. */
export function alignBursts(pair: OpenedPair, area: Area, volumes: readonly ChebyshevVolume[]): BurstAlignment[] {
  return area.placements.map((placement, index) =>
    alignBurst({
      placement,
      looks: area.grid.looks,
      geometry: volumes[index]!,
      carrier: secondaryCarrier(pair, placement),
    }),
  );
}

/** Below this common part of the azimuth bandwidth coherence suffers visibly. */
const LEAST_OVERLAP = 0.8;

/** How well both dates match in azimuth, per placement; a poor match is reported. */
export function azimuthOverlaps(
  pair: OpenedPair,
  area: Area,
  volumes: readonly ChebyshevVolume[],
  warn: Warn,
): AzimuthOverlap[] {
  const overlaps = area.placements.map((placement, index) =>
    azimuthOverlap(placement, volumes[index]!, referenceCarrier(pair, placement), secondaryCarrier(pair, placement)),
  );
  const worst = Math.min(...overlaps.map(({ overlap }) => overlap));
  if (worst < LEAST_OVERLAP)
    warn({
      code: 'AZIMUTH_SPECTRA_APART',
      stage: 'coregister',
      message: `Only ${Math.round(100 * worst)} % of the azimuth bandwidth is common to both dates (bursts not synchronised): coherence is lost.`,
    });
  return overlaps;
}
