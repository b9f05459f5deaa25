import { type CellPosition, type LookGeometry, cellOfRadar } from '../geometry/index.ts';
import type { MeasurementStatus, PointMeasurement, PointTarget, ReferencePlace } from '../model/index.ts';
import { zeroQuantileAt } from '../speckle/index.ts';
import { degToRad, phaseSigmaToMm, phaseToDisplacementMm } from '../units/index.ts';
import { type CellSample, isBlanked, sampleCells } from './cell-sample.ts';
import { type CycledPhase, LEAST_MARGIN, withCycles } from './cycle.ts';
import { groundLevelRad } from './ground-level.ts';
import { type PlacedTarget, groundDistanceM, locatePoint, pixelMetres } from './locate-point.ts';
import { type OwnHeightPhase, ownHeightPhase } from './own-height-phase.ts';
import { type PhaseTools, type PointPhase, coherenceUnbiased, pointPhase, windowHalf } from './point-phase.ts';
import { type ReferenceSeen, seeReference, sigmaTerms } from './point-sigma.ts';
import type { ImagePlace, SampleRequest } from './sample-request.ts';
import { LEAST_REACH, type Reach, type Scatterer, strongestScatterer } from './scatterer.ts';
import { terrainStatus } from './terrain.ts';
import { assumedHeightSigmaM, phaseSpreads, totalSigmaMm } from './uncertainty/index.ts';

/** Phase of a point's height over the surface from which on its cycles are counted from the ground around, rad. */
const OWN_HEIGHT_MATTERS_RAD = 0.5;

/** Patches are 64 pixels wide: a scatterer farther off than this would leave no clutter to compare with. */
const MOST_REACH_SAMPLES = 16;

/** What the measurements of one request share. */
interface Shared {
  readonly request: SampleRequest;
  readonly tools: PhaseTools;
  readonly reference: ReferenceSeen | undefined;
  /** Cells in and beside which the job has points with their own height. */
  readonly structureCells: ReadonlySet<number>;
}

/** Footprint in the image of what a point's height may be off: range moves by cos θ of it. */
function reachOf(request: SampleRequest, target: PointTarget, incidenceDeg: number): Reach {
  const { rangeSpacingM } = request.rasters.interferogram.grid.radarGrid;
  const footprint = (assumedHeightSigmaM(target.heightSource) * Math.cos(degToRad(incidenceDeg))) / rangeSpacingM;
  const samples = Math.min(Math.hypot(LEAST_REACH.samples, footprint), MOST_REACH_SAMPLES);
  return { lines: LEAST_REACH.lines, samples: Math.round(samples) };
}

function structureCells(request: SampleRequest): Set<number> {
  const { rows, columns } = request.rasters.unwrapped.grid;
  const cells = new Set<number>();
  for (const target of request.targets) {
    if (target.heightSource === 'dem' || Number.isNaN(target.heightM)) continue;
    const { seen } = locatePoint(request, target);
    if (!seen) continue;
    const cell = cellOfRadar(request.rasters.interferogram.grid, seen.azimuthTimeS, seen.slantRangeM);
    for (let i = Math.round(cell.row) - 1; i <= Math.round(cell.row) + 1; i++)
      for (let j = Math.round(cell.column) - 1; j <= Math.round(cell.column) + 1; j++)
        if (i >= 0 && j >= 0 && i < rows && j < columns) cells.add(i * columns + j);
  }
  return cells;
}

/** Makes what measures the targets of a request one by one. */
export function pointMeasurer(request: SampleRequest): (target: PointTarget) => PointMeasurement {
  const tools: PhaseTools = { spreadOf: phaseSpreads(), unbiased: coherenceUnbiased() };
  const reference = seeReference(request, tools);
  const shared: Shared = { request, tools, reference, structureCells: structureCells(request) };
  return (target) => measure(shared, target);
}

function describeLook(look: LookGeometry | null): PointMeasurement['look'] {
  if (!look) return null;
  const { losEast, losNorth, losUp, incidenceDeg, headingDeg } = look;
  return { losEast, losNorth, losUp, incidenceDeg, headingDeg };
}

function measure(shared: Shared, target: PointTarget): PointMeasurement {
  const { request, reference } = shared;
  const hasHeight = !Number.isNaN(target.heightM);
  const placed = locatePoint(request, target);
  const { radar, look, image, seen } = placed;
  const patch = request.patches?.get(target.id);
  const scatterer =
    patch && image && look
      ? strongestScatterer(patch, image.line, image.sample, reachOf(request, target, look.incidenceDeg))
      : undefined;
  const distanceToReferenceM = request.reference ? groundDistanceM(placed.ecefM, request.reference.ecefM) : null;
  const silent = (status: MeasurementStatus, sample?: CellSample, phase?: PointPhase): PointMeasurement => ({
    target,
    status,
    displacementMm: null,
    sigmaMm: null,
    sigmaTerms: null,
    phaseHalfWidthsMm: null,
    heightSigmaM: hasHeight ? assumedHeightSigmaM(target.heightSource) : null,
    cycle: null,
    sampling: phase?.sampling ?? null,
    coherence: phase?.coherence ?? null,
    coherenceRaw: phase?.coherenceRaw ?? null,
    looksEffective: phase?.looks ?? null,
    look: describeLook(look),
    image,
    component: sample?.component || null,
    distanceToReferenceM,
    signalToClutterDb: scatterer?.signalToClutterDb ?? null,
  });
  if (!radar || !seen || !image || !look) return silent('outside');
  const cell = cellOfRadar(request.rasters.interferogram.grid, seen.azimuthTimeS, seen.slantRangeM);
  if (hasHeight && isBlanked(request.rasters, cell)) return silent('water');
  const sample = hasHeight ? sampleCells(request.rasters, cell) : undefined;
  if (!sample) return silent('no_data');
  const ownHeightRad = ownHeight(request, target, placed, image, sample);
  const phase = phaseAt(shared, target, placed, image, sample, ownHeightRad, scatterer);
  const terrain = terrainStatus(request.referenceOrbit, request.dem, placed.ecefM, radar, look.incidenceDeg);
  if (terrain === 'shadow') return silent('shadow', sample, phase);
  if (!reference || distanceToReferenceM === null) return silent('reference_failed', sample, phase);
  if (!(phase.coherence >= request.minCoherence && phase.coherenceRaw > phase.zeroQuantile))
    return silent('low_coherence', sample, phase);

  const { place } = request.reference!;
  const cycled = cycledPhase(shared, cell, image, sample, phase, ownHeightRad);
  const phaseRad = cycled.phaseRad - place.phaseRad;
  const terms = sigmaTerms(request, target, placed, phase, reference, distanceToReferenceM);
  const toMm = (widthRad: number): number => phaseSigmaToMm(widthRad, request.wavelengthM);
  return {
    ...silent('ok', sample, phase),
    status: doubt(sample, cycled, terrain, place),
    displacementMm: phaseToDisplacementMm(request.swapped ? -phaseRad : phaseRad, request.wavelengthM),
    sigmaMm: totalSigmaMm(terms),
    sigmaTerms: terms,
    phaseHalfWidthsMm: phase.spread ? { p68: toMm(phase.spread.p84Rad), p95: toMm(phase.spread.p975Rad) } : null,
    cycle: cycled.cycle,
  };
}

function ownHeight(
  request: SampleRequest,
  target: PointTarget,
  placed: PlacedTarget,
  image: ImagePlace,
  sample: CellSample,
): OwnHeightPhase {
  const { looks, radarGrid } = request.rasters.interferogram.grid;
  return ownHeightPhase({
    target,
    ecefM: placed.ecefM,
    radar: placed.radar!,
    seen: { ...placed.seen!, line: image.line, sample: image.sample },
    lineIntervalS: radarGrid.lineIntervalS,
    rangeSpacingM: radarGrid.rangeSpacingM,
    half: windowHalf(looks, true),
    cellHeightM: sample.heightM,
    referenceOrbit: request.referenceOrbit,
    secondaryOrbit: request.secondaryOrbit,
    dem: request.dem,
    wavelengthM: request.wavelengthM,
  });
}

function phaseAt(
  { request, tools }: Shared,
  target: PointTarget,
  placed: PlacedTarget,
  image: ImagePlace,
  sample: CellSample,
  ownHeightRad: OwnHeightPhase,
  scatterer: Scatterer | undefined,
): PointPhase {
  const { rasters } = request;
  const { grid } = rasters.interferogram;
  const { lineIntervalS, rangeSpacingM } = grid.radarGrid;
  const at = cellOfRadar(grid, placed.seen!.azimuthTimeS, placed.seen!.slantRangeM);
  return pointPhase({
    method: request.method,
    rasters,
    sample,
    line: image.line,
    sampleNumber: image.sample,
    patch: request.patches?.get(target.id),
    scatterer,
    ownHeightRad,
    hasOwnHeight: target.heightSource !== 'dem',
    cellCoherence: (line, sampleNumber) => {
      const row = Math.round(at.row + (line - image.line) / grid.looks.azimuth);
      const column = Math.round(at.column + (sampleNumber - image.sample) / grid.looks.range);
      if (row < 0 || column < 0 || row >= grid.rows || column >= grid.columns) return NaN;
      return rasters.coherence.coherence[row * grid.columns + column]!;
    },
    cellLooks: request.cellLooks,
    metres: pixelMetres(request, placed, lineIntervalS, rangeSpacingM),
    wavelengthM: request.wavelengthM,
    tools,
  });
}

/**
 * Height first: where a point's own height changes its phase, its cycles are those nearest to the ground around. Without such
 * ground the level is that of the point's cell, which may show the structure, its height in it, or what lies below: where the
 * two ask for other cycles, either is as likely.
 */
function cycledPhase(
  { request, structureCells: left }: Shared,
  cell: CellPosition,
  image: ImagePlace,
  sample: CellSample,
  phase: PointPhase,
  ownHeightRad: OwnHeightPhase,
): CycledPhase {
  const ownRad = ownHeightRad(image.line, image.sample);
  const isHigh = Math.abs(ownRad) > OWN_HEIGHT_MATTERS_RAD;
  const component = sample.component || (request.reference?.place.component ?? 1);
  const ground = isHigh
    ? groundLevelRad(
        request.rasters,
        cell,
        component,
        (index, coherence) => left.has(index) || !(coherence > zeroQuantileAt(request.rasters.coherence, index)),
      )
    : undefined;
  if (ground !== undefined) return withCycles(phase.wrappedRad, ground, 'ground_around');
  const below = withCycles(phase.wrappedRad, sample.phaseRad, 'unwrapped');
  if (!isHigh) return below;
  const structure = withCycles(phase.wrappedRad, sample.phaseRad - ownRad, 'unwrapped');
  const isOne = Math.abs(structure.phaseRad - below.phaseRad) < Math.PI;
  const margin = isOne ? Math.min(below.cycle.margin, structure.cycle.margin) : 0;
  return { ...below, cycle: { ...below.cycle, margin } };
}

function doubt(
  sample: CellSample,
  { cycle }: CycledPhase,
  terrain: 'layover' | undefined,
  reference: ReferencePlace,
): MeasurementStatus {
  if (terrain) return terrain;
  if (sample.component !== reference.component) return 'other_component';
  if (cycle.margin < LEAST_MARGIN) return 'ambiguous';
  if (cycle.how === 'ground_around') return 'ok';
  // The cycles are the cell's: they are worth no more than its coherence.
  const isCoherent = sample.coherenceRaw > sample.zeroQuantile;
  return sample.isCut || sample.isAmbiguous || !isCoherent ? 'ambiguous' : 'ok';
}
