import type { Network } from '../../src/network/index.ts';
import { AFTER_RESULT, BEFORE_RESULT, deliverWebhook, isWorthMore } from '../webhook/index.ts';
import type { Log } from '../worker/log-line.ts';
import type { CallWebhook } from './seams.ts';

/** Calls webhooks for a process. */
export interface WebhookCaller {
  readonly call: CallWebhook;
  /** Ends the attempts that run beside later jobs. */
  readonly close: () => Promise<void>;
}

/**
 * Calls webhooks: some attempts before the result is posted, which say what became of it; where they fail, further ones
 * beside the jobs that follow, which the log tells of.
 */
export function createWebhookCaller(network: Network, secret: string | undefined, log: Log): WebhookCaller {
  const closing = new AbortController();
  const later = new Set<Promise<void>>();
  return {
    async call(given, signal) {
      const call = { ...given, secret };
      const outcome = await deliverWebhook(network, call, BEFORE_RESULT, signal);
      if (isWorthMore(outcome)) {
        const more = deliverWebhook(network, call, AFTER_RESULT, closing.signal).then(({ delivered, attempts }) => {
          const told = `${attempts.length} later attempts${delivered ? '' : `: ${attempts.at(-1)?.reason ?? 'ended'}`}`;
          log(
            delivered ? 'INFO' : 'ERROR',
            `the webhook was ${delivered ? '' : 'not '}delivered after ${told}`,
            call.jobId,
          );
        });
        later.add(more);
        void more.finally(() => later.delete(more));
      }
      return outcome;
    },
    async close() {
      closing.abort();
      await Promise.all(later);
    },
  };
}
