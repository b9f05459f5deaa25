export { unwrapKernels } from './kernels.ts';
export type { RefereePolicy } from './choose-cycles.ts';
export { FAST_SCHEDULE, SLOW_SCHEDULE } from './irls/solve.ts';
export { type UnwrapDiagnostics, type UnwrapInput, type UnwrapOptions, unwrap } from './unwrap.ts';
