import { alignBurst, satelliteSpeedMps, topsCarrier } from '../coregister/index.ts';
import { type ChebyshevVolume, embeddedBackend, fitBurstGeometry } from '../geometry/index.ts';
import type { BurstAlignment } from '../model/index.ts';
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
