import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { SentryalError } from '../../src/errors/index.ts';
import { parseJob, unwrapJob } from '../../src/job/index.ts';

/** A job that is to be sent. */
export interface ListedJob {
  readonly jobId: string;
  /** The document as it was written: the worker fills the defaults in. */
  readonly input: unknown;
  /** File, and line where it has several jobs, for messages. */
  readonly from: string;
  /** Of the document: tells whether a job of this id was sent in this form before. */
  readonly digest: string;
}

function digestOf(input: unknown): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex');
}

function listed(document: unknown, from: string): ListedJob {
  const input = unwrapJob(document);
  try {
    const { job } = parseJob(input, { allowLocalPaths: false });
    return { jobId: job.job_id, input, from, digest: digestOf(input) };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('SUBMIT_JOB_INVALID', { from, reason }, { cause });
  }
}

function parsed(text: string, from: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SentryalError('JOB_NOT_JSON', { file: from, reason }, { cause });
  }
}

/** The documents of one file: one, a list, or NDJSON, one a line. */
function documentsOf(text: string, file: string): { document: unknown; from: string }[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const lines = trimmed.split(/\r?\n/).map((line, k) => ({ line: line.trim(), from: `${file}, line ${k + 1}` }));
  const filled = lines.filter(({ line }) => line !== '');
  const isNdjson = filled.length > 1 && filled.every(({ line }) => line.startsWith('{') && line.endsWith('}'));
  if (isNdjson) return filled.map(({ line, from }) => ({ document: parsed(line, from), from }));
  const document = parsed(trimmed, file);
  if (!Array.isArray(document)) return [{ document, from: file }];
  return document.map((one: unknown, k) => ({ document: one, from: `${file}, entry ${k + 1}` }));
}

/**
 * Every job of some files, checked as the worker will check them, so that nothing is paid for what cannot run.
 * @throws SentryalError JOB_FILE_UNREADABLE, JOB_NOT_JSON, SUBMIT_JOB_INVALID, SUBMIT_JOB_TWICE
 */
export async function readJobList(files: readonly string[]): Promise<ListedJob[]> {
  const jobs: ListedJob[] = [];
  for (const file of files) {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new SentryalError('JOB_FILE_UNREADABLE', { file, reason }, { cause });
    }
    for (const { document, from } of documentsOf(text, file)) jobs.push(listed(document, from));
  }
  const seen = new Map<string, ListedJob>();
  for (const job of jobs) {
    const other = seen.get(job.jobId);
    if (other) throw new SentryalError('SUBMIT_JOB_TWICE', { jobId: job.jobId, from: job.from, other: other.from });
    seen.set(job.jobId, job);
  }
  return jobs;
}
