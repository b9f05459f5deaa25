import {
  type PlaceBox,
  ionosphereMm,
  shellCrossing,
  type Lattice,
  latticeAt,
  latticeOf,
  solidEarthTide,
  sunMoon,
  zenithDelayMm,
} from '../../displacement/index.ts';
import { type LookGeometry, geodeticToEcef, interpolateOrbit, lookGeometry, tryGeo2rdr } from '../../geometry/index.ts';
import type { Job } from '../../job/index.ts';
import type { BoundingBox, Orbit, Vector3 } from '../../model/index.ts';
import { type PlaceGrid, readPlaceGrid } from '../../read/index.ts';
import { SPEED_OF_LIGHT_MPS, degToRad, radToDeg } from '../../units/index.ts';
import type { JobContext } from '../context.ts';
import { withInput } from '../open-inputs.ts';
import type { OpenedPair } from '../open-pair.ts';
import { type Area, footprint } from '../plan/plan-area.ts';

/** What is given of both dates: a number, or a grid. */
export interface BothDates<Value> {
  readonly reference: Value;
  readonly secondary: Value;
}

export interface CorrectionInputs {
  readonly zenithDelay: BothDates<PlaceGrid> | undefined;
  readonly electronContent: BothDates<PlaceGrid | number> | undefined;
}

/** The line of sight crosses the ionosphere up to this far from the area, degrees of latitude. */
const SHELL_REACH_DEG = 6;

/** Part of the ground that is processed. */
export function areaBox(pair: OpenedPair, { grid, dem }: Area): PlaceBox {
  const window = {
    firstLine: grid.firstLine,
    firstSample: grid.firstSample,
    lines: grid.rows * grid.looks.azimuth,
    samples: grid.columns * grid.looks.range,
  };
  return footprint(pair, grid.radarGrid, window, [dem.minHeightM, dem.maxHeightM]);
}

function widened(box: PlaceBox): BoundingBox {
  const longitude = SHELL_REACH_DEG / Math.max(0.2, Math.cos(degToRad(Math.max(box.north, -box.south))));
  return {
    south: Math.max(-90, box.south - SHELL_REACH_DEG),
    north: Math.min(90, box.north + SHELL_REACH_DEG),
    west: box.west - longitude,
    east: box.east + longitude,
  };
}

/** Opens the grids that a job gives for corrections that are not off: before anything is computed. */
export async function openCorrectionInputs(
  job: Job,
  pair: OpenedPair,
  area: Area,
  { access, signal }: Pick<JobContext, 'access' | 'signal'>,
): Promise<CorrectionInputs> {
  const { corrections } = job.options;
  const box = areaBox(pair, area);
  const gridOf = (location: string, around: BoundingBox): Promise<PlaceGrid> =>
    withInput(location, access, signal, (source) => readPlaceGrid(source, around, signal));
  const contentOf = (given: number | string): Promise<PlaceGrid | number> | number =>
    typeof given === 'number' ? given : gridOf(given, widened(box));
  const { zenith_delay_reference: delay1, zenith_delay_secondary: delay2 } = corrections;
  const { tec_reference: content1, tec_secondary: content2 } = corrections;
  return {
    zenithDelay:
      corrections.troposphere === 'off' || delay1 === undefined || delay2 === undefined
        ? undefined
        : {
            reference: await gridOf(delay1, box),
            secondary: await gridOf(delay2, box),
          },
    electronContent:
      corrections.ionosphere === 'off' || content1 === undefined || content2 === undefined
        ? undefined
        : { reference: await contentOf(content1), secondary: await contentOf(content2) },
  };
}

/** Turns secondary minus reference into later minus earlier. */
const laterSign = (pair: OpenedPair): number => (pair.swapped ? -1 : 1);

/** Unit vector from a place to the satellite. */
function lineOfSight(orbit: Orbit, ecefM: Vector3, azimuthTimeS: number): Vector3 {
  const { positionM } = interpolateOrbit(orbit, azimuthTimeS);
  const away = positionM.map((value, axis) => value - ecefM[axis]!);
  const length = Math.hypot(...away);
  return away.map((value) => value / length) as unknown as Vector3;
}

/** How a place is looked at; undefined beyond the orbit's vectors, where a corner of a turned area may lie. */
function lookAt(orbit: Orbit, ecefM: Vector3): LookGeometry | undefined {
  const radar = tryGeo2rdr(orbit, ecefM);
  return radar && lookGeometry(orbit, ecefM, radar.azimuthTimeS);
}

/** The lattice is laid at the mean height: incidence and tide hardly change with it. */
function meanHeightM({ dem }: Area): number {
  return (dem.minHeightM + dem.maxHeightM) / 2;
}

/** Tide in the line of sight, later minus earlier. */
export function tideLattice(pair: OpenedPair, area: Area): Lattice {
  const { referenceOrbit, secondaryOrbit } = pair;
  const heightM = meanHeightM(area);
  const sign = laterSign(pair);
  return latticeOf(areaBox(pair, area), (latitudeDeg, longitudeDeg) => {
    const ecefM = geodeticToEcef({ latitudeDeg, longitudeDeg, heightM });
    const tideOf = (orbit: Orbit, timeS: number): Vector3 =>
      solidEarthTide(ecefM, sunMoon(orbit.epochDay, timeS), orbit.epochDay, timeS);
    const seen = [tryGeo2rdr(referenceOrbit, ecefM), tryGeo2rdr(secondaryOrbit, ecefM)] as const;
    if (!seen[0] || !seen[1]) return NaN;
    const toward = lineOfSight(referenceOrbit, ecefM, seen[0].azimuthTimeS);
    const reference = tideOf(referenceOrbit, seen[0].azimuthTimeS);
    const secondary = tideOf(secondaryOrbit, seen[1].azimuthTimeS);
    return sign * 1000 * toward.reduce((sum, value, axis) => sum + value * (secondary[axis]! - reference[axis]!), 0);
  });
}

/** Ionosphere by the electron contents, each where the line of sight crosses the shell. */
export function ionosphereLattice(pair: OpenedPair, area: Area, content: BothDates<PlaceGrid | number>): Lattice {
  const heightM = meanHeightM(area);
  const frequencyHz = SPEED_OF_LIGHT_MPS / pair.wavelengthM;
  const sign = laterSign(pair);
  return latticeOf(areaBox(pair, area), (latitudeDeg, longitudeDeg) => {
    const look = lookAt(pair.referenceOrbit, geodeticToEcef({ latitudeDeg, longitudeDeg, heightM }));
    if (!look) return NaN;
    const azimuthDeg = radToDeg(Math.atan2(look.losEast, look.losNorth));
    const crossing = shellCrossing(latitudeDeg, longitudeDeg, look.incidenceDeg, azimuthDeg);
    const of = (date: PlaceGrid | number): number =>
      typeof date === 'number' ? date : date.valueAt(crossing.longitudeDeg, crossing.latitudeDeg);
    return ionosphereMm(sign * (of(content.secondary) - of(content.reference)), frequencyHz, look.incidenceDeg);
  });
}

/** Spacing of zenith delays that are resampled: that of grids made on a DEM of 3 arc seconds; wider on large areas. */
const DELAY_STEP_DEG = 1 / 1200;
const MOST_ALONG = 2000;

/** Troposphere by zenith delays, mapped by 1/cos of the incidence. */
export function zenithDelayLattice(pair: OpenedPair, area: Area, delay: BothDates<PlaceGrid>): Lattice {
  const heightM = meanHeightM(area);
  const sign = laterSign(pair);
  const box = areaBox(pair, area);
  const perMetre = latticeOf(box, (latitudeDeg, longitudeDeg) => {
    const look = lookAt(pair.referenceOrbit, geodeticToEcef({ latitudeDeg, longitudeDeg, heightM }));
    return look ? zenithDelayMm(1, look.incidenceDeg) : NaN;
  });
  const along = (degrees: number): number => Math.min(MOST_ALONG, Math.max(2, Math.ceil(degrees / DELAY_STEP_DEG) + 1));
  return latticeOf(
    box,
    (latitudeDeg, longitudeDeg) =>
      sign *
      latticeAt(perMetre, latitudeDeg, longitudeDeg) *
      (delay.secondary.valueAt(longitudeDeg, latitudeDeg) - delay.reference.valueAt(longitudeDeg, latitudeDeg)),
    { rows: along(box.north - box.south), columns: along(box.east - box.west) },
  );
}
