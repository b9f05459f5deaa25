import { isSentryalError } from '../../src/errors/index.ts';
import type { Network } from '../../src/network/index.ts';
import { signature } from './sign.ts';

/** A call that tells the platform of a job's end. */
export interface WebhookCall {
  /** `webhook_url` of the job. */
  readonly url: string;
  readonly jobId: string;
  /** The document as JSON: the same bytes at every attempt. */
  readonly body: string;
  /** Shared with the receiver; without one nothing is signed. */
  readonly secret?: string | undefined;
}

/** One attempt: the status that came back, or why none did. */
export interface WebhookAttempt {
  readonly status: number | null;
  /** Empty where the receiver took it. */
  readonly reason: string;
  /** Whether trying again would change nothing. */
  readonly final: boolean;
  readonly seconds: number;
}

/** What became of a call. */
export interface WebhookOutcome {
  readonly delivered: boolean;
  readonly attempts: readonly WebhookAttempt[];
}

/** When a call is tried, s after the one before failed, and the time that all of it may take. */
export interface WebhookSchedule {
  readonly pausesS: readonly number[];
  readonly attemptS: number;
  readonly totalS: number;
}

/** Before the result is posted: three attempts within 20 s. */
export const BEFORE_RESULT: WebhookSchedule = { pausesS: [0, 1, 4], attemptS: 8, totalS: 20 };

/** Beside the jobs that follow: a receiver that is being restarted is back by then. */
export const AFTER_RESULT: WebhookSchedule = { pausesS: [10, 30, 60, 120, 240], attemptS: 15, totalS: 600 };

/** Everything but 2xx is a failure that is looked at here, not thrown: redirects too, which a signed call does not follow. */
const NOT_SUCCESS = Array.from({ length: 400 }, (_, k) => 200 + k).filter((status) => status >= 300);

/** Answers that trying again will not change. */
function isFinal(status: number): boolean {
  return status < 500 && ![408, 409, 425, 429].includes(status);
}

const MAX_REPLY_BYTES = 65_536;

async function attempt(network: Network, call: WebhookCall, limit: AbortSignal): Promise<WebhookAttempt> {
  const startedMs = performance.now();
  const seconds = (): number => Math.round(performance.now() - startedMs) / 1000;
  const timestampS = Math.floor(Date.now() / 1000);
  try {
    const response = await network.request({
      url: call.url,
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        // Whatever page a receiver answers with: its status is what counts.
        accept: 'application/json, text/html, */*',
        'idempotency-key': call.jobId,
        'x-sentryal-timestamp': String(timestampS),
        ...(call.secret && { 'x-sentryal-signature': signature(call.secret, timestampS, call.body) }),
      },
      body: call.body,
      accept: NOT_SUCCESS,
      retries: 0,
      signal: limit,
    });
    // What the receiver says is of no interest; its connection is.
    await response.bytes(MAX_REPLY_BYTES).catch(() => response.drop());
    const { status } = response;
    return { status, reason: status < 300 ? '' : `it answered ${status}`, final: isFinal(status), seconds: seconds() };
  } catch (error) {
    const reason = limit.aborted ? 'it did not answer in time' : isSentryalError(error) ? error.message : String(error);
    return { status: null, reason, final: isSentryalError(error, 'ADDRESS_REFUSED'), seconds: seconds() };
  }
}

async function pause(seconds: number, signal: AbortSignal): Promise<void> {
  if (seconds <= 0 || signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener('abort', done);
  });
}

/**
 * Calls a webhook until it is taken or the schedule ends. 2xx is success; another answer below 500 is final, but for
 * those that ask to come again. It does not throw: a finished job is never failed by its receiver.
 * @param signal ends it early, with what was tried so far
 */
export async function deliverWebhook(
  network: Network,
  call: WebhookCall,
  schedule: WebhookSchedule,
  signal: AbortSignal,
): Promise<WebhookOutcome> {
  const attempts: WebhookAttempt[] = [];
  const all = AbortSignal.any([signal, AbortSignal.timeout(schedule.totalS * 1000)]);
  for (const pauseS of schedule.pausesS) {
    await pause(pauseS, all);
    if (all.aborted) break;
    const one = AbortSignal.any([all, AbortSignal.timeout(schedule.attemptS * 1000)]);
    const made = await attempt(network, call, one);
    attempts.push(made);
    if (made.reason === '') return { delivered: true, attempts };
    if (made.final) break;
  }
  return { delivered: false, attempts };
}

/** Whether later attempts may still deliver a call. */
export function isWorthMore({ delivered, attempts }: WebhookOutcome): boolean {
  return !delivered && attempts.at(-1)?.final !== true;
}
