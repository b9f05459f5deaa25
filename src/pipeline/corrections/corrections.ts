import {
  type CorrectionTerm,
  type Lattice,
  estimateRamp,
  estimateStratified,
  rampMm,
  relativeTo,
  termMm,
} from '../../displacement/index.ts';
import { ecefToGeodetic } from '../../geometry/index.ts';
import type { AnswerCorrection, AnswerCorrections, CorrectionReason, Job } from '../../job/index.ts';
import type { Geodetic, PointTarget, Warn } from '../../model/index.ts';
import { normalizeLongitudeDeg } from '../../units/index.ts';
import { type AreaSample, type SampleRasters, areaSamples } from './correction-samples.ts';
import {
  type CorrectionInputs,
  areaBox,
  ionosphereLattice,
  tideLattice,
  zenithDelayLattice,
} from './correction-terms.ts';
import type { PlacedReference } from '../find-reference.ts';
import type { OpenedPair } from '../open-pair.ts';
import type { Area } from '../plan/plan-area.ts';

/** What an answer calls each correction. */
export type CorrectionName = keyof AnswerCorrections;

/** A correction that was looked for, and whether it is taken away; plain data. */
export interface FoundCorrection extends Pick<AnswerCorrection, 'state' | 'reason' | 'method' | 'parameters'> {
  /** What it is, or would be. */
  readonly term?: CorrectionTerm;
  /** Root mean square over the coherent area, mm. */
  readonly areaRmsMm?: number;
}

/** Every correction; plain data, so that a finished run can keep it. */
export type Corrections = Readonly<Record<CorrectionName, FoundCorrection>>;

interface CorrectionRequest {
  readonly job: Job;
  readonly pair: OpenedPair;
  readonly area: Area;
  readonly rasters: SampleRasters;
  readonly targets: readonly PointTarget[];
  readonly reference: PlacedReference | undefined;
  readonly inputs: CorrectionInputs;
  readonly warn: Warn;
}

/** A slope or ramp within so many standard deviations of zero is not applied by itself, nor one below 1 mm. */
const SIGNIFICANT = 3;
const LEAST_SIZE_MM = 1;

export const CORRECTION_NAMES: readonly CorrectionName[] = ['troposphere', 'solid_earth_tide', 'ionosphere', 'ramp'];

const none = (state: 'not_applied' | 'refused', reason: CorrectionReason): FoundCorrection => ({
  state,
  reason,
  method: null,
  parameters: {},
});

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

/** Only numbers that are: an answer holds no NaN. */
function numbers(values: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => Number.isFinite(value)));
}

/** What is looked for with the reference's place and the samples at hand. */
interface Site {
  readonly request: CorrectionRequest;
  readonly place: Geodetic;
  /** Middle of the area. */
  readonly origin: { readonly latitudeDeg: number; readonly longitudeDeg: number };
  readonly samples: readonly AreaSample[];
}

/** A term that comes from what is given: applied where it is known in all of the area and at every point in it. */
function given(
  { request, samples, place }: Site,
  method: FoundCorrection['method'],
  lattice: Lattice,
): FoundCorrection {
  const term = relativeTo(place, { lattice });
  const box = areaBox(request.pair, request.area);
  const inArea = request.targets.filter(({ latitudeDeg, longitudeDeg }) => {
    const fromMiddle = normalizeLongitudeDeg(longitudeDeg - (box.west + box.east) / 2);
    return latitudeDeg >= box.south && latitudeDeg <= box.north && Math.abs(fromMiddle) <= (box.east - box.west) / 2;
  });
  const isKnown = [...samples, ...inArea].every((at) =>
    Number.isFinite(termMm(term, at.latitudeDeg, at.longitudeDeg, 0)),
  );
  if (!isKnown) return { ...none('refused', 'input_not_covering'), method };
  return { state: 'applied', reason: null, method, parameters: {}, term };
}

function phaseHeight({ request, place }: Site, samples: readonly AreaSample[]): FoundCorrection {
  const estimate = estimateStratified(samples);
  const { slopeMmPerKm, sigmaMmPerKm, reliefM } = estimate;
  const parameters = numbers({
    slope_mm_per_km: slopeMmPerKm,
    sigma_mm_per_km: sigmaMmPerKm,
    relief_m: reliefM,
    correlation: estimate.correlation,
    kept_share: estimate.keptShare,
  });
  const method = 'phase_height' as const;
  if (estimate.refused) return { state: 'refused', reason: estimate.refused, method, parameters };
  const term = relativeTo(place, { slopeMmPerKm });
  const sizeMm = (Math.abs(slopeMmPerKm) * reliefM) / 1000;
  const isSignificant = Math.abs(slopeMmPerKm) > SIGNIFICANT * sigmaMmPerKm && sizeMm >= LEAST_SIZE_MM;
  if (request.job.options.corrections.troposphere === 'auto' && !isSignificant)
    return { state: 'not_applied', reason: 'not_significant', method, parameters, term };
  return { state: 'applied', reason: null, method, parameters, term };
}

function ramp({ request, origin, place }: Site, samples: readonly AreaSample[]): FoundCorrection {
  const { ramp: asked, ramp_kind: kind } = request.job.options.corrections;
  const estimate = estimateRamp(samples, kind);
  if (estimate.refused) return { ...none('refused', estimate.refused), method: kind };
  const { coefficients, sigmaMm } = estimate;
  const named = ['offset', 'east', 'north', 'east_east', 'east_north', 'north_north'];
  const parameters = numbers({
    ...Object.fromEntries(coefficients.map((value, k) => [named[k]!, value])),
    sigma_mm: sigmaMm,
    kept_share: estimate.keptShare,
    lat0: origin.latitudeDeg,
    lon0: origin.longitudeDeg,
  });
  const term = relativeTo(place, { ramp: { kind, coefficients, ...origin } });
  const sizeMm = rootMeanSquare(
    samples.map(({ eastKm, northKm }) => rampMm(kind, coefficients, eastKm, northKm) - coefficients[0]!),
  );
  if (asked === 'auto' && !(sizeMm > SIGNIFICANT * sigmaMm && sizeMm >= LEAST_SIZE_MM))
    return { state: 'not_applied', reason: 'not_significant', method: kind, parameters, term };
  return { state: 'applied', reason: null, method: kind, parameters, term };
}

/** The samples less what is applied already. */
function less(samples: readonly AreaSample[], { state, term }: FoundCorrection): readonly AreaSample[] {
  if (state !== 'applied' || !term) return samples;
  return samples.map((sample) => ({
    ...sample,
    displacementMm: sample.displacementMm - termMm(term, sample.latitudeDeg, sample.longitudeDeg, sample.heightM),
  }));
}

/** Looks for each correction in turn: what is known from outside first, then what the phase itself says. */
function findAll(site: Site): Corrections {
  const { request, samples } = site;
  const { job, pair, area, inputs } = request;
  const { corrections: asked } = job.options;
  const off = none('not_applied', 'off');
  const tide = asked.solid_earth_tide === 'off' ? off : given(site, 'iers_2010', tideLattice(pair, area));
  const noContent = none(asked.ionosphere === 'on' ? 'refused' : 'not_applied', 'no_input');
  const { electronContent, zenithDelay } = inputs;
  const ionosphere =
    asked.ionosphere === 'off'
      ? off
      : electronContent
        ? given(site, 'tec', ionosphereLattice(pair, area, electronContent))
        : noContent;
  let rest = less(less(samples, tide), ionosphere);
  const troposphere =
    asked.troposphere === 'off'
      ? off
      : zenithDelay
        ? given(site, 'zenith_delay', zenithDelayLattice(pair, area, zenithDelay))
        : phaseHeight(site, rest);
  rest = less(rest, troposphere);
  return { troposphere, solid_earth_tide: tide, ionosphere, ramp: asked.ramp === 'off' ? off : ramp(site, rest) };
}

function withoutReference(job: Job): Corrections {
  const of = (name: CorrectionName): FoundCorrection =>
    none('not_applied', job.options.corrections[name] === 'off' ? 'off' : 'no_reference');
  return {
    troposphere: of('troposphere'),
    solid_earth_tide: of('solid_earth_tide'),
    ionosphere: of('ionosphere'),
    ramp: of('ramp'),
  };
}

/** What the job gave the inputs of is wanted, whether it says so or leaves it at `auto`. */
const BY_INPUT: ReadonlySet<FoundCorrection['method']> = new Set(['zenith_delay', 'tec'] as const);

function warnRefused(job: Job, found: Corrections, warn: Warn): void {
  for (const name of CORRECTION_NAMES)
    if (found[name].state === 'refused' && (job.options.corrections[name] === 'on' || BY_INPUT.has(found[name].method)))
      warn({
        code: 'CORRECTION_REFUSED',
        stage: 'displacement',
        message: `The correction ${name} was asked for and is not made: ${found[name].reason}. Displacements contain what it would take away. Give its inputs, or set it to auto or off.`,
      });
}

/** Finds what is to be taken away from the displacements of points and rasters alike. */
export function findCorrections(request: CorrectionRequest): Corrections {
  const { job, pair, area, reference, targets, warn } = request;
  if (!reference) return withoutReference(job);
  const box = areaBox(pair, area);
  const origin = {
    latitudeDeg: (box.south + box.north) / 2,
    longitudeDeg: normalizeLongitudeDeg((box.west + box.east) / 2),
  };
  const samples = areaSamples(pair, request.rasters, origin, targets, {
    component: reference.place.component,
    minCoherence: job.options.min_coherence,
  });
  const found = findAll({ request, place: ecefToGeodetic(reference.ecefM), origin, samples });
  warnRefused(job, found, warn);
  const sized = (one: FoundCorrection): FoundCorrection => {
    const { term } = one;
    if (!term || samples.length === 0) return one;
    const sizesMm = samples.map((at) => termMm(term, at.latitudeDeg, at.longitudeDeg, at.heightM));
    return { ...one, areaRmsMm: rootMeanSquare(sizesMm) };
  };
  return {
    troposphere: sized(found.troposphere),
    solid_earth_tide: sized(found.solid_earth_tide),
    ionosphere: sized(found.ionosphere),
    ramp: sized(found.ramp),
  };
}
