import type { Progress, ProgressEvent } from '../../src/model/index.ts';

/** Between two posts of the same stage, ms: each costs a request. */
const PAUSE_MS = 2000;

/** Progress that is passed on when a stage begins, and within it now and then. */
export function sparseProgress(
  post: (event: ProgressEvent) => void,
  now: () => number = performance.now.bind(performance),
): Progress {
  let stage = '';
  let lastMs = -Infinity;
  return (event) => {
    if (event.stage === stage && now() - lastMs < PAUSE_MS) return;
    stage = event.stage;
    lastMs = now();
    post(event);
  };
}
