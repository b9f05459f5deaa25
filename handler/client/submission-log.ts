import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../../src/errors/index.ts';

/** One thing that happened to a job: it was sent, or it ended. */
export interface SubmissionEvent {
  readonly job_id: string;
  readonly digest: string;
  readonly event: 'sent' | 'succeeded' | 'failed';
  /** The job's id at the endpoint. */
  readonly runpod_id: string;
}

const NAME = 'submitted.ndjson';

function isEvent(value: unknown): value is SubmissionEvent {
  if (typeof value !== 'object' || value === null) return false;
  const { job_id: jobId, digest, event, runpod_id: runpodId } = value as Record<string, unknown>;
  return [jobId, digest, runpodId].every((text) => typeof text === 'string') && typeof event === 'string';
}

/** What was sent and what ended, one line each, so that a submission that was cut off can go on. */
export class SubmissionLog {
  readonly #file: string;
  readonly #last = new Map<string, SubmissionEvent>();

  private constructor(file: string) {
    this.#file = file;
  }

  /** Opens the log of a folder; a line that was cut off is left out. */
  static async open(folder: string): Promise<SubmissionLog> {
    const log = new SubmissionLog(join(folder, NAME));
    let text = '';
    try {
      text = await readFile(log.#file, 'utf8');
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw log.#fault(cause);
    }
    for (const line of text.split('\n')) {
      try {
        const event: unknown = JSON.parse(line);
        if (isEvent(event)) log.#last.set(event.job_id, event);
      } catch {
        // The process ended while it wrote this line; what it meant to say is found out again.
      }
    }
    // A line that was cut off must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) await log.#append('\n');
    return log;
  }

  /** The last that is known of a job in this form. */
  last(jobId: string, digest: string): SubmissionEvent | undefined {
    const event = this.#last.get(jobId);
    return event?.digest === digest ? event : undefined;
  }

  async add(event: SubmissionEvent): Promise<void> {
    this.#last.set(event.job_id, event);
    await this.#append(`${JSON.stringify(event)}\n`);
  }

  async #append(text: string): Promise<void> {
    try {
      await appendFile(this.#file, text);
    } catch (cause) {
      throw this.#fault(cause);
    }
  }

  #fault(cause: unknown): SentryalError {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return new SentryalError('CLI_OUTPUT_UNWRITABLE', { file: this.#file, reason }, { cause });
  }
}
