import { setImmediate } from 'node:timers/promises';
import type { SimulateOptions } from './options.ts';

/** Reports progress, lets other work of the process run, and stops where the caller has cancelled. */
export interface ProgressReport {
  /** @throws the signal's reason once it is aborted. */
  pause(percent: number, message: string): Promise<void>;
}

export function progressOf({ onProgress, signal }: Pick<SimulateOptions, 'onProgress' | 'signal'>): ProgressReport {
  let highest = 0;
  return {
    pause: async (percent, message) => {
      highest = Math.max(highest, Math.min(100, percent));
      onProgress?.({ stage: 'simulate', percent: highest, message });
      await setImmediate();
      signal?.throwIfAborted();
    },
  };
}
