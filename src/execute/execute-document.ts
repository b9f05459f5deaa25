import { isSentryalError } from '../errors/index.ts';
import { type OpenedDataAccess, localDataAccess } from '../fetch/index.ts';
import { type Job, type LocationRules, parseJob } from '../job/index.ts';
import type { Progress, Warn, Warning } from '../model/index.ts';
import type { JobContext } from '../pipeline/index.ts';
import type { Settings } from '../settings/index.ts';
import { reachesOut } from './job-access.ts';

/** A flow from a checked job to the document that answers it. */
export type JobFlow<Document> = (job: Job, context: JobContext) => Promise<Document>;

/** What a document is executed with. */
export interface Execution {
  readonly settings: Settings;
  /** Where a job may name its inputs. */
  readonly rules: LocationRules;
  /** Folder for rasters, as an absolute path; without one none are written. */
  readonly outDir?: string;
  readonly progress: Progress;
  /** Told of every warning as it comes. */
  readonly warn: Warn;
  /** Warnings from before, which belong to the answer too. */
  readonly warnings: readonly Warning[];
  readonly signal: AbortSignal;
  /** Called where a job needs something from elsewhere; closed when the job has ended. */
  readonly openAccess: (warn: Warn) => Promise<OpenedDataAccess>;
  /** A device that outlives the job. */
  readonly keptDevice?: JobContext['keptDevice'];
}

/** An AbortError says only that something was aborted; the signal's reason says why. */
function explainAbort(error: unknown, signal: AbortSignal): unknown {
  return signal.aborted && !isSentryalError(error) && isSentryalError(signal.reason) ? signal.reason : error;
}

/**
 * Checks the document of a job and hands it to its flow, with every warning so far.
 * @throws SentryalError of the job's faults or of any stage; the signal's reason when aborted
 */
export async function executeDocument<Document>(
  document: unknown,
  execution: Execution,
  flow: JobFlow<Document>,
): Promise<Document> {
  const { settings, outDir, progress, signal, keptDevice } = execution;
  const rules = { ...execution.rules, allowNetwork: settings.network === 'on' };
  const { job, warnings: jobWarnings } = parseJob(document, rules);
  const warnings: Warning[] = [...execution.warnings];
  const warn = (warning: Warning): void => {
    warnings.push(warning);
    execution.warn(warning);
  };
  jobWarnings.forEach(warn);
  const access = reachesOut(job) ? await execution.openAccess(warn) : localDataAccess(warn);
  try {
    signal.throwIfAborted();
    return await flow(job, {
      ...{ settings, access, progress, warn, signal, warnings },
      ...(outDir === undefined ? {} : { outDir }),
      ...(keptDevice === undefined ? {} : { keptDevice }),
    });
  } catch (error) {
    throw explainAbort(error, signal);
  } finally {
    await access.close();
  }
}
