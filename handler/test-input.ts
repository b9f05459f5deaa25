import { readFile } from 'node:fs/promises';
import { SentryalError } from '../src/errors/index.ts';
import type { Handler, RunpodJob } from './worker/handler.ts';
import type { Log } from './worker/log-line.ts';
import { errorReport, resultBody } from './worker/result-body.ts';

/** Read from the current folder where no test input is given. */
export const TEST_INPUT_FILE = 'test_input.json';

const DEFAULT_ID = 'local_test';

/**
 * The job of a test input, given as text or in test_input.json.
 * @throws SentryalError TEST_INPUT_INVALID
 */
export async function readTestInput(given: string | undefined, file = TEST_INPUT_FILE): Promise<RunpodJob> {
  const source = given === undefined ? file : '--test_input';
  const invalid = (reason: string, cause?: unknown): SentryalError =>
    new SentryalError('TEST_INPUT_INVALID', { source, reason }, { cause });
  const text =
    given ??
    (await readFile(file, 'utf8').catch((cause: unknown) => {
      throw invalid('it cannot be read', cause);
    }));
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw invalid(`it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid('it is not an object');
  const fields = value as Record<string, unknown>;
  if (!('input' in fields)) throw invalid('it has no input');
  const { id } = fields;
  return { ...fields, input: fields['input'], id: typeof id === 'string' && id !== '' ? id : DEFAULT_ID };
}

export interface TestRun {
  readonly handler: Handler;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Runs one job without a platform.
 * @returns the body that would be posted, and whether it is a result rather than an error
 */
export async function runTestInput(
  job: RunpodJob,
  { handler, log, signal }: TestRun,
): Promise<{ body: string; isResult: boolean }> {
  const context = {
    signal,
    progress: (output: unknown) => log('DEBUG', `progress: ${JSON.stringify(output)}`, job.id),
    log: (level: 'ERROR' | 'WARN' | 'INFO' | 'DEBUG', message: string) => log(level, message, job.id),
    retire: (reason: string) => log('ERROR', reason, job.id),
  };
  let body: string;
  try {
    body = resultBody(await handler(job, context));
  } catch (error) {
    const about = { hostname: 'unknown', workerId: 'local', version: '' };
    body = JSON.stringify({ error: errorReport(error, about) });
  }
  return { body, isResult: !('error' in (JSON.parse(body) as object)) };
}
