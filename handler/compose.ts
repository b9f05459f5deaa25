import { type AccessRules, type JobFlow, openAccess } from '../src/execute/index.ts';
import type { AnswerDocument, LocationRules } from '../src/job/index.ts';
import type { Warning } from '../src/model/index.ts';
import { openNetwork } from '../src/network/index.ts';
import type { Settings } from '../src/settings/index.ts';
import { adapterCheck } from './job/adapter-fitness.ts';
import { backendCheck } from './job/backend-fitness.ts';
import { bucketOutputs } from './job/bucket-outputs.ts';
import { SharedAccess } from './job/shared-access.ts';
import { KeptDevice } from './job/kept-device.ts';
import { createJobHandler } from './job/run-job.ts';
import { createWebhookCaller } from './job/webhook-caller.ts';
import type { FitnessCheck } from './worker/fitness.ts';
import type { Handler } from './worker/handler.ts';
import type { Log } from './worker/log-line.ts';

/** Longest time of a job in a worker where no setting gives one, s: below RunPod's 600. */
export const WORKER_TIME_LIMIT_S = 540;

export interface Parts {
  readonly settings: Settings;
  readonly warnings: readonly Warning[];
  readonly access: AccessRules;
  /** From a checked job to its answer. */
  readonly flow: JobFlow<AnswerDocument>;
  readonly rules: LocationRules;
  readonly log: Log;
}

/** What answers RunPod's jobs in one process, and what it needs to be checked and ended. */
export interface JobService {
  readonly handler: Handler;
  readonly fitness: readonly FitnessCheck[];
  readonly close: () => Promise<void>;
}

/** Puts the handler of jobs together: one device for all of them, webhooks and buckets of jobs within the rules for addresses. */
export function openJobService({ settings, warnings, access, flow, rules, log }: Parts): JobService {
  const device = new KeptDevice(settings);
  const shared = new SharedAccess((warn) => openAccess(settings, access, warn), log);
  const policy = { allowPrivate: access.allowPrivate, allowedHosts: settings.allowedHosts };
  const network = openNetwork(policy);
  const webhooks = createWebhookCaller(network, settings.webhookSecret || undefined, log);
  const handler = createJobHandler({
    ...{ settings, warnings, rules, flow, device },
    openAccess: shared.open,
    timeLimitS: settings.jobTimeLimitS ?? WORKER_TIME_LIMIT_S,
    callWebhook: webhooks.call,
    openOutputs: bucketOutputs(policy, access.environment),
  });
  return {
    handler,
    fitness: [adapterCheck(device, settings, access.environment, log), backendCheck(settings, log)],
    async close() {
      await webhooks.close();
      await network.close();
      await shared.close();
      await device.close();
    },
  };
}
