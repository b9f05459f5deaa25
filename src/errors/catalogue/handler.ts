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
  TEST_INPUT_INVALID: {
    stage: 'worker',
    fault: 'caller',
    message: '{source} is no test input: {reason}.',
    remedy:
      'Give a JSON object with the job as `input`, in --test_input or in test_input.json of the current folder. On an endpoint jobs come from where RunPod sets RUNPOD_WEBHOOK_GET_JOB, which is not set here.',
  },
  WORKER_UNFIT: {
    stage: 'worker',
    fault: 'upstream',
    message: 'This worker cannot do jobs: {reason}',
    remedy: 'Do what the message says, in the image or in the settings of the endpoint.',
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
  ANSWER_TOO_LARGE: {
    stage: 'worker',
    fault: 'caller',
    message: 'The answer has {bytes} bytes, of which {limit} can be handed out, even with minimal detail.',
    remedy: 'Give fewer points in a job, or configure a bucket, to which large answers are uploaded.',
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
