import type { Burst, Granule, Swath, Warning } from '../model/index.ts';
import { type GeolocationPoint, burstFootprint } from '../read/index.ts';
import { secondsToUtc } from '../units/index.ts';

/** One image of a granule with its geolocation grid. */
export interface InspectedSwath {
  readonly granule: Granule;
  readonly swath: Swath;
  readonly grid: readonly GeolocationPoint[];
}

/** Decimals of a degree in a footprint: 1 m, finer than it is known. */
const FOOTPRINT_DECIMALS = 5;

function describeBurst({ granule, swath, grid }: InspectedSwath, burst: Burst) {
  const { epochDay } = granule;
  const lastLineS = burst.firstLineTimeS + (swath.linesPerBurst - 1) * swath.azimuthTimeIntervalS;
  const degrees = (value: number): number => Number(value.toFixed(FOOTPRINT_DECIMALS));
  const corners = burstFootprint(grid, swath, burst)?.map(({ latitudeDeg, longitudeDeg }) => ({
    lat: degrees(latitudeDeg),
    lon: degrees(longitudeDeg),
  }));
  return {
    burst_id: burst.burstId,
    index: burst.index,
    first_line_time: secondsToUtc(burst.firstLineTimeS, epochDay),
    last_line_time: secondsToUtc(lastLineS, epochDay),
    valid: {
      first_line: burst.firstValidLine,
      last_line: burst.lastValidLine,
      first_sample: burst.firstValidSample,
      last_sample: burst.lastValidSample,
    },
    // Early near, early far, late far, late near.
    footprint: corners ?? null,
  };
}

/** Ids between the first and the last burst of a swath that it does not have. */
function missingBursts({ bursts }: Swath): number[] {
  const present = new Set(bursts.map(({ burstId }) => burstId));
  const [first, last] = [Math.min(...present), Math.max(...present)];
  // Past the end of track 175 the ids begin again: nothing is known to be missing there.
  if (last - first > 1000) return [];
  return Array.from({ length: last - first + 1 }, (_, k) => first + k).filter((id) => !present.has(id));
}

function describeSwath(inspected: InspectedSwath) {
  const { swath } = inspected;
  return {
    swath: swath.name,
    polarization: swath.polarization,
    lines_per_burst: swath.linesPerBurst,
    samples_per_burst: swath.samplesPerBurst,
    line_interval_s: swath.azimuthTimeIntervalS,
    near_range_m: swath.nearRangeM,
    range_spacing_m: swath.rangeSpacingM,
    wavelength_m: swath.wavelengthM,
    // 0: the product holds no pixels of this swath.
    measurement_bytes: swath.measurement.sizeBytes,
    missing_burst_ids: missingBursts(swath),
    bursts: swath.bursts.map((burst) => describeBurst(inspected, burst)),
  };
}

/** What is in a granule, in the names of the JSON document of `inspect`. Times are UTC. */
export function inspectDocument(swaths: readonly InspectedSwath[], warnings: readonly Warning[]) {
  const { granule } = swaths[0]!;
  const { epochDay, annotationOrbit: orbit } = granule;
  const utc = (timeS: number): string => secondsToUtc(timeS, epochDay);
  return {
    granule: granule.name,
    mission: granule.mission,
    processor_version: granule.processorVersion,
    pass: granule.pass,
    track: granule.relativeOrbit,
    absolute_orbit: granule.absoluteOrbit,
    start_time: utc(granule.startTimeS),
    stop_time: utc(granule.stopTimeS),
    orbit: {
      kind: orbit.kind,
      source: orbit.source,
      vectors: orbit.timesS.length,
      start_time: utc(orbit.timesS[0]!),
      stop_time: utc(orbit.timesS.at(-1)!),
    },
    polarizations: [...new Set(swaths.map(({ swath }) => swath.polarization))],
    swaths: swaths.map(describeSwath),
    warnings,
  };
}

export type InspectDocument = ReturnType<typeof inspectDocument>;
