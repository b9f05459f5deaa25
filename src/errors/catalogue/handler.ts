import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Faults of the RunPod worker around the jobs that it does. */
export const handlerErrors = {
  WORKER_NOT_CONFIGURED: {
    stage: 'worker',
    fault: 'caller',
    message: '{name} is {what}.',
    remedy:
      'RunPod sets its variables by itself on an endpoint; elsewhere use `--test_input`, a test_input.json, or `run`.',
  },
  WORKER_HUNG: {
    stage: 'worker',
    fault: 'upstream',
    message: 'The worker gave no sign of life for {seconds} s while it held the job, and was ended.',
    remedy:
      'Submit the job again; if it happens again, check the driver with `doctor`, or raise SENTRYAL_HEARTBEAT_S for very large areas.',
  },
  WORKER_ENDED: {
    stage: 'worker',
    fault: 'internal',
    message: 'The process of the worker ended while it held the job.',
    remedy: 'Submit the job again; if it happens again, report it with the log of the worker.',
  },
  WORKER_STOPPED: {
    stage: 'worker',
    fault: 'upstream',
    message: 'The worker was stopped and the job did not finish in the time that was left.',
    remedy: 'Submit the job again; SENTRYAL_DRAIN_S is how long a worker that is stopped lets its jobs run.',
  },
  RESULT_REFUSED: {
    stage: 'worker',
    fault: 'upstream',
    message: 'The platform did not accept the result of {bytes} bytes ({reason}).',
    remedy: 'Ask for options.detail "minimal" or for fewer points in a job.',
  },
  JOB_MALFORMED: {
    stage: 'worker',
    fault: 'caller',
    message: 'What was handed over is no job: {reason}.',
    remedy: 'Send the job as {"input": job}.',
  },
  JOB_NOT_ENDED: {
    stage: 'worker',
    fault: 'internal',
    message: 'The job did not end {seconds} s after it was told to.',
    remedy: 'Submit the job again: the worker that held it is replaced.',
  },
} as const satisfies Record<string, CatalogueEntry>;
