import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a request is answered with in place of the usual. */
export interface Scripted {
  /** RESET ends the connection without an answer. */
  readonly status?: number | 'RESET';
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly delayMs?: number;
}

export type Route = 'job-take' | 'job-take-batch' | 'job-stop' | 'job-done' | 'ping';

/** One request as it came, and how it was answered. */
export interface Recorded {
  readonly route: Route;
  readonly atMs: number;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Id of the job in the path of a result. */
  readonly job: string;
  status: number | 'RESET' | 'GONE';
  /** Ids of the jobs that were handed over. */
  jobs: string[];
}

interface QueuedJob {
  readonly id: string;
  readonly [field: string]: unknown;
}

export interface ControlPlaneOptions {
  /** How long an empty take is held, ms. */
  readonly holdMs?: number;
  /** Answers by route, or by `job-done:ID` for one job, used up one after the other before the usual ones. */
  readonly script?: Readonly<Record<string, readonly Scripted[]>>;
  /** Chooses a fault for a request; undefined for the usual answer. */
  readonly fault?: (route: Route) => Scripted | undefined;
  /** Addresses without a query of their own. */
  readonly bare?: boolean;
}

/** RunPod's side of the protocol, as far as a worker sees it, on loopback. */
export class ControlPlane {
  readonly records: Recorded[] = [];
  readonly #queue: (QueuedJob | string)[] = [];
  readonly #stops: string[][] = [];
  readonly #script: Readonly<Record<string, Scripted[]>>;
  readonly #options: ControlPlaneOptions;
  readonly #server: Server;
  readonly #wake = new Set<() => void>();
  readonly #startedMs = performance.now();

  constructor(options: ControlPlaneOptions) {
    this.#options = options;
    this.#script = Object.fromEntries(Object.entries(options.script ?? {}).map(([route, list]) => [route, [...list]]));
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(options: ControlPlaneOptions = {}): Promise<ControlPlane> {
    const plane = new ControlPlane(options);
    await new Promise<void>((resolve) => {
      plane.#server.listen(0, '127.0.0.1', resolve);
    });
    return plane;
  }

  async stop(): Promise<void> {
    for (const wake of this.#wake) wake();
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  /** The variables that RunPod sets for a worker. */
  environment(pod = 'pod-xyz'): Record<string, string> {
    const { port } = this.#server.address() as AddressInfo;
    const base = `http://127.0.0.1:${port}/v2/ep`;
    const query = this.#options.bare ? '' : '?gpu=NVIDIA+X';
    return {
      RUNPOD_WEBHOOK_GET_JOB: `${base}/job-take/$ID${query}`,
      RUNPOD_WEBHOOK_POST_OUTPUT: `${base}/job-done/$RUNPOD_POD_ID/$ID${query}`,
      RUNPOD_WEBHOOK_POST_STREAM: `${base}/job-stream/$RUNPOD_POD_ID/$ID${query}`,
      RUNPOD_WEBHOOK_PING: `${base}/ping/$RUNPOD_POD_ID${query}`,
      RUNPOD_PING_INTERVAL: '200',
      RUNPOD_AI_API_KEY: 'key-0123456789',
      RUNPOD_POD_ID: pod,
      RUNPOD_POD_HOSTNAME: `${pod}-64410000`,
      RUNPOD_ENDPOINT_ID: 'ep',
    };
  }

  /** Puts jobs at the end of the queue; a text is handed over as it is. */
  enqueue(...jobs: (QueuedJob | string)[]): void {
    this.#queue.push(...jobs);
    for (const wake of [...this.#wake]) wake();
  }

  stopJobs(...ids: string[]): void {
    this.#stops.push(ids);
    for (const wake of [...this.#wake]) wake();
  }

  of(...routes: Route[]): Recorded[] {
    return this.records.filter(({ route }) => routes.includes(route));
  }

  /** Results that are final, progress left out. */
  results(job?: string): Recorded[] {
    return this.of('job-done').filter(
      (post) => !post.body.startsWith('{"status":"IN_PROGRESS"') && (job === undefined || post.job === job),
    );
  }

  /** Waits until something holds. */
  async until(isTrue: () => boolean, limitMs = 20_000): Promise<void> {
    const startedMs = performance.now();
    while (!isTrue()) {
      if (performance.now() - startedMs > limitMs) throw new Error(`it did not come to that within ${limitMs} ms`);
      await new Promise((resolve) => {
        setTimeout(resolve, 10);
      });
    }
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://x');
    const [, , , name, ...rest] = url.pathname.split('/');
    const route = name as Route;
    const body: Buffer[] = [];
    try {
      for await (const part of request) body.push(part as Buffer);
    } catch {
      return;
    }
    const record: Recorded = {
      ...{ route, atMs: performance.now() - this.#startedMs, query: Object.fromEntries(url.searchParams) },
      ...{ headers: request.headers as Record<string, string>, body: Buffer.concat(body).toString('utf8') },
      ...{ job: decodeURIComponent(rest.at(-1) ?? ''), status: 0, jobs: [] },
    };
    this.records.push(record);
    const scripted =
      this.#script[`${route}:${record.job}`]?.shift() ?? this.#script[route]?.shift() ?? this.#options.fault?.(route);
    if (scripted?.delayMs) await new Promise((resolve) => void setTimeout(resolve, scripted.delayMs));
    if (scripted?.status === 'RESET') {
      record.status = 'RESET';
      request.socket.destroy();
      return;
    }
    if (scripted?.status !== undefined)
      return answer(record, response, scripted.status, scripted.body, scripted.headers);
    if (route === 'job-take' || route === 'job-take-batch') return this.#take(record, response);
    if (route === 'job-stop') return this.#stopPoll(record, response);
    return answer(record, response, 200, '{}');
  }

  async #take(record: Recorded, response: ServerResponse): Promise<void> {
    const wanted = Number(record.query['batch_size'] ?? 1);
    await this.#hold(response, () => this.#queue.length > 0);
    if (response.destroyed) return void (record.status = 'GONE');
    const taken = this.#queue.splice(0, typeof this.#queue[0] === 'string' ? 1 : wanted);
    if (taken.length === 0) return answer(record, response, 204);
    const [first] = taken;
    if (typeof first === 'string') return answer(record, response, 200, first);
    record.jobs = taken.map((job) => (job as QueuedJob).id);
    const text = JSON.stringify(record.route === 'job-take' ? first : taken);
    response.on('close', () => {
      // As on the platform: what did not arrive was not handed over.
      if (response.writableFinished) return;
      record.jobs = [];
      record.status = 'GONE';
      this.enqueue(...taken);
    });
    return answer(record, response, 200, text);
  }

  async #stopPoll(record: Recorded, response: ServerResponse): Promise<void> {
    await this.#hold(response, () => this.#stops.length > 0);
    if (response.destroyed) return void (record.status = 'GONE');
    const jobsToStop = this.#stops.shift();
    return jobsToStop ? answer(record, response, 200, JSON.stringify({ jobsToStop })) : answer(record, response, 204);
  }

  async #hold(response: ServerResponse, isReady: () => boolean): Promise<void> {
    const untilMs = performance.now() + (this.#options.holdMs ?? 300);
    while (!isReady() && !response.destroyed && performance.now() < untilMs) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(done, untilMs - performance.now());
        const wake = this.#wake;
        function done(): void {
          clearTimeout(timer);
          wake.delete(done);
          response.off('close', done);
          resolve();
        }
        wake.add(done);
        response.on('close', done);
      });
    }
  }
}

function answer(
  record: Recorded,
  response: ServerResponse,
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): void {
  record.status = status;
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(body);
}
