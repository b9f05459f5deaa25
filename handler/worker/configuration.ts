import { randomUUID } from 'node:crypto';
import { SentryalError } from '../../src/errors/index.ts';
import { packageInfo } from '../../src/settings/index.ts';
import { fillId, fillWorker } from './addresses.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What RunPod tells a worker, from its environment variables. Plain data, so that a thread can be given it. */
export interface WorkerConfiguration {
  readonly workerId: string;
  readonly hostname: string;
  /** Sent as it is in `Authorization`. */
  readonly apiKey: string | undefined;
  readonly takeUrl: string;
  /** With `$ID` for the job. */
  readonly doneUrl: string;
  /** Undefined where RunPod's worker sends no pings either: without key, worker id or address. */
  readonly pingUrl: string | undefined;
  readonly pingIntervalMs: number;
  readonly userAgent: string;
  /** Of this worker. */
  readonly version: string;
}

const PING_INTERVAL_MS = 10_000;
/** Shorter intervals than this are not asked for by any platform: a mistyped one must not spin. */
const SHORTEST_PING_INTERVAL_MS = 100;

function pingInterval(text: string | undefined): number {
  const milliseconds = Number(text);
  if (text === undefined || !Number.isFinite(milliseconds) || milliseconds <= 0) return PING_INTERVAL_MS;
  return Math.max(SHORTEST_PING_INTERVAL_MS, milliseconds);
}

/** True where the environment is that of a RunPod worker: without an address to take jobs from nothing is taken. */
export function isRunpodWorker(environment: Environment): boolean {
  return Boolean(environment['RUNPOD_WEBHOOK_GET_JOB']?.trim());
}

/**
 * Reads RunPod's variables.
 * @throws SentryalError WORKER_NOT_CONFIGURED
 */
export function readConfiguration(environment: Environment): WorkerConfiguration {
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined;
  const needed = (name: string): string => {
    const value = given(name);
    if (value === undefined || !URL.canParse(value)) {
      throw new SentryalError('WORKER_NOT_CONFIGURED', {
        name,
        what: value === undefined ? 'not set' : 'not an address',
      });
    }
    return value;
  };
  const podId = given('RUNPOD_POD_ID');
  const workerId = podId ?? randomUUID();
  const apiKey = given('RUNPOD_AI_API_KEY');
  const ping = given('RUNPOD_WEBHOOK_PING');
  const { version } = packageInfo();
  const integration = given('RUNPOD_UA_INTEGRATION');
  return {
    workerId,
    hostname: given('RUNPOD_POD_HOSTNAME') ?? 'unknown',
    apiKey,
    takeUrl: fillId(fillWorker(needed('RUNPOD_WEBHOOK_GET_JOB'), workerId), workerId),
    doneUrl: fillWorker(needed('RUNPOD_WEBHOOK_POST_OUTPUT'), workerId),
    pingUrl: ping && apiKey && podId && URL.canParse(ping) ? fillWorker(ping, workerId) : undefined,
    pingIntervalMs: pingInterval(given('RUNPOD_PING_INTERVAL')),
    userAgent: `Sentryal/${version} (${process.platform}; ${process.arch}) Node.js/${process.versions.node}${integration ? ` ${integration}` : ''}`,
    version,
  };
}
