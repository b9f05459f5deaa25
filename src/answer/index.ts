export { type Findings, buildAnswer } from './build-answer.ts';
export { pointDocument } from './point-document.ts';
export { buildFailure } from './build-failure.ts';
export { CONVENTIONS } from './conventions.ts';
export { statistics } from './statistics.ts';
