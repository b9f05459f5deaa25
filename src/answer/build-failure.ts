import { toSentryalError } from '../errors/index.ts';
import type { Failure } from '../job/index.ts';
import { roundTo } from './rounding.ts';

/** The failure document of any thrown value. `jobId` is null where the job had none that could be read. */
export function buildFailure(error: unknown, jobId: string | null, processingTimeS: number): Failure {
  const { faults, ...document } = toSentryalError(error).toDocument();
  return {
    job_id: jobId,
    status: 'error',
    error: { ...document, ...(faults === undefined ? {} : { faults: faults.map((fault) => ({ ...fault })) }) },
    processing_time_seconds: roundTo(processingTimeS, 3),
  };
}
