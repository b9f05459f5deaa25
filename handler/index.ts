export { type WorkerConfiguration, isRunpodWorker, readConfiguration } from './worker/configuration.ts';
export type { FitnessCheck } from './worker/fitness.ts';
export type { Handler, HandlerContext, RunpodJob } from './worker/handler.ts';
export { type Log, type LogLevel, type LogStyle, createLog, readLogStyle } from './worker/log-line.ts';
export { DEFAULT_TIMINGS, type WorkerTimings } from './worker/timings.ts';
export { type WorkerOptions, runWorker } from './worker/worker.ts';
export { type LocalService, LocalQueue, serve, isLoopback } from './serve/index.ts';
export { SubmissionLog, openEndpoint, readJobList, submitJobs } from './client/index.ts';
export { AFTER_RESULT, BEFORE_RESULT, type WebhookOutcome, deliverWebhook, isWorthMore } from './webhook/index.ts';
