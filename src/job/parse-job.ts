import * as z from 'zod';
import { type ErrorFault, SentryalError } from '../errors/index.ts';
import type { Warning } from '../model/index.ts';
import { type JobFault, jobFault, quoteValue } from './fault.ts';
import { granulePairFaults } from './granule-pair.ts';
import { type Job, jobSchema } from './job-schema.ts';
import { type LocationRules, resolveLocation, webhookFaults } from './locations.ts';
import { optionsSchema } from './options.ts';
import type { JobPoint } from './points.ts';
import { schemaFaults } from './schema-faults.ts';
import { unknownFieldWarnings } from './unknown-fields.ts';

/** So many faults are spelled out in the message, and so many listed in the failure document. */
const FAULTS_IN_MESSAGE = 10;
const FAULTS_LISTED = 1000;

export interface ParsedJob {
  /** Defaults filled in; every location an absolute path or an address. */
  readonly job: Job;
  readonly warnings: Warning[];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The job of a document that holds it bare or as `{"input": job}`. */
export function unwrapJob(document: unknown): unknown {
  return isRecord(document) && 'input' in document && !('job_id' in document) ? document['input'] : document;
}

/** The job's id where the document has a usable one, for the failure document. */
export function readJobId(document: unknown): string | null {
  const job = unwrapJob(document);
  const parsed = jobSchema.shape.job_id.safeParse(isRecord(job) ? job['job_id'] : undefined);
  return parsed.success ? parsed.data : null;
}

/** One fault is thrown under its own code; several under JOB_INVALID. `faults` lists them all either way. */
function jobError(faults: readonly JobFault[]): SentryalError {
  const listed: ErrorFault[] = faults
    .slice(0, FAULTS_LISTED)
    .map(({ code, path, message, remedy }) => ({ code, path, message, remedy }));
  const only = faults.length === 1 ? faults[0] : undefined;
  if (only !== undefined) return new SentryalError(only.code, only.details, { faults: listed });
  const more = faults.length > FAULTS_IN_MESSAGE ? ` ... and ${faults.length - FAULTS_IN_MESSAGE} more` : '';
  const list = faults.slice(0, FAULTS_IN_MESSAGE).map((fault) => fault.message);
  return new SentryalError('JOB_INVALID', { count: faults.length, list: list.join(' ') + more }, { faults: listed });
}

/** Faults of every field on its own, so that one bad field hides no other. */
function fieldFaults(input: Record<string, unknown>): { parts: Partial<Job>; faults: JobFault[] } {
  const parts: Record<string, unknown> = {};
  const faults: JobFault[] = [];
  const knownOptions = Object.keys(optionsSchema.shape);
  for (const [field, schema] of Object.entries(jobSchema.shape)) {
    const parsed = z.object({ [field]: schema }).safeParse(input);
    if (parsed.success) Object.assign(parts, parsed.data);
    else for (const fault of schemaFaults(parsed.error.issues, input, knownOptions)) faults.push(fault);
  }
  return { parts, faults };
}

const LOCATION_FIELDS = ['reference_url', 'secondary_url'] as const;
const LOCATION_OPTIONS = ['reference_orbit', 'secondary_orbit'] as const;
const CORRECTION_LOCATIONS = [
  'zenith_delay_reference',
  'zenith_delay_secondary',
  'tec_reference',
  'tec_secondary',
] as const;
const LOCATIONS_OPTIONS = ['dem', 'dem_tile_lists', 'water_mask'] as const;

/** Resolves every location of the fields that are right so far, in place. */
function resolveLocations(parts: Partial<Job>, rules: LocationRules): JobFault[] {
  const faults: JobFault[] = [];
  const resolved = (location: string, path: string): string => {
    const result = resolveLocation(location, path, rules);
    if (typeof result === 'string') return result;
    faults.push(result);
    return location;
  };
  for (const field of LOCATION_FIELDS) {
    const location = parts[field];
    if (typeof location === 'string') parts[field] = resolved(location, field);
    else if (rules.allowNetwork === false && location === null) faults.push(jobFault('JOB_URL_MISSING', field));
  }
  for (const option of LOCATION_OPTIONS) {
    const location = parts.options?.[option];
    if (location !== undefined) parts.options![option] = resolved(location, `options.${option}`);
  }
  for (const option of LOCATIONS_OPTIONS) {
    const locations = parts.options?.[option];
    if (locations === undefined) continue;
    parts.options![option] =
      typeof locations === 'string'
        ? resolved(locations, `options.${option}`)
        : locations.map((location, k) => resolved(location, `options.${option}[${k}]`));
  }
  const corrections = parts.options?.corrections;
  for (const input of CORRECTION_LOCATIONS) {
    const location = corrections?.[input];
    if (typeof location === 'string') corrections![input] = resolved(location, `options.corrections.${input}`);
  }
  return faults;
}

/**
 * Checks a job before any file is opened and fills its defaults in.
 * @param document the bare job or `{"input": job}`, as parsed from JSON
 * @throws SentryalError with every fault at once: under its own code where there is one, under JOB_INVALID where there
 *   are several
 */
export function parseJob(document: unknown, rules: LocationRules): ParsedJob {
  const input = unwrapJob(document);
  if (!isRecord(input)) throw jobError([jobFault('JOB_NOT_AN_OBJECT', '', { value: quoteValue(input) })]);
  const { parts, faults } = fieldFaults(input);
  faults.push(
    ...granulePairFaults(input['reference_granule'], input['secondary_granule'], parts.options),
    ...resolveLocations(parts, rules),
    ...webhookFaults(parts.webhook_url),
  );
  if (rules.allowNetwork === false && parts.options !== undefined && parts.options.dem === undefined) {
    faults.push(jobFault('JOB_DEM_MISSING', 'options.dem'));
  }
  if (faults.length > 0) throw jobError(faults);
  return { job: parts as Job, warnings: unknownFieldWarnings(input) };
}

/**
 * Checks places to measure, as the points of a job are.
 * @throws SentryalError as {@link parseJob} does
 */
export function parsePoints(points: unknown): JobPoint[] {
  const document = { points };
  const parsed = z.object({ points: jobSchema.shape.points }).safeParse(document);
  if (parsed.success) return parsed.data.points;
  throw jobError(schemaFaults(parsed.error.issues, document, []));
}
