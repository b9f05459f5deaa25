import { setImmediate } from 'node:timers/promises';
import { phaseSigmaRad } from '../speckle/index.ts';
import {
  type LookGeometry,
  cellOfRadar,
  geo2rdr,
  geodeticToEcef,
  lookGeometry,
  radarHeight,
  rdr2geo,
  tryGeo2rdr,
} from '../geometry/index.ts';
import type {
  BurstPair,
  BurstPlacement,
  Dem,
  FullResolutionPatch,
  MeasurementStatus,
  Orbit,
  PointMeasurement,
  PointTarget,
  ReferencePlace,
  Vector3,
} from '../model/index.ts';
import { TWO_PI, phaseSigmaToMm, phaseToDisplacementMm, rangeDifferenceToCycles } from '../units/index.ts';
import { type CellRasters, type CellSample, isBlanked, sampleCells } from './cell-sample.ts';
import { imagePosition } from './image-position.ts';
import { strongestScatterer } from './scatterer.ts';
import { terrainStatus } from './terrain.ts';

export interface SampleRequest {
  readonly targets: readonly PointTarget[];
  readonly rasters: CellRasters;
  readonly placements: readonly BurstPlacement[];
  readonly pairs: readonly BurstPair[];
  readonly referenceOrbit: Orbit;
  readonly secondaryOrbit: Orbit;
  readonly dem: Dem;
  readonly wavelengthM: number;
  /** True when the granule called reference is the later date. */
  readonly swapped: boolean;
  readonly minCoherence: number;
  /** Effective looks of the phase of one cell. */
  readonly cellLooks: number;
  /** Both dates at full resolution around points, by their id. */
  readonly patches?: ReadonlyMap<string, FullResolutionPatch>;
  /** Undefined where no reference could be found. */
  readonly reference: { readonly place: ReferencePlace; readonly ecefM: Vector3 } | undefined;
}

/** Points between two looks at the signal. */
const POINTS_AT_ONCE = 250;

/** Measures every target, in order. All in f64 from the multilooked cells. */
export async function samplePoints(
  request: SampleRequest,
  options: { readonly signal?: AbortSignal; readonly onProgress?: (share: number) => void } = {},
): Promise<PointMeasurement[]> {
  const measured: PointMeasurement[] = [];
  for (const target of request.targets) {
    measured.push(measurePoint(request, target));
    if (measured.length % POINTS_AT_ONCE > 0) continue;
    await setImmediate();
    options.signal?.throwIfAborted();
    options.onProgress?.(measured.length / request.targets.length);
  }
  return measured;
}

/** Measures one target. */
export function measurePoint(request: SampleRequest, target: PointTarget): PointMeasurement {
  const { reference } = request;
  // A point without a height is still placed, at the ellipsoid, to tell `outside` from `no_data`.
  const hasHeight = !Number.isNaN(target.heightM);
  const ecefM = geodeticToEcef({ ...target, heightM: hasHeight ? target.heightM : 0 });
  const radar = tryGeo2rdr(request.referenceOrbit, ecefM);
  const image = radar ? imagePosition(request.placements, request.pairs, radar.azimuthTimeS, radar.slantRangeM) : null;
  const look = radar ? lookGeometry(request.referenceOrbit, ecefM, radar.azimuthTimeS) : null;
  const distanceToReferenceM = reference
    ? Math.hypot(...ecefM.map((coordinate, axis) => coordinate - reference.ecefM[axis]!))
    : null;
  const patch = request.patches?.get(target.id);
  const scatterer = patch && image ? strongestScatterer(patch, image.line, image.sample) : undefined;
  const silent = (status: MeasurementStatus, sample?: CellSample): PointMeasurement => ({
    target,
    status,
    displacementMm: null,
    sigmaMm: null,
    coherence: sample?.coherence ?? null,
    coherenceRaw: sample?.coherenceRaw ?? null,
    looksEffective: sample ? request.cellLooks * sample.effectiveCells : null,
    look: look && describeLook(look),
    image,
    component: sample?.component || null,
    distanceToReferenceM,
    signalToClutterDb: scatterer?.signalToClutterDb ?? null,
  });
  if (!radar || !image || !look) return silent('outside');
  const cell = cellOfRadar(request.rasters.interferogram.grid, radar.azimuthTimeS, radar.slantRangeM);
  if (hasHeight && isBlanked(request.rasters, cell)) return silent('water');
  const sample = hasHeight ? sampleCells(request.rasters, cell) : undefined;
  if (!sample) return silent('no_data');
  const terrain = terrainStatus(request.referenceOrbit, request.dem, ecefM, radar, look.incidenceDeg);
  if (terrain === 'shadow') return silent('shadow', sample);
  if (!reference) return silent('reference_failed', sample);
  const { zeroQuantile } = request.rasters.coherence;
  const isCoherent = sample.coherence >= request.minCoherence && sample.coherenceRaw > zeroQuantile;
  if (!isCoherent) return silent('low_coherence', sample);

  const phaseRad =
    sample.phaseRad - heightPhaseRad(request, target, ecefM, radar, sample.heightM) - reference.place.phaseRad;
  const { row, column } = request.rasters.cellCorrelation;
  // Neighbouring cells of the reference's square are not quite independent.
  const referenceCells = reference.place.cells / ((1 + 2 * row) * (1 + 2 * column));
  const sigmaRad = Math.hypot(
    phaseSigmaRad(sample.coherence, request.cellLooks * sample.effectiveCells),
    phaseSigmaRad(reference.place.coherence, request.cellLooks * referenceCells),
  );
  return {
    ...silent('ok', sample),
    status: doubt(sample, terrain, reference.place),
    displacementMm: phaseToDisplacementMm(request.swapped ? -phaseRad : phaseRad, request.wavelengthM),
    sigmaMm: phaseSigmaToMm(sigmaRad, request.wavelengthM),
  };
}

function doubt(sample: CellSample, terrain: 'layover' | undefined, reference: ReferencePlace): MeasurementStatus {
  if (terrain) return terrain;
  if (sample.component !== reference.component) return 'other_component';
  return sample.isCut ? 'ambiguous' : 'ok';
}

function describeLook(look: LookGeometry): NonNullable<PointMeasurement['look']> {
  const { losEast, losNorth, losUp, incidenceDeg, headingDeg } = look;
  return { losEast, losNorth, losUp, incidenceDeg, headingDeg };
}

/**
 * Topographic phase left in a point that is not on the DEM: the interferogram removed that of the DEM's surface at the
 * same radar position (of the nearest cell, where the DEM has a gap there). Zero for heights taken from the DEM.
 */
function heightPhaseRad(
  request: SampleRequest,
  target: PointTarget,
  ecefM: Vector3,
  radar: { azimuthTimeS: number; slantRangeM: number },
  cellHeightM: number,
): number {
  if (target.heightSource === 'dem') return 0;
  const { referenceOrbit, secondaryOrbit, dem } = request;
  const foundM = radarHeight(referenceOrbit, dem, radar.azimuthTimeS, radar.slantRangeM);
  const surfaceM = Number.isNaN(foundM) ? cellHeightM : foundM;
  const surface = rdr2geo(referenceOrbit, radar.azimuthTimeS, radar.slantRangeM, surfaceM);
  const differenceM = geo2rdr(secondaryOrbit, ecefM).slantRangeM - geo2rdr(secondaryOrbit, surface.ecef).slantRangeM;
  return TWO_PI * rangeDifferenceToCycles(differenceM, request.wavelengthM);
}
