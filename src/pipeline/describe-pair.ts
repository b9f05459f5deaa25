import { baseline, demHeight, geodeticToEcef } from '../geometry/index.ts';
import type { Job, Pair } from '../job/index.ts';
import { type Gpu, adapterName } from '../gpu/index.ts';
import type { Granule, Vector3 } from '../model/index.ts';
import { phaseSigmaToMm, secondsToUtc } from '../units/index.ts';
import type { PlacedReference } from './find-reference.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan-area.ts';

/** Where the baseline is given: the middle of the bbox on the DEM, on the ellipsoid where that has a gap. */
function middleOf(job: Job, area: Area): Vector3 {
  const { north, south, east, west } = job.bbox;
  const longitudeDeg = (west + (east < west ? east + 360 : east)) / 2;
  const latitudeDeg = (north + south) / 2;
  const heightM = demHeight(area.dem, longitudeDeg, latitudeDeg);
  return geodeticToEcef({ latitudeDeg, longitudeDeg, heightM: Number.isNaN(heightM) ? 0 : heightM });
}

/** Perpendicular baseline at the middle of the area; at the first point's burst middle where the middle is not seen. */
function perpendicularM(job: Job, pair: OpenedPair, area: Area): number {
  return baseline(pair.referenceOrbit, pair.secondaryOrbit, middleOf(job, area)).perpendicularM;
}

/** What the answer says of the pair, in its own names. */
export function describePair(
  job: Job,
  pair: OpenedPair,
  area: Area,
  gpu: Gpu,
  reference: PlacedReference | undefined,
): Pair {
  const startOf = (granule: Granule): string => secondsToUtc(granule.startTimeS, granule.epochDay);
  const { referenceOrbit, secondaryOrbit, wavelengthM } = pair;
  const days = (granule: Granule): number => granule.epochDay + granule.startTimeS / 86_400;
  return {
    reference_time: startOf(pair.reference),
    secondary_time: startOf(pair.secondary),
    swapped: pair.swapped,
    reference: reference
      ? {
          how: reference.place.how,
          lat: reference.latitudeDeg,
          lon: reference.longitudeDeg,
          coherence: reference.place.coherence,
          cells: reference.place.cells,
          spread_mm: phaseSigmaToMm(reference.place.spreadRad, wavelengthM),
        }
      : null,
    looks: job.options.looks,
    polarization: pair.bursts[0]!.referenceSwath.polarization,
    orbits: {
      reference: { kind: referenceOrbit.kind, source: referenceOrbit.source },
      secondary: { kind: secondaryOrbit.kind, source: secondaryOrbit.source },
    },
    dem: { name: area.dem.name, datum: area.dem.datum },
    bursts: area.placements.map((placement) => ({
      swath: placement.pair.referenceSwath.name,
      burst_id: placement.pair.reference.burstId,
    })),
    baseline: {
      perpendicular_m: perpendicularM(job, pair, area),
      temporal_days: days(pair.secondary) - days(pair.reference),
    },
    wavelength_m: wavelengthM,
    adapter: { name: adapterName(gpu.adapter), backend: gpu.adapter.isSoftware ? 'software' : 'gpu' },
  };
}
