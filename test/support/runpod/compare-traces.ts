import type { ControlPlane } from './control-plane.ts';

/** One post as the recorded traces write it. */
export interface TracedPost {
  to: string;
  job: string;
  isStream: string;
  xRequestId: string;
  contentType: string;
  body: Record<string, unknown>;
  status: number | string;
}

/** A recorded trace of the reference worker, as far as it is compared. */
export interface Trace {
  readonly what: string;
  readonly exit: { code: number | null };
  readonly takes: {
    path: string;
    query: Record<string, string>;
    status: number | string;
    jobs?: string[];
    times?: number;
  }[];
  readonly posts: TracedPost[];
  readonly stops: { status: number; times?: number }[];
  readonly pings: { query: Record<string, string>; status: number | string; times?: number }[];
  readonly jobsNeverReported: string[];
}

/** What is compared of a run. */
export interface Conduct {
  readonly exit: number | null;
  /** Each job's posts in their order. */
  readonly posts: Record<string, TracedPost[]>;
  /** Statuses of the takes in their order, without the empty ones. */
  readonly takes: (number | string)[];
  /** Ids of the jobs that were handed over. */
  readonly jobs: string[];
  readonly stops: (number | string)[];
  /** Those that say that the worker is of no use. */
  readonly unhealthy: Record<string, string>[];
  readonly neverReported: string[];
}

/** Polls without anything in them: answered so, given up by the worker, or not answered yet when it ended. */
const EMPTY: readonly (number | string)[] = [204, 'GONE', 0];

function byJob(posts: readonly TracedPost[]): Record<string, TracedPost[]> {
  const jobs: Record<string, TracedPost[]> = {};
  for (const post of posts) (jobs[post.job] ??= []).push({ ...post, body: maskedBody(post.body) });
  return jobs;
}

/** The report of an exception without traceback and version, which differ between any two workers. */
function maskedBody(body: Record<string, unknown>): Record<string, unknown> {
  const { error } = body;
  if (typeof error !== 'string' || !error.includes('error_traceback')) return body;
  const report = JSON.parse(error.replace('<json string of> ', '')) as Record<string, unknown>;
  return { ...body, error: { ...report, error_traceback: '<masked>', runpod_version: '<masked>' } };
}

const masked = (query: Record<string, string>): Record<string, string> =>
  'runpod_version' in query ? { ...query, runpod_version: '<masked>' } : query;

/** A recorded trace in the terms that are compared. */
export function conductOfTrace(trace: Trace): Conduct {
  const repeated = <T extends { times?: number; status: number | string }>(list: readonly T[]): (number | string)[] =>
    list.flatMap(({ status, times = 1 }) => Array.from({ length: times }, () => status));
  return {
    exit: trace.exit.code,
    posts: byJob(trace.posts),
    takes: repeated(trace.takes).filter((status) => !EMPTY.includes(status)),
    jobs: trace.takes.flatMap(({ jobs = [] }) => jobs).toSorted(),
    stops: repeated(trace.stops).filter((status) => !EMPTY.includes(status)),
    unhealthy: trace.pings.filter(({ query }) => query['status'] === 'unhealthy').map(({ query }) => masked(query)),
    neverReported: [...trace.jobsNeverReported].toSorted(),
  };
}

/** What a control plane saw in the same terms. */
export function conductOfPlane(plane: ControlPlane, exit: number | null): Conduct {
  const takes = plane.of('job-take', 'job-take-batch');
  const jobs = takes.flatMap((take) => take.jobs);
  const posts = plane.of('job-done').map(({ job, query, headers, body, status }): TracedPost => ({
    ...{ to: 'job-done', job, isStream: query['isStream'] ?? '', xRequestId: headers['x-request-id'] ?? '' },
    ...{ contentType: headers['content-type'] ?? '', body: JSON.parse(body) as Record<string, unknown>, status },
  }));
  const isReported = (id: string): boolean => plane.results(id).some(({ status }) => status === 200);
  return {
    exit,
    posts: byJob(posts),
    takes: takes.map(({ status }) => status).filter((status) => !EMPTY.includes(status)),
    jobs: jobs.toSorted(),
    stops: plane
      .of('job-stop')
      .map(({ status }) => status)
      .filter((status) => !EMPTY.includes(status)),
    unhealthy: plane
      .of('ping')
      .filter(({ query }) => query['status'] === 'unhealthy')
      .map(({ query }) => masked(withoutGpu(query))),
    neverReported: jobs.filter((id) => !isReported(id)).toSorted(),
  };
}

/** A query without what the address had already. */
function withoutGpu(query: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => name !== 'gpu'));
}

/** Requests whose query or headers the protocol does not know. */
export function grammarFaults(plane: ControlPlane, key: string | undefined): string[] {
  const faults: string[] = [];
  for (const { route, query, headers } of plane.records) {
    const rest = withoutGpu(query);
    const names = Object.keys(rest).toSorted().join();
    const isRight =
      (route === 'job-take' && names === 'job_in_progress' && /^[01]$/.test(rest['job_in_progress']!)) ||
      (route === 'job-take-batch' && names === 'batch_size,job_in_progress' && Number(rest['batch_size']) > 1) ||
      (route === 'job-stop' && names === '') ||
      (route === 'job-done' && names === 'isStream') ||
      (route === 'ping' &&
        ['job_id,runpod_version', 'runpod_version', 'check,reason,runpod_version,status'].includes(names));
    if (!isRight) faults.push(`${route}?${new URLSearchParams(query).toString()}`);
    if (headers['authorization'] !== key) faults.push(`${route}: Authorization is ${headers['authorization']}`);
    const type = route === 'job-done' ? 'application/x-www-form-urlencoded' : 'application/json';
    if (route !== 'ping' && headers['content-type'] !== type) faults.push(`${route}: ${headers['content-type']}`);
    if ((headers['x-request-id'] !== undefined) !== (route === 'job-done')) faults.push(`${route}: X-Request-ID`);
  }
  return faults;
}
