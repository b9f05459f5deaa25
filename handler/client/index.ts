export { type Endpoint, type EndpointOptions, type EndpointStatus, openEndpoint } from './endpoint.ts';
export { type ListedJob, readJobList } from './job-list.ts';
export { SubmissionLog } from './submission-log.ts';
export { type SubmitOptions, type Submitted, submitJobs } from './submit.ts';
