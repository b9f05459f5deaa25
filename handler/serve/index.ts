export { LocalQueue, type LocalQueueOptions } from './local-queue.ts';
export { type JobRecord, type JobState } from './job-record.ts';
export { type LocalService, type ServeOptions, isLoopback, serve } from './serve.ts';
