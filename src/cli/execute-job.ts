import { dirname, resolve } from 'node:path';
import { buildFailure } from '../answer/index.ts';
import { SentryalError, isSentryalError } from '../errors/index.ts';
import { type Answer, type Failure, type Job, parseJob, readJobId } from '../job/index.ts';
import type { Warning } from '../model/index.ts';
import type { JobContext } from '../pipeline/index.ts';
import type { CommandContext } from './context.ts';
import { makeFolder, readJobFile, writeJson } from './files.ts';

/** A flow from a checked job to the document that answers it. */
export type JobFlow<Document> = (job: Job, context: JobContext) => Promise<Document>;

/** The flow from a checked job to its whole answer. */
export type RunPair = JobFlow<Answer>;

/** The production flow; it and the device's library are loaded only when a job has passed its checks. */
export const runPairLazily: RunPair = async (job, context) => {
  const { runPair } = await import('../pipeline/index.ts');
  return runPair(job, context);
};

/** Aborts with the context, or when the time limit of jobs has passed. */
function limitedSignal(context: CommandContext): { signal: AbortSignal; dispose: () => void } {
  const seconds = context.settings.jobTimeLimitS;
  if (seconds === 0) return { signal: context.signal, dispose: () => {} };
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new SentryalError('JOB_TIME_LIMIT', { seconds })), seconds * 1000);
  return { signal: AbortSignal.any([context.signal, controller.signal]), dispose: () => clearTimeout(timer) };
}

/** An AbortError says only that something was aborted; the signal's reason says why. */
function explainAbort(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !isSentryalError(error) && isSentryalError(signal.reason) ? signal.reason : error;
}

async function runChecked<Document>(
  document: unknown,
  file: string,
  outDir: string | undefined,
  context: CommandContext,
  flow: JobFlow<Document>,
): Promise<Document> {
  const { job, warnings: jobWarnings } = parseJob(document, { allowLocalPaths: true, baseDir: dirname(resolve(file)) });
  const warnings: Warning[] = [...context.warnings];
  const warn = (warning: Warning): void => {
    warnings.push(warning);
    context.warn(warning);
  };
  jobWarnings.forEach(warn);
  if (job.webhook_url) {
    const message = 'webhook_url is not called from the command line: the answer is on stdout.';
    warn({ code: 'WEBHOOK_NOT_CALLED', stage: 'job', message });
  }
  if (outDir !== undefined) await makeFolder(outDir);
  const { signal, dispose } = limitedSignal(context);
  try {
    return await flow(job, {
      settings: context.settings,
      ...(outDir === undefined ? {} : { outDir: resolve(outDir) }),
      progress: (event) => context.terminal.progress(event),
      warn,
      signal,
      warnings,
    });
  } catch (error) {
    throw explainAbort(error, signal);
  } finally {
    dispose();
    context.terminal.endProgress();
  }
}

/**
 * One job file from reading to the document that answers it, success or failure; it does not throw.
 * With a folder for output the document of a success is written there too.
 * @param name of the document's file
 */
export async function executeJob<Document extends { readonly adapter?: Answer['adapter'] | undefined }>(
  file: string,
  outDir: string | undefined,
  context: CommandContext,
  flow: JobFlow<Document>,
  name = 'answer.json',
): Promise<Document | Failure> {
  const seconds = (): number => (performance.now() - context.startedMs) / 1000;
  let jobId: string | null = null;
  try {
    const document = await readJobFile(file);
    jobId = readJobId(document);
    const answer = await runChecked(document, file, outDir, context, flow);
    if (outDir !== undefined) await writeJson(resolve(outDir, name), answer);
    const { adapter } = answer;
    if (adapter) context.terminal.log('info', `adapter: ${adapter.name} (${adapter.backend})`);
    return answer;
  } catch (error) {
    if (error instanceof Error) context.terminal.log('debug', error.stack ?? error.message);
    return buildFailure(error, jobId, seconds());
  }
}
