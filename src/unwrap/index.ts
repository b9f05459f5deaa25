export { unwrapKernels } from './kernels.ts';
export type { RefereePolicy } from './choose-cycles.ts';
export { fusableCells } from './irls/fused-cells.ts';
export { FAST_SCHEDULE, SLOW_SCHEDULE, type SolveInput, solve } from './irls/solve.ts';
export { type UnwrapDiagnostics, type UnwrapInput, type UnwrapOptions, unwrap } from './unwrap.ts';
