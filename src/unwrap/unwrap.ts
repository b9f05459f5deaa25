import { SentryalError } from '../errors/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { LookGrid, UnwrappedPhase, Warn } from '../model/index.ts';
import { TWO_PI } from '../units/index.ts';
import { type Components, labelComponents } from './components.ts';
import { congruentCycles } from './congruence.ts';
import { type CycleSolution, optimizeCycles } from './cycle-moves.ts';
import { fillNoData } from './fill-no-data.ts';
import { countResidues } from './residues.ts';
import { FAST_SCHEDULE, solve } from './solve.ts';

/** A wrapped interferogram to unwrap. Shapes (rows, columns) of the grid. */
export interface UnwrapInput {
  readonly grid: LookGrid;
  /** Rad in [-π, π]; NaN where there is no data. */
  readonly wrappedPhaseRad: Float32Array;
  /** Filtered phase to find the whole cycles with; NaN where there is no data. Default: the wrapped phase itself. */
  readonly guidePhaseRad?: Float32Array;
  /** 0..1, bias removed; NaN where there is no data. */
  readonly coherence: Float32Array;
  /** Effective number of independent looks of the phase. */
  readonly effectiveLooks: number;
}

/** How hard the scene was, and what was achieved. */
export interface UnwrapDiagnostics {
  /** 2 x 2 loops around which the wrapped gradient (of the guide, where there is one) does not close. */
  readonly residues: number;
  /** Their share of all loops with data. */
  readonly residueDensity: number;
  readonly outerIterations: number;
  /** Sum over edges of cost (0..1) times the cycles by which the unwrapped gradient departs from the wrapped one. */
  readonly objective: number;
  /** Share of the cells with data that belong to a component. */
  readonly shareUnwrapped: number;
  readonly components: number;
}

/** A cell belongs to a component where its phase is at least as sure as this, rad² (SNAPHU's rule: 1/σ² > 3.2). */
const MAX_PHASE_VARIANCE_RAD2 = 0.31;

/** Components below 1 % of the cells with data, or below this many cells, are left out. */
const MINIMUM_COMPONENT = { share: 0.01, cells: 100 } as const;

/**
 * Unwraps: weighted L1 norm by iteratively reweighted least squares on the GPU, whole cycles from it, then moved to the
 * minimum of the objective by minimum cuts. The result is congruent with the input: their difference is whole cycles, to
 * the rounding of f32 (1.5e-5 rad up to 512 rad). Its free constant is such that the mean of component 1 lies within
 * half a cycle of zero.
 * Where a guide is given its cycles are found, and each cell lies within half a cycle of the unwrapped guide:
 * unw = unw_guide + wrap(psi - guide). Nothing else of the guide is in the result.
 * Cells without data are crossed at next to no cost and are NaN in the result. The offset between two components is
 * only as good as the guess across the gap: judge points by their component.
 * @throws SentryalError UNWRAP_INPUT_INVALID, GPU_LIMIT_TOO_SMALL; the signal's reason when aborted
 */
export async function unwrap(
  gpu: Gpu,
  input: UnwrapInput,
  options: { readonly signal?: AbortSignal; readonly warn?: Warn } = {},
): Promise<{ unwrapped: UnwrappedPhase; diagnostics: UnwrapDiagnostics }> {
  requireValid(input);
  const { grid, wrappedPhaseRad, guidePhaseRad = wrappedPhaseRad, coherence, effectiveLooks } = input;
  const { rows, columns } = grid;
  const valid = Uint8Array.from(wrappedPhaseRad, (phase, cell) =>
    Number.isFinite(phase) && Number.isFinite(guidePhaseRad[cell]!) && Number.isFinite(coherence[cell]!) ? 1 : 0,
  );
  const validCells = valid.reduce((sum, flag) => sum + flag, 0);
  if (validCells === 0) {
    options.warn?.({
      code: 'UNWRAP_NO_DATA',
      stage: 'unwrap',
      message: 'No cell of the interferogram has data, so there is nothing to unwrap.',
    });
    return nothingUnwrapped(grid);
  }
  const phaseRad = fillNoData(rows, columns, guidePhaseRad, valid);
  const markedCoherence = Float32Array.from(coherence, (value, cell) => (valid[cell] ? value : -1));
  const solution = await solve(
    gpu,
    { rows, columns, phaseRad, coherence: markedCoherence, effectiveLooks },
    { signal: options.signal },
  );
  options.signal?.throwIfAborted();
  const { gradientRad, cost } = solution;
  const start = congruentCycles(solution.u, phaseRad, markedCoherence);
  const best = optimizeCycles({ rows, columns, phaseRad, gradientRad, cost }, start);
  const components = findComponents(input, valid, validCells, best);
  const { residues, loops } = countResidues(rows, columns, gradientRad, valid);
  const labelled = components.sizes.reduce((sum, size) => sum + size, 0);
  return {
    unwrapped: {
      grid,
      phaseRad: unwrappedPhase(
        wrappedPhaseRad,
        valid,
        besideGuide(wrappedPhaseRad, guidePhaseRad, best.cycles),
        components.labels,
      ),
      components: components.labels,
      ambiguous: new Uint8Array(rows * columns),
    },
    diagnostics: {
      residues,
      residueDensity: loops > 0 ? residues / loops : 0,
      outerIterations: FAST_SCHEDULE.outerIterations,
      objective: best.objective,
      shareUnwrapped: labelled / validCells,
      components: components.sizes.length,
    },
  };
}

/** The answer where no cell has data. */
function nothingUnwrapped(grid: LookGrid): { unwrapped: UnwrappedPhase; diagnostics: UnwrapDiagnostics } {
  const cells = grid.rows * grid.columns;
  return {
    unwrapped: {
      grid,
      phaseRad: new Float32Array(cells).fill(Number.NaN),
      components: new Int32Array(cells),
      ambiguous: new Uint8Array(cells),
    },
    diagnostics: {
      residues: 0,
      residueDensity: 0,
      outerIterations: 0,
      objective: 0,
      shareUnwrapped: 0,
      components: 0,
    },
  };
}

function requireValid({ grid, wrappedPhaseRad, guidePhaseRad, coherence, effectiveLooks }: UnwrapInput): void {
  const cells = grid.rows * grid.columns;
  if (!(cells > 0)) throw new SentryalError('UNWRAP_INPUT_INVALID', { reason: 'the grid has no cells' });
  if (guidePhaseRad && guidePhaseRad.length !== cells)
    throw new SentryalError('UNWRAP_INPUT_INVALID', { reason: `guide ${guidePhaseRad.length} for ${cells} cells` });
  if (wrappedPhaseRad.length !== cells || coherence.length !== cells) {
    const reason = `phase ${wrappedPhaseRad.length} and coherence ${coherence.length} for ${cells} cells`;
    throw new SentryalError('UNWRAP_INPUT_INVALID', { reason });
  }
  if (!(effectiveLooks > 0 && Number.isFinite(effectiveLooks)))
    throw new SentryalError('UNWRAP_INPUT_INVALID', { reason: `effective looks ${effectiveLooks}` });
}

/** Cells whose phase is sure enough, joined over edges without a jump. */
function findComponents(
  { grid, coherence, effectiveLooks }: UnwrapInput,
  valid: Uint8Array,
  validCells: number,
  { jumps }: CycleSolution,
): Components {
  // σ² = (1 - γ²) / (2 L γ²), the Cramér-Rao bound, solved for the coherence at the largest variance allowed.
  const minimumCoherence = 1 / Math.sqrt(1 + 2 * effectiveLooks * MAX_PHASE_VARIANCE_RAD2);
  const member = Uint8Array.from(valid, (flag, cell) => (flag && coherence[cell]! >= minimumCoherence ? 1 : 0));
  const { share, cells } = MINIMUM_COMPONENT;
  const minimumCells = Math.max(1, Math.min(cells, share * validCells));
  return labelComponents(grid.rows, grid.columns, member, (axis, tail) => jumps[axis][tail] === 0, minimumCells);
}

/** Cycles that bring each phase within half a cycle of the unwrapped guide, from those of the guide. */
function besideGuide(wrappedPhaseRad: Float32Array, guidePhaseRad: Float32Array, cycles: Int32Array): Int32Array {
  if (guidePhaseRad === wrappedPhaseRad) return cycles;
  return cycles.map((whole, cell) => whole + Math.round((guidePhaseRad[cell]! - wrappedPhaseRad[cell]!) / TWO_PI));
}

/** phase + 2π K, with the constant that brings the mean of component 1 (of all data without one) next to zero. */
function unwrappedPhase(
  wrappedPhaseRad: Float32Array,
  valid: Uint8Array,
  cycles: Int32Array,
  labels: Int32Array,
): Float32Array {
  const wanted = labels.includes(1) ? 1 : 0;
  let sumRad = 0;
  let count = 0;
  for (let cell = 0; cell < cycles.length; cell++) {
    if (!valid[cell] || labels[cell] !== wanted) continue;
    sumRad += wrappedPhaseRad[cell]! + TWO_PI * cycles[cell]!;
    count++;
  }
  const common = Math.round(sumRad / count / TWO_PI);
  return Float32Array.from(wrappedPhaseRad, (phase, cell) =>
    valid[cell] ? phase + TWO_PI * (cycles[cell]! - common) : Number.NaN,
  );
}
