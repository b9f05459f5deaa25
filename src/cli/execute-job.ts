import { dirname, resolve } from 'node:path';
import { buildFailure } from '../answer/index.ts';
import { type Execution, type JobFlow, executeDocument, openAccess, timeLimit } from '../execute/index.ts';
import { type Answer, type Failure, readJobId } from '../job/index.ts';
import type { CommandContext } from './context.ts';
import { makeFolder, readJobFile } from './files.ts';
import { withBackend } from './backend-option.ts';
import { type JobFiles, RUN_FILES, putAside, writeFailure, writeSuccess } from './job-files.ts';
import { ownAccess } from './own-access.ts';

/** The flow from a checked job to its whole answer. */
export type RunPair = JobFlow<Answer>;

/** The production flow; it and the device's library are loaded only when a job has passed its checks. */
export const runPairLazily: RunPair = async (job, context) => {
  const { runPair } = await import('../pipeline/index.ts');
  return runPair(job, context);
};

async function runChecked<Document>(
  document: unknown,
  file: string,
  outDir: string | undefined,
  context: CommandContext,
  flow: JobFlow<Document>,
  files: JobFiles,
): Promise<Document> {
  const { settings, environment, warnings, warn, terminal } = context;
  using limit = timeLimit(context.signal, settings.jobTimeLimitS ?? 0);
  const execution: Execution = {
    ...{ settings, warnings, warn, signal: limit.signal },
    rules: { allowLocalPaths: true, baseDir: dirname(resolve(file)) },
    openAccess: (told) => openAccess(settings, ownAccess(environment), told),
    progress: (event) => terminal.progress(event),
    ...(outDir === undefined ? {} : { outDir: resolve(outDir) }),
  };
  try {
    return await executeDocument(document, execution, async (job, jobContext) => {
      if (job.webhook_url) {
        const message = 'webhook_url is not called from the command line: the answer is on stdout.';
        jobContext.warn({ code: 'WEBHOOK_NOT_CALLED', stage: 'job', message });
      }
      if (outDir !== undefined) {
        await makeFolder(outDir);
        await putAside(outDir, files);
      }
      return flow(job, jobContext);
    });
  } finally {
    terminal.endProgress();
  }
}

/** The failure is on stdout too: that it cannot be written is told, and changes nothing. */
async function tellFailure(
  outDir: string,
  files: JobFiles,
  failure: Failure,
  { terminal }: CommandContext,
): Promise<void> {
  try {
    await writeFailure(resolve(outDir), files, failure);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    terminal.log('warn', `${files.failure} was not written: ${reason}`);
  }
}

/**
 * One job file from reading to the document that answers it, success or failure; it does not throw.
 * With a folder for output the document is written there too, that of a failure in place of an earlier success.
 * @param files names in the folder
 * @param backend takes the place of the document's options.backend
 */
export async function executeJob<Document extends { readonly adapter?: Answer['adapter'] | undefined }>(
  file: string,
  outDir: string | undefined,
  context: CommandContext,
  flow: JobFlow<Document>,
  files: JobFiles = RUN_FILES,
  backend?: string,
): Promise<Document | Failure> {
  const seconds = (): number => (performance.now() - context.startedMs) / 1000;
  let jobId: string | null = null;
  try {
    const document = withBackend(await readJobFile(file), backend);
    jobId = readJobId(document);
    const answer = await runChecked(document, file, outDir, context, flow, files);
    if (outDir !== undefined) await writeSuccess(resolve(outDir), files, answer);
    const { adapter } = answer;
    if (adapter) context.terminal.log('info', `adapter: ${adapter.name} (${adapter.backend})`);
    return answer;
  } catch (error) {
    if (error instanceof Error) context.terminal.log('debug', error.stack ?? error.message);
    const failure = buildFailure(error, jobId, seconds());
    if (outDir !== undefined) await tellFailure(outDir, files, failure, context);
    return failure;
  }
}
