export { type AccessRules, openAccess } from './job-access.ts';
export { type Execution, type JobFlow, executeDocument } from './execute-document.ts';
export { type TimeLimit, timeLimit } from './time-limit.ts';
