import { unwrapJob } from '../../src/job/index.ts';

/** The webhook of a job, also of one with faults elsewhere: an https address, or undefined. */
export function webhookUrl(input: unknown): string | undefined {
  const job = unwrapJob(input);
  const url = typeof job === 'object' && job !== null ? (job as Record<string, unknown>)['webhook_url'] : undefined;
  return typeof url === 'string' && URL.canParse(url) && new URL(url).protocol === 'https:' ? url : undefined;
}
