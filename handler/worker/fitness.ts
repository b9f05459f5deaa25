import { isSentryalError } from '../../src/errors/index.ts';
import type { WorkerConfiguration } from './configuration.ts';
import type { Log } from './log-line.ts';
import { pingUnhealthy } from './ping.ts';

/** Something that must work before a job is taken; it throws where it does not. */
export interface FitnessCheck {
  readonly name: string;
  readonly check: (signal: AbortSignal) => Promise<void>;
}

const UNHEALTHY_PING_MS = 2000;

/** Runs checks in their order; the first that fails is told to the platform. @returns whether all passed */
export async function isFit(
  checks: readonly FitnessCheck[],
  configuration: WorkerConfiguration,
  log: Log,
  signal: AbortSignal,
): Promise<boolean> {
  for (const { name, check } of checks) {
    try {
      await check(signal);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const remedy = isSentryalError(error) ? `\n${error.remedy}` : '';
      log('ERROR', `unfit for work (${name}): ${message}${remedy}`);
      const type = isSentryalError(error) ? error.code : error instanceof Error ? error.name : typeof error;
      await pingUnhealthy(configuration, { check: name, reason: `${type}: ${message}` }, UNHEALTHY_PING_MS);
      return false;
    }
  }
  return true;
}
