import { isSentryalError } from '../../../src/errors/index.ts';
import { type JobInput, parseJob } from '../../../src/job/index.ts';

export const REFERENCE = 'S1A_IW_SLC__1SDV_20250406T172340_20250406T172407_058641_0742D0_6E8C';
export const SECONDARY = 'S1A_IW_SLC__1SDV_20250418T172340_20250418T172407_058816_0749F1_3C2B';

/** A job without a fault; tests change one thing at a time. */
export function sampleJob(changes: Record<string, unknown> = {}): JobInput & Record<string, unknown> {
  return {
    job_id: 'job-1',
    infrastructure_id: 'bridge.7',
    reference_granule: REFERENCE,
    secondary_granule: SECONDARY,
    reference_url: 'reference.SAFE',
    secondary_url: 'secondary.SAFE',
    bbox: { north: 45, south: 44, east: 5, west: 4 },
    points: [
      { id: 'p1', lat: 44.5, lon: 4.5 },
      { id: 'p2', lat: 44.6, lon: 4.6 },
    ],
    webhook_url: 'https://example.org/hook',
    options: { dem: 'dem.tif' },
    ...changes,
  };
}

/** What the tests of jobs are parsed with. */
export const RULES = { allowLocalPaths: true, baseDir: '/data/jobs' };

/** Code and place of every fault of a job, in order. */
export function faultsOf(document: unknown, rules: Parameters<typeof parseJob>[1] = RULES): string[] {
  try {
    parseJob(document, rules);
    return [];
  } catch (error) {
    if (!isSentryalError(error)) throw error;
    return error.faults.map(({ code, path }) => `${code} ${path}`);
  }
}
