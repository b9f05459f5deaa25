import { type CorrectionTerm, termMm } from '../../displacement/index.ts';
import type { AnswerCorrection, AnswerCorrections, Job } from '../../job/index.ts';
import type { PointMeasurement } from '../../model/index.ts';
import { CORRECTION_NAMES, type CorrectionName, type Corrections } from './corrections.ts';

/** The terms that are taken away. */
function appliedTerms(corrections: Corrections): CorrectionTerm[] {
  return CORRECTION_NAMES.flatMap((name) => {
    const { state, term } = corrections[name];
    return state === 'applied' && term ? [term] : [];
  });
}

/** Sum of what is taken away, as a quantity on a map; undefined where nothing is. */
export function correctionOnMap(corrections: Corrections) {
  const terms = appliedTerms(corrections);
  if (terms.length === 0) return undefined;
  return {
    valueAt: (latitudeDeg: number, longitudeDeg: number, heightM: number): number => {
      let sum = 0;
      for (const term of terms) sum += termMm(term, latitudeDeg, longitudeDeg, heightM);
      return sum;
    },
  };
}

/** The points less what is taken away; a point at which that is not known has no displacement. */
export function correctPoints(points: readonly PointMeasurement[], corrections: Corrections): PointMeasurement[] {
  const sum = correctionOnMap(corrections);
  return points.map((point) => {
    const { target, displacementMm } = point;
    if (displacementMm === null || !sum) return point;
    const takenMm = sum.valueAt(target.latitudeDeg, target.longitudeDeg, target.heightM);
    if (!Number.isNaN(takenMm)) return { ...point, displacementMm: displacementMm - takenMm };
    const nothing = { displacementMm: null, sigmaMm: null, sigmaTerms: null, phaseHalfWidthsMm: null, cycle: null };
    return { ...point, status: 'no_data' as const, ...nothing };
  });
}

/** Size over the points that have a displacement. */
function extent(points: readonly PointMeasurement[], term: CorrectionTerm): AnswerCorrection['points_mm'] {
  const values = points
    .filter(({ displacementMm }) => displacementMm !== null)
    .map(({ target }) => termMm(term, target.latitudeDeg, target.longitudeDeg, target.heightM));
  if (values.length === 0) return null;
  return {
    min: values.reduce((a, b) => Math.min(a, b)),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}

/** What an answer says of the corrections, with their size over its points. */
export function describeCorrections(
  job: Job,
  corrections: Corrections,
  points: readonly PointMeasurement[],
): AnswerCorrections {
  const of = (name: CorrectionName): AnswerCorrection => {
    const { term, areaRmsMm = null, ...found } = corrections[name];
    return {
      asked: job.options.corrections[name],
      ...found,
      points_mm: term ? extent(points, term) : null,
      area_rms_mm: areaRmsMm,
    };
  };
  return {
    troposphere: of('troposphere'),
    solid_earth_tide: of('solid_earth_tide'),
    ionosphere: of('ionosphere'),
    ramp: of('ramp'),
  };
}
