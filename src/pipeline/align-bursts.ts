import {
  type AzimuthOverlap,
  alignBurst,
  azimuthOverlap,
  satelliteSpeedMps,
  topsCarrier,
} from '../coregister/index.ts';
import { type ChebyshevVolume, embeddedBackend, fitBurstGeometry } from '../geometry/index.ts';
import type { BurstAlignment, Warn } from '../model/index.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan-area.ts';

/** Fits the geometry of every placement in f64. */
export function fitBursts(pair: OpenedPair, area: Area): Promise<ChebyshevVolume[]> {
  return Promise.all(
    area.placements.map((placement) =>
      fitBurstGeometry({
        pair: placement.pair,
        referenceOrbit: pair.referenceOrbit,
        secondaryOrbit: pair.secondaryOrbit,
        dem: area.dem,
        window: placement.window,
        backend: embeddedBackend,
      }),
    ),
  );
}

/** Prepares every placement for the interferogram kernel. */
export function alignBursts(pair: OpenedPair, area: Area, volumes: readonly ChebyshevVolume[]): BurstAlignment[] {
  return area.placements.map((placement, index) => {
    const { secondarySwath, secondary } = placement.pair;
    const speedMps = satelliteSpeedMps(pair.secondaryOrbit, secondary.firstLineTimeS);
    return alignBurst({
      placement,
      looks: area.grid.looks,
      geometry: volumes[index]!,
      carrier: topsCarrier(secondarySwath, secondary, speedMps),
    });
  });
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
  const overlaps = area.placements.map((placement, index) => {
    const { reference, referenceSwath, secondary, secondarySwath } = placement.pair;
    return azimuthOverlap(
      placement,
      volumes[index]!,
      topsCarrier(referenceSwath, reference, satelliteSpeedMps(pair.referenceOrbit, reference.firstLineTimeS)),
      topsCarrier(secondarySwath, secondary, satelliteSpeedMps(pair.secondaryOrbit, secondary.firstLineTimeS)),
    );
  });
  const worst = Math.min(...overlaps.map(({ overlap }) => overlap));
  if (worst < LEAST_OVERLAP)
    warn({
      code: 'AZIMUTH_SPECTRA_APART',
      stage: 'coregister',
      message: `Only ${Math.round(100 * worst)} % of the azimuth bandwidth is common to both dates (bursts not synchronised): coherence is lost.`,
    });
  return overlaps;
}
