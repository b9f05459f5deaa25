export { type Findings, buildAnswer } from './build-answer.ts';
export { buildFailure } from './build-failure.ts';
export { CONVENTIONS } from './conventions.ts';
export { statistics } from './statistics.ts';
