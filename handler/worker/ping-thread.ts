/*
 * A thread with an event loop of its own: pings, progress and results leave from here, so that a main thread busy with
 * numbers holds none of them up. It watches the main thread too: without a sign of life the jobs are reported and the
 * process is ended.
 */
import { writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { JobPosts } from './job-posts.ts';
import { createLog } from './log-line.ts';
import type { Loss } from './loss.ts';
import { pause } from './pause.ts';
import { keepPinging } from './ping.ts';
import type { PostOptions } from './post-result.ts';
import { BEAT, type FromThread, LAST_WORDS, type ThreadData, type ToThread } from './thread-messages.ts';
import { watchBeat } from './watch-beat.ts';

/** So long may the report of a hung worker take. */
const HUNG_REPORT_MS = 60_000;

interface Held {
  readonly jobId: string | null;
  readonly posts: JobPosts;
  readonly sinceMs: number;
}

const { configuration, timings, logStyle, shared } = workerData as ThreadData;
const port = parentPort!;
const numbers = new Int32Array(shared);
// Straight to the descriptor: what a thread prints goes through the main thread, which may hang.
const log = createLog(logStyle, (line) => void writeSync(1, line));
const held = new Map<string, Held>();

/** Loaded after the first ping: the schemas behind it take a while. */
let losses: Promise<typeof import('./loss.ts')> | undefined;

async function lossOf(loss: Loss, { jobId, sinceMs }: Held): Promise<string> {
  losses ??= import('./loss.ts');
  const { lossBody } = await losses;
  return lossBody(loss, jobId, (performance.now() - sinceMs) / 1000);
}

const postOptions: PostOptions = {
  configuration,
  timings,
  log,
  refusedBody: (id, bytes, reason) => lossOf({ kind: 'refused', bytes, reason }, held.get(id)!),
};

async function finish(id: string, body: string): Promise<void> {
  const job = held.get(id);
  if (job === undefined) return;
  const isAccepted = await job.posts.result(body);
  held.delete(id);
  port.postMessage({ type: 'posted', id, isAccepted } satisfies FromThread);
}

/** A result that is on its way already is what it is; every other job gets the loss. */
async function reportAll(loss: Loss): Promise<void> {
  await Promise.all([...held].map(async ([id, job]) => finish(id, await lossOf(loss, job))));
}

function take(message: ToThread): void {
  switch (message.type) {
    case 'ping':
      void keepPinging(configuration, () => [...held.keys()], log, new AbortController().signal);
      setTimeout(() => {
        losses ??= import('./loss.ts');
      }, 1000);
      break;
    case 'hold':
      held.set(message.id, {
        jobId: message.jobId,
        posts: new JobPosts(message.id, postOptions),
        sinceMs: performance.now(),
      });
      break;
    case 'progress':
      held.get(message.id)?.posts.progress(message.body);
      break;
    case 'result':
      void finish(message.id, message.body);
      break;
    case 'release':
      held.delete(message.id);
      break;
    case 'last-words':
      void reportAll({ kind: 'ended' }).finally(() => {
        Atomics.store(numbers, LAST_WORDS, 1);
        Atomics.notify(numbers, LAST_WORDS);
      });
      break;
  }
}

port.on('message', take);
watchBeat(
  () => Atomics.load(numbers, BEAT),
  timings.heartbeatMs,
  async () => {
    const seconds = timings.heartbeatMs / 1000;
    log(
      'ERROR',
      `no sign of life of the main thread for ${seconds} s; ${held.size} jobs are reported, the process ends`,
    );
    // A hung driver is not paid for while the platform does not answer.
    await Promise.race([reportAll({ kind: 'hung', seconds }), pause(HUNG_REPORT_MS)]);
    process.kill(process.pid, 'SIGKILL');
  },
);
