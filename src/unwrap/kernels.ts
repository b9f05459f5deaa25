import type { Gpu, KernelUse } from '../gpu/index.ts';
import { edgeCost } from './cost/edge-cost.kernel.ts';
import { COHERENCE_BINS, DIFFERENCE_STEPS } from './cost/jump-likelihood.ts';
import { wrappedGradient } from './cost/wrapped-gradient.kernel.ts';
import { applyOperator } from './irls/apply-operator.kernel.ts';
import { coarseCycle } from './irls/coarse-cycle.kernel.ts';
import { coarsenWeight } from './irls/coarsen-weight.kernel.ts';
import { dot } from './irls/dot.kernel.ts';
import { edgeWeight } from './irls/edge-weight.kernel.ts';
import { fusableCells } from './irls/fused-cells.ts';
import { residual } from './irls/residual.kernel.ts';
import { restrictResidual } from './irls/restrict-residual.kernel.ts';
import { smoothFromZero } from './irls/smooth-from-zero.kernel.ts';
import { smoothHalf } from './irls/smooth-half.kernel.ts';
import { sumPartials } from './irls/sum-partials.kernel.ts';
import { updateDirection } from './irls/update-direction.kernel.ts';
import { updateSolution } from './irls/update-solution.kernel.ts';

/** Every kernel of this room, as it is dispatched on this adapter. */
export const unwrapKernels = (gpu: Gpu): KernelUse[] => [
  { kernel: edgeCost, overrides: { BINS: COHERENCE_BINS, STEPS: DIFFERENCE_STEPS } },
  { kernel: coarseCycle, overrides: { CELLS: fusableCells(gpu) } },
  ...[
    wrappedGradient,
    applyOperator,
    coarsenWeight,
    dot,
    edgeWeight,
    residual,
    restrictResidual,
    smoothFromZero,
    smoothHalf,
    sumPartials,
    updateDirection,
    updateSolution,
  ].map((kernel) => ({ kernel })),
];
