import {
  type ReferenceReach,
  type ReferenceSearch,
  chooseReference,
  givenReference,
  whyNoReference,
} from '../displacement/index.ts';
import {
  type CellPosition,
  NearPlaces,
  cellOfRadar,
  demHeight,
  geodeticToEcef,
  radarOfCell,
  rdr2geo,
} from '../geometry/index.ts';
import type { Job } from '../job/index.ts';
import type {
  CoherenceMap,
  Interferogram,
  PointTarget,
  ReferencePlace,
  UnwrappedPhase,
  Vector3,
  Warn,
} from '../model/index.ts';
import { type PositionDelays, locatePoint, pixelMetres } from '../points/index.ts';
import type { OpenedPair } from './open-pair.ts';
import type { Area } from './plan/plan-area.ts';

/** The reference with its place on the ground. */
export interface PlacedReference {
  readonly place: ReferencePlace;
  readonly ecefM: Vector3;
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
}

/** A chosen reference keeps at least this distance from every point of the job, m. */
const LEAST_DISTANCE_M = 500;

interface ReferenceRequest {
  readonly job: Job;
  readonly pair: OpenedPair;
  readonly area: Area;
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
  readonly targets: readonly PointTarget[];
  readonly delays: PositionDelays;
  readonly warn: Warn;
}

/** Fractional cell of a WGS84 position; undefined where the radar does not see it. */
function cellOfGround(request: ReferenceRequest, latitudeDeg: number, longitudeDeg: number, heightM: number) {
  const { pair, area, delays } = request;
  const located = { placements: area.placements, pairs: pair.bursts, referenceOrbit: pair.referenceOrbit, delays };
  const placed = locatePoint(located, { latitudeDeg, longitudeDeg, heightM });
  const { ecefM, seen } = placed;
  if (!seen) return undefined;
  const { lineIntervalS, rangeSpacingM } = area.grid.radarGrid;
  return {
    ecefM,
    cell: cellOfRadar(area.grid, seen.azimuthTimeS, seen.slantRangeM),
    metres: pixelMetres(located, placed, lineIntervalS, rangeSpacingM),
  };
}

function searchOf({ job, interferogram, coherence, unwrapped }: ReferenceRequest): ReferenceSearch {
  const { min_coherence: minCoherence } = job.options;
  return { unwrapped, coherence, centroids: interferogram.centroids, minCoherence };
}

function whyNot(
  request: ReferenceRequest,
  cell: CellPosition | undefined,
  heightM: number,
  reach: ReferenceReach | undefined,
): string {
  const { grid } = request.area;
  if (Number.isNaN(heightM)) return 'the DEM has no height there';
  if (!cell || cell.row < 0 || cell.column < 0 || cell.row > grid.rows - 1 || cell.column > grid.columns - 1)
    return 'it lies outside the bursts';
  const { reason, passing, cells } = whyNoReference(searchOf(request), cell.row, cell.column, reach);
  const some = `${passing} of the ${cells} cells around it`;
  switch (reason) {
    case 'no_data':
      return `only ${some} have a phase, which water, gaps of the DEM and places outside the bursts have not`;
    case 'low_coherence':
      return `only ${some} have a coherence of ${request.job.options.min_coherence} or more (min_coherence)`;
    case 'unconnected':
      return 'it belongs to no component of the unwrapped phase: too few coherent cells are connected there';
    case 'split':
      return `only ${some} are coherent and of its component of the unwrapped phase`;
    case 'in_line':
      return `the ${some} that could be used lie in a line, and no plane goes through them`;
  }
}

type GivenPlace = NonNullable<Job['options']['reference_point']>;

function placeGiven(
  request: ReferenceRequest,
  { lat, lon, radius_m: radiusM }: GivenPlace,
): PlacedReference | undefined {
  const { area } = request;
  const { looks } = area.grid;
  const heightM = demHeight(area.dem, lon, lat);
  const found = Number.isNaN(heightM) ? undefined : cellOfGround(request, lat, lon, heightM);
  const reach =
    found && radiusM !== undefined
      ? {
          rows: radiusM / (looks.azimuth * found.metres.perLine),
          columns: radiusM / (looks.range * found.metres.perSample),
        }
      : undefined;
  const place = found && givenReference(searchOf(request), found.cell.row, found.cell.column, reach);
  if (!found || !place) {
    request.warn({
      code: 'REFERENCE_FAILED',
      stage: 'displacement',
      message: `The reference point ${lat}, ${lon} cannot be used: ${whyNot(request, found?.cell, heightM, reach)}. No displacement can be given. Choose another place, or leave reference_point out.`,
    });
    return undefined;
  }
  return { place, ecefM: found.ecefM, latitudeDeg: lat, longitudeDeg: lon };
}

function placeChosen(request: ReferenceRequest): PlacedReference | undefined {
  const { pair, area, interferogram } = request;
  const { grid } = area;
  const groundOf = (row: number, column: number) => {
    const { azimuthTimeS, slantRangeM } = radarOfCell(grid, { row, column });
    return rdr2geo(
      pair.referenceOrbit,
      azimuthTimeS,
      slantRangeM,
      interferogram.heightsM[row * grid.columns + column]!,
    );
  };
  const targets = request.targets
    .filter((target) => !Number.isNaN(target.heightM))
    .map((target) => ({
      ecefM: geodeticToEcef(target),
      cell: cellOfGround(request, target.latitudeDeg, target.longitudeDeg, target.heightM)?.cell,
    }));
  const near = new NearPlaces(
    targets.map(({ ecefM }) => ecefM),
    LEAST_DISTANCE_M,
  );
  const place = chooseReference(
    searchOf(request),
    targets.flatMap(({ cell }) => cell ?? []),
    (row, column) => near.isFar(groundOf(row, column).ecef),
  );
  if (!place) {
    request.warn({
      code: 'REFERENCE_FAILED',
      stage: 'displacement',
      message: `No coherent place, flat in phase and at least ${LEAST_DISTANCE_M} m from every point, was found to refer displacements to. Give reference_point, or widen context_margin_m.`,
    });
    return undefined;
  }
  const ground = groundOf(place.row, place.column);
  return { place, ecefM: ground.ecef, latitudeDeg: ground.latitudeDeg, longitudeDeg: ground.longitudeDeg };
}

/** The place of zero displacement: the job's, else a coherent, flat one away from its points. */
export function findReference(request: ReferenceRequest): PlacedReference | undefined {
  const given = request.job.options.reference_point;
  return given ? placeGiven(request, given) : placeChosen(request);
}
