export type { JobContext } from './context.ts';
export { runPair } from './run-pair.ts';
