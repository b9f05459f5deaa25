export type { JobContext } from './context.ts';
export { runPair } from './run-pair.ts';
export { type Area, planArea } from './plan-area.ts';
export { type OpenedPair, openPair } from './open-pair.ts';
export { alignBursts, fitBursts } from './align-bursts.ts';
export { type FormedPair, interferogramOf } from './interferogram-of.ts';
export { StageClock } from './stage-clock.ts';
export { withPair } from './with-pair.ts';
