import type { RunpodJob } from './handler.ts';

/** What an answer of the take channel holds. */
export interface TakenJobs {
  readonly jobs: readonly RunpodJob[];
  /** Ids of what has an id but is no job: they can still be answered. */
  readonly malformed: readonly { readonly id: string; readonly reason: string }[];
  /** What is wrong with the rest, for the log. */
  readonly faults: readonly string[];
}

const NONE: TakenJobs = { jobs: [], malformed: [], faults: [] };

function readOne(
  value: unknown,
  taken: { jobs: RunpodJob[]; malformed: { id: string; reason: string }[]; faults: string[] },
): void {
  const fields =
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
  const { id } = fields;
  if (typeof id !== 'string' || id.trim() === '')
    taken.faults.push('a job without an id was handed over; it cannot be answered');
  else if (!('input' in fields)) taken.malformed.push({ id, reason: 'it has no input' });
  else taken.jobs.push(fields as unknown as RunpodJob);
}

/** Reads the body of a take that answered 200: a job, a list of jobs, or nothing. */
export function readTaken(contentType: string, body: string): TakenJobs {
  if (body.trim() === '') return NONE;
  if (!/\bapplication\/json\b/i.test(contentType))
    return { ...NONE, faults: [`the answer is ${contentType || 'of no type'}, not JSON`] };
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    return { ...NONE, faults: [`the answer is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  if (value === null) return NONE;
  const taken = { jobs: [] as RunpodJob[], malformed: [] as { id: string; reason: string }[], faults: [] as string[] };
  for (const one of Array.isArray(value) ? value : [value]) readOne(one, taken);
  return taken;
}
