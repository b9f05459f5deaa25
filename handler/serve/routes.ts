import { setTimeout } from 'node:timers/promises';
import type { JobRecord } from './job-record.ts';
import { isEnded } from './job-record.ts';
import type { LocalQueue } from './local-queue.ts';

/** A request to the local service. */
export interface LocalRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** The body as parsed from JSON; undefined without one. */
  readonly body: unknown;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
}

export interface LocalReply {
  readonly status: number;
  readonly body: unknown;
}

const ok = (body: unknown): LocalReply => ({ status: 200, body });
const fault = (status: number, error: string): LocalReply => ({ status, body: { error } });

/** How long `/runsync` and `/status-sync` wait: RunPod's default and bounds, ms. */
const WAIT_MS = 90_000;
const WAIT_BOUNDS_MS = [1000, 300_000] as const;

/** `/run`, `/v2/run`, `/<endpoint>/run`, `/v2/<endpoint>/run`: the last part, or the last two where the second is an id. */
const ROUTE =
  /^(?:\/v2)?(?:\/[^/]+)??\/(?:(run|runsync|purge-queue|health)|(status|status-sync|stream|cancel)\/([^/]+))\/?$/;

async function waited(record: JobRecord, { query, signal }: LocalRequest): Promise<void> {
  const asked = Number(query.get('wait') ?? WAIT_MS);
  const waitMs = Math.min(Math.max(Number.isFinite(asked) ? asked : WAIT_MS, WAIT_BOUNDS_MS[0]), WAIT_BOUNDS_MS[1]);
  const stop = new AbortController();
  const timer = setTimeout(waitMs, undefined, { signal: AbortSignal.any([signal, stop.signal]) }).catch(() => {});
  await Promise.race([record.ended, timer]);
  stop.abort();
}

function fieldsOf(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || !('input' in body)) return undefined;
  return body as Record<string, unknown>;
}

async function submit(queue: LocalQueue, request: LocalRequest, isSync: boolean): Promise<LocalReply> {
  const fields = fieldsOf(request.body);
  if (!fields) return fault(400, 'The body must be a JSON object with "input".');
  const record = queue.add(fields, isSync ? 'sync-' : '');
  if (!isSync) return ok({ id: record.job.id, status: 'IN_QUEUE' });
  await waited(record, request);
  return ok(queue.status(record));
}

function streamed(record: JobRecord): LocalReply {
  const stream = record.unread.splice(0).map((output) => ({ output }));
  return ok({ status: record.state, stream });
}

/** Which methods a route takes: RunPod's cloud reads with GET, its local server with POST. */
function allows(route: string, method: string): boolean {
  const reads = ['status', 'status-sync', 'stream'].includes(route);
  return method === 'POST' ? route !== 'health' : method === 'GET' && (reads || route === 'health');
}

/** Answers one request as RunPod's API would. */
export async function route(queue: LocalQueue, request: LocalRequest): Promise<LocalReply> {
  const [, plain, withId, id] = ROUTE.exec(request.path) ?? [];
  const name = plain ?? withId;
  if (name === undefined) return fault(404, 'There is no such route.');
  if (!allows(name, request.method)) return fault(405, `${request.method} is not answered here.`);
  if (name === 'run' || name === 'runsync') return submit(queue, request, name === 'runsync');
  if (name === 'health') return ok(queue.health());
  if (name === 'purge-queue') return ok({ removed: queue.purge(), status: 'completed' });
  const record = queue.find(id!);
  if (!record) return fault(404, 'There is no such job.');
  if (name === 'cancel') {
    queue.cancel(record);
    return ok({ id: record.job.id, status: record.state });
  }
  if (name === 'stream') return streamed(record);
  if (name === 'status-sync' && !isEnded(record)) await waited(record, request);
  return ok(queue.status(record));
}
