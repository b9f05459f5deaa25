import type { AzimuthOverlap, FmRateMismatch } from '../../coregister/index.ts';
import type { Job, Pair } from '../../job/index.ts';
import { type Gpu, adapterName } from '../../gpu/index.ts';
import type { Granule } from '../../model/index.ts';
import { cellCorrelation, effectiveLooks } from '../../speckle/index.ts';
import { phaseSigmaToMm, secondsToUtc } from '../../units/index.ts';
import { cellOnGround, droppedBursts, middleBaseline } from './describe-place.ts';
import { describeSources } from './describe-sources.ts';
import { describeRegistration } from './describe-registration.ts';
import type { PlacedReference } from '../find-reference.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';
import type { AzimuthRegistration } from '../register/spectral-diversity.ts';

/** Independent looks of the reference's cells: neighbours are correlated a little. */
function referenceLooks(job: Job, pair: OpenedPair, { place }: PlacedReference): number {
  const { azimuth, range } = job.options.looks;
  const swath = pair.bursts[0]!.referenceSwath;
  const { row, column } = cellCorrelation(swath, azimuth, range);
  return (effectiveLooks(swath, azimuth, range) * place.cells) / ((1 + 2 * row) * (1 + 2 * column));
}

/** What the stages found of the pair as a whole. */
export interface PairFindings {
  readonly reference: PlacedReference | undefined;
  readonly registration: AzimuthRegistration;
  /** One for each placement of the area. */
  readonly overlaps: readonly AzimuthOverlap[];
  readonly fmRates: readonly FmRateMismatch[];
}

/** What the answer says of the pair, in its own names. */
export function describePair(
  job: Job,
  pair: OpenedPair,
  area: Area,
  gpu: Gpu,
  { reference, registration, overlaps, fmRates }: PairFindings,
): Pair {
  const startOf = (granule: Granule): string => secondsToUtc(granule.startTimeS, granule.epochDay);
  const { wavelengthM } = pair;
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
          looks_effective: referenceLooks(job, pair, reference),
          spread_mm: phaseSigmaToMm(reference.place.spreadRad, wavelengthM),
        }
      : null,
    looks: job.options.looks,
    polarization: pair.bursts[0]!.referenceSwath.polarization,
    ...describeSources(pair),
    dem: { name: area.dem.name, datum: area.dem.datum },
    bursts: area.placements.map((placement, index) => ({
      swath: placement.pair.referenceSwath.name,
      burst_id: placement.pair.reference.burstId,
      synchronization_ms: overlaps[index]!.synchronizationS * 1000,
      doppler_difference_hz: overlaps[index]!.dopplerDifferenceHz,
      azimuth_overlap: overlaps[index]!.overlap,
      fm_rate_mismatch_hz_per_s: {
        reference: fmRates[index]!.referenceHzPerS,
        secondary: fmRates[index]!.secondaryHzPerS,
      },
      fm_rate_edge_phase_rad: fmRates[index]!.edgePhaseRad,
    })),
    bursts_dropped: droppedBursts(pair, area.placements),
    resolution: cellOnGround(pair, area),
    baseline: {
      ...middleBaseline(pair, area),
      temporal_days: days(pair.secondary) - days(pair.reference),
    },
    coregistration: describeRegistration(registration, area.grid.radarGrid.lineIntervalS, pair),
    wavelength_m: wavelengthM,
    adapter: { name: adapterName(gpu.adapter), backend: gpu.adapter.isSoftware ? 'software' : 'gpu' },
    backend: pair.solver.described,
  };
}
