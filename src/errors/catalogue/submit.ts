import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Faults of sending jobs to an endpoint. */
export const submitErrors = {
  SUBMIT_NO_KEY: {
    stage: 'job',
    fault: 'caller',
    message: 'There is no key for the endpoint.',
    remedy: 'Set RUNPOD_API_KEY to an API key of your RunPod account.',
  },
  SUBMIT_NO_ENDPOINT: {
    stage: 'job',
    fault: 'caller',
    message: 'No endpoint is named.',
    remedy: 'Give --endpoint ID, or set RUNPOD_ENDPOINT_ID.',
  },
  SUBMIT_JOB_INVALID: {
    stage: 'job',
    fault: 'caller',
    message: '{from}: {reason}',
    remedy: 'Mend the job; none was sent.',
  },
  SUBMIT_JOB_TWICE: {
    stage: 'job',
    fault: 'caller',
    message: '{from} has the job_id {jobId} of {other}.',
    remedy: 'Give every job an id of its own: results are kept under it. None was sent.',
  },
  SUBMIT_ANSWER_UNKNOWN: {
    stage: 'job',
    fault: 'upstream',
    message: 'The endpoint answered {answer}.',
    remedy: 'Check --endpoint and --base-url: that is not how RunPod answers.',
  },
  SUBMIT_REFUSED: {
    stage: 'job',
    fault: 'upstream',
    message: 'The endpoint cannot be used: {reason}.',
    remedy:
      'Check --endpoint, the API key and the connection, then run the same command again: it goes on where it was.',
  },
} as const satisfies Record<string, CatalogueEntry>;
