import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildFailure, canonicalJson, shownOptions } from '../../src/answer/index.ts';
import { SentryalError, isSentryalError } from '../../src/errors/index.ts';
import { type Execution, type JobFlow, executeDocument, timeLimit } from '../../src/execute/index.ts';
import { type AnswerDocument, type Job, type LocationRules, readJobId } from '../../src/job/index.ts';
import type { Warning } from '../../src/model/index.ts';
import type { Settings } from '../../src/settings/index.ts';
import type { WebhookOutcome } from '../webhook/index.ts';
import { orAbandon } from '../worker/abandon.ts';
import type { Handler, HandlerContext, RunpodJob } from '../worker/handler.ts';
import { boundedAnswer } from './bounded-answer.ts';
import type { KeptDevice } from './kept-device.ts';
import { sparseProgress } from './progress.ts';
import type { CallWebhook, OpenOutputs, SeamContext } from './seams.ts';
import { asksForProducts } from './asks-for-products.ts';
import { webhookUrl } from './webhook-url.ts';

export interface JobHandlerOptions {
  readonly settings: Settings;
  /** Warnings from before, which belong to every answer. */
  readonly warnings: readonly Warning[];
  /** Where jobs may name their inputs. */
  readonly rules: LocationRules;
  /** The way to data of this process, for one job. */
  readonly openAccess: Execution['openAccess'];
  /** From a checked job to its answer, as `run` does it. */
  readonly flow: JobFlow<AnswerDocument>;
  /** 0 for none. */
  readonly timeLimitS: number;
  /** A job that does not end so long after its time is given up, and its worker with it. */
  readonly abandonMs?: number;
  readonly device?: KeptDevice;
  readonly openOutputs?: OpenOutputs;
  readonly callWebhook?: CallWebhook;
}

const ABANDON_MS = 20_000;

/** Faults after which the device, and with it this process, is of no more use. */
const FATAL_CODES = ['GPU_DEVICE_LOST', 'GPU_TIMEOUT', 'GPU_NO_ADAPTER'];

const NO_BUCKET: Warning = {
  code: 'PRODUCTS_NOT_WRITTEN',
  stage: 'worker',
  message:
    'options.products were asked for, but there is no bucket for them: none were written. Give the job an s3Config, or the worker BUCKET_ENDPOINT_URL, BUCKET_ACCESS_KEY_ID and BUCKET_SECRET_ACCESS_KEY.',
};

/** A job's answer, which knows what it was made from. */
interface Answered {
  readonly document: object;
  readonly webhook: string | undefined;
}

/**
 * The handler of RunPod's jobs: `input` is a job as `run` takes it, the output its answer. A failure is posted as the
 * failure document in JSON, as text; the webhook gets the document itself.
 */
export function createJobHandler(options: JobHandlerOptions): Handler {
  let running = 0;
  return async (job, context) => {
    const startedMs = performance.now();
    running += 1;
    try {
      const { document, webhook } = await answered(job, context, options);
      return await called(document, webhook, job, context, options);
    } catch (error) {
      // What the platform stopped is not answered, and the worker itself reports what it gives up.
      if (context.signal.aborted) throw context.signal.reason as Error;
      await lookAfterDevice(error, context, options);
      if (error instanceof Error) context.log('DEBUG', error.stack ?? error.message);
      const failure = buildFailure(error, readJobId(job.input), (performance.now() - startedMs) / 1000);
      context.log('ERROR', `${failure.error.code}: ${failure.error.message}`);
      const told = await called(failure, webhookUrl(job.input), job, context, options);
      return { error: JSON.stringify(told) };
    } finally {
      running -= 1;
      if (running === 0) await checkBuffers(context, options.device);
    }
  };
}

async function answered(job: RunpodJob, context: HandlerContext, options: JobHandlerOptions): Promise<Answered> {
  const { settings, rules, openAccess, device, openOutputs, timeLimitS } = options;
  const warnings = [...options.warnings];
  const tellAll = (warning: Warning): void => {
    context.log('WARN', `${warning.code}: ${warning.message}`);
    warnings.push(warning);
  };
  const outputs = await openOutputs?.(job, tellAll);
  if (outputs === undefined && asksForProducts(job.input)) tellAll(NO_BUCKET);
  const folder = outputs && (await mkdtemp(join(tmpdir(), 'sentryal-job-')));
  using limit = timeLimit(context.signal, timeLimitS);
  const { signal } = limit;
  const execution: Execution = {
    ...{ settings, rules, openAccess, warnings, signal },
    progress: sparseProgress((event) => context.progress(event)),
    warn: ({ code, message }) => context.log('WARN', `${code}: ${message}`),
    ...(folder === undefined ? {} : { outDir: folder }),
    ...(device === undefined ? {} : { keptDevice: device.open }),
  };
  const work = executeDocument(job.input, execution, async (checked, jobContext) => {
    const { warn } = jobContext;
    if (checked.webhook_url && !options.callWebhook) {
      warn({ code: 'WEBHOOK_NOT_CALLED', stage: 'job', message: 'webhook_url is not called here.' });
    }
    const document = await options.flow(checked, jobContext);
    const seam: SeamContext = { key: keyOf(checked), warn, signal };
    const later = laterWarnings(jobContext.warnings);
    const kept = folder && outputs ? later(await outputs.keep(folder, document, seam)) : document;
    const bounded = await boundedAnswer(kept, async (text) => outputs?.keepAnswer(text, seam));
    return { document: later(bounded), webhook: checked.webhook_url ?? undefined };
  });
  const abandonMs = options.abandonMs ?? ABANDON_MS;
  try {
    return await orAbandon(work, signal, abandonMs, () =>
      context.retire(new SentryalError('JOB_NOT_ENDED', { seconds: abandonMs / 1000 }).message),
    );
  } finally {
    outputs?.close();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Adds to a document what was said since it was made, or since the last time. */
function laterWarnings(said: readonly Warning[]) {
  let count = said.length;
  return <Document extends { readonly warnings: Warning[] }>(document: Document): Document => {
    const added = said.slice(count);
    count = said.length;
    return added.length === 0 ? document : { ...document, warnings: [...document.warnings, ...added] };
  };
}

/** A re-run of a job takes the same place, another job under its id another one; links with new signatures are the same job. */
function keyOf({ job_id: jobId, options, ...job }: Job): SeamContext['key'] {
  const { reference_granule: reference, secondary_granule: secondary, bbox, points } = job;
  const made = { reference, secondary, bbox, points, options: shownOptions(options) };
  const optionsHash = createHash('sha256').update(canonicalJson(made)).digest('hex').slice(0, 16);
  return { jobId, optionsHash };
}

/** The document, with what became of the call of its webhook. */
async function called(
  document: object,
  url: string | undefined,
  job: RunpodJob,
  { signal, log }: HandlerContext,
  { callWebhook }: JobHandlerOptions,
): Promise<object> {
  if (url === undefined || callWebhook === undefined) return document;
  const jobId = readJobId(job.input) ?? job.id;
  const webhook: WebhookOutcome = await callWebhook({ url, jobId, body: JSON.stringify(document) }, signal).catch(
    (error: unknown) => ({
      delivered: false,
      attempts: [{ status: null, reason: String(error), final: true, seconds: 0 }],
    }),
  );
  if (!webhook.delivered)
    log('WARN', `the webhook was not delivered: ${webhook.attempts.at(-1)?.reason ?? 'no attempt'}`);
  return { ...document, webhook };
}

async function lookAfterDevice(error: unknown, context: HandlerContext, { device }: JobHandlerOptions): Promise<void> {
  if (!isSentryalError(error) || device === undefined) return;
  if (FATAL_CODES.includes(error.code)) {
    device.forget();
    context.retire(error.message);
  }
  // A fault of a dispatch stays with the device; another one is free of it.
  else if (error.code === 'GPU_KERNEL_INVALID') await device.close();
}

async function checkBuffers({ log }: HandlerContext, device: KeptDevice | undefined): Promise<void> {
  const bytes = await device?.liveBytes().catch(() => 0);
  if (bytes) log('WARN', `${bytes} bytes of GPU buffers are still alive`);
}
