import { SentryalError } from '../errors/index.ts';
import {
  type Answer,
  type AnswerCorrections,
  type AnswerProduct,
  type AnswerStructure,
  type AnswerWaterMask,
  type DisplacementPoint,
  type Hashes,
  type Job,
  type Pair,
  type Unwrapping,
  answerSchema,
} from '../job/index.ts';
import type { Warning } from '../model/index.ts';
import { packageInfo } from '../settings/index.ts';
import { ambiguityMm } from '../units/index.ts';
import { CONVENTIONS } from './conventions.ts';
import { notices } from './notices.ts';
import { cost, hashes } from './provenance.ts';
import { roundPoint, roundTo } from './rounding.ts';
import { shownOptions } from './shown-options.ts';
import { statistics } from './statistics.ts';

/** What the stages found out, in the answer's own names. */
export interface Findings {
  readonly job: Job;
  /** One for each point of the job, in its order. */
  readonly points: readonly DisplacementPoint[];
  readonly pair: Pair;
  readonly unwrapping: Unwrapping;
  readonly waterMask: AnswerWaterMask | null;
  readonly corrections: AnswerCorrections;
  readonly structure: AnswerStructure | null;
  readonly warnings: readonly Warning[];
  /** Wall time of each stage, s. */
  readonly timingsS: Readonly<Record<string, number>>;
  readonly products: readonly AnswerProduct[];
  readonly processingTimeS: number;
  /** Bytes read from the inputs. */
  readonly bytesRead: number;
  /** Texts that were read whole, each once. */
  readonly inputs: Hashes['inputs'];
}

const NO_POINT_MEASURED: Warning = {
  code: 'NO_POINT_MEASURED',
  stage: 'answer',
  message: 'No point could be measured with confidence: the means are null. The status of each point says why.',
};

/** Every point of the job must come back once and in order; anything else is a fault of the stages. */
function assertSamePoints(job: Job, points: readonly DisplacementPoint[]): void {
  const isSame =
    points.length === job.points.length && job.points.every((point, index) => points[index]!.point_id === point.id);
  if (isSame) return;
  const reason = `${points.length} points came back for ${job.points.length}, or in another order`;
  throw new SentryalError('INTERNAL', { reason });
}

/**
 * The success document: points rounded to what they are worth, statistics over `ok` points, and what the pair says.
 * @throws SentryalError INTERNAL where the points are not those of the job, or the answer breaks its own schema
 */
export function buildAnswer(findings: Findings): Answer {
  const { job, pair } = findings;
  assertSamePoints(job, findings.points);
  const points = findings.points.map(roundPoint);
  const summary = statistics(points);
  const options = shownOptions(job.options);
  const timings = Object.entries(findings.timingsS).map(([stage, seconds]) => [stage, roundTo(seconds, 3)] as const);
  const answer: Answer = {
    job_id: job.job_id,
    status: 'success',
    results: { displacement_points: points, statistics: summary },
    processing_time_seconds: roundTo(findings.processingTimeS, 3),
    infrastructure_id: job.infrastructure_id ?? null,
    reference_granule: job.reference_granule,
    secondary_granule: job.secondary_granule,
    ...pair,
    unwrapping: findings.unwrapping,
    water_mask: findings.waterMask,
    corrections: findings.corrections,
    structure: findings.structure,
    ambiguity_mm: ambiguityMm(pair.wavelength_m),
    options,
    detail: options.detail,
    conventions: [...CONVENTIONS],
    notices: notices(pair),
    warnings: [...findings.warnings, ...(summary.count_ok === 0 ? [NO_POINT_MEASURED] : [])],
    timings_s: Object.fromEntries(timings),
    products: [...findings.products],
    version: packageInfo().version,
    bytes_read: findings.bytesRead,
    hashes: hashes(options, findings.inputs),
    cost: cost(job.options, findings.processingTimeS),
  };
  const checked = answerSchema.safeParse(answer);
  if (checked.success) return answer;
  const [issue] = checked.error.issues;
  const reason = `the answer breaks its own schema at ${issue?.path.join('.')}: ${issue?.message}`;
  throw new SentryalError('INTERNAL', { reason }, { cause: checked.error });
}
