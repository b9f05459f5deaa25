import { SentryalError } from '../errors/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { LookGrid, UnwrappedPhase, Warn } from '../model/index.ts';
import { phaseSigmaRad } from '../speckle/index.ts';
import { TWO_PI } from '../units/index.ts';
import {
  type ChosenCycles,
  DISAGREEMENT_SHARE,
  type Objectives,
  type RefereePolicy,
  chooseCycles,
} from './choose-cycles.ts';
import { type Components, labelComponents } from './components.ts';
import { smoothCoherence } from './cost/smooth-coherence.ts';
import { fillNoData } from './fill-no-data.ts';
import { countResidues } from './residues.ts';

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
  /** 2 x 2 loops around which the wrapped gradient does not close. */
  readonly residues: number;
  /** Their share of all loops with data. */
  readonly residueDensity: number;
  /** Sum over edges of cost, nats, times the cycles by which the unwrapped gradient departs from the wrapped one. */
  readonly objective: number;
  /** Which solution was kept, and the objective of each, nats. */
  readonly chosen: keyof Objectives;
  readonly objectives: Objectives;
  /** Share of coherent cells that the slow schedule, or the referee where it was not run, puts on other cycles. */
  readonly disagreement: number;
  /** Share of the cells with data that belong to a component. */
  readonly shareUnwrapped: number;
  /** Share of the cells of components where other cycles are nearly as likely. */
  readonly shareAmbiguous: number;
  readonly components: number;
}

export interface UnwrapOptions {
  /** Default `auto`. */
  readonly referee?: RefereePolicy;
  readonly signal?: AbortSignal;
  readonly warn?: Warn;
  /** Called with the share that is done, 0..1. */
  readonly onProgress?: (share: number) => void;
}

/** A cell belongs to a component where its phase is at least as sure as this, rad (SNAPHU's rule: 1/σ² > 3.2). */
const MAX_PHASE_SIGMA_RAD = 0.557;

/** Components below 1 % of the cells with data and below this many cells are left out. */
const MINIMUM_COMPONENT = { share: 0.01, cells: 100 } as const;

/**
 * Unwraps by the likelihood of jumps: schedules of iteratively reweighted least squares on the GPU and minimum-cost flow
 * on the CPU, as `options.referee` says; the solution of the lowest objective is kept. The result is
 * congruent with the input: their difference is whole cycles, to the rounding of f32 (1.5e-5 rad up to 512 rad). Its
 * free constant is such that the mean of component 1 lies within half a cycle of zero.
 * Where a guide is given, the schedules unwrap it and start from unw = unw_guide + wrap(psi - guide), and slopes are
 * expected to be those of the guide. Nothing else of it is in the result.
 * Cells without data are crossed at next to no cost and are NaN in the result. The offset between two components is
 * only as good as the guess across the gap: judge points by their component.
 * @throws SentryalError UNWRAP_INPUT_INVALID, GPU_LIMIT_TOO_SMALL; the signal's reason when aborted
 */
export async function unwrap(
  gpu: Gpu,
  input: UnwrapInput,
  options: UnwrapOptions = {},
): Promise<{ unwrapped: UnwrappedPhase; diagnostics: UnwrapDiagnostics }> {
  requireValid(input);
  const { grid, wrappedPhaseRad, guidePhaseRad = wrappedPhaseRad, coherence, effectiveLooks } = input;
  const { rows, columns } = grid;
  const { referee = 'auto', signal, onProgress } = options;
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
  const phaseRad = fillNoData(rows, columns, wrappedPhaseRad, valid);
  const guideRad = guidePhaseRad === wrappedPhaseRad ? phaseRad : fillNoData(rows, columns, guidePhaseRad, valid);
  const isCoherent = coherentCells(input, valid);
  const markedCoherence = coherence.map((value, cell) => (valid[cell] ? value : -1));
  const found = await chooseCycles(
    gpu,
    {
      rows,
      columns,
      phaseRad,
      guideRad,
      coherence: smoothCoherence(rows, columns, markedCoherence),
      looks: effectiveLooks,
      isCoherent,
      referee,
    },
    { signal, onProgress },
  );
  signal?.throwIfAborted();
  if (found.objectives.referee === null && found.disagreement > DISAGREEMENT_SHARE)
    options.warn?.({
      code: 'UNWRAP_SCHEDULES_DISAGREE',
      stage: 'unwrap',
      message: `Both schedules put ${(100 * found.disagreement).toFixed(2)} % of the coherent cells on different cycles and the referee was not asked: whole regions may be cycles off. Ask it with unwrap_referee auto or always.`,
    });
  const components = findComponents(grid, isCoherent, validCells, found);
  const { residues, loops } = countResidues(rows, columns, found.gradientRad, valid);
  const labelled = components.sizes.reduce((sum, size) => sum + size, 0);
  const ambiguousCells = found.ambiguous.reduce(
    (sum, flag, cell) => sum + (components.labels[cell]! > 0 ? flag : 0),
    0,
  );
  return {
    unwrapped: {
      grid,
      phaseRad: unwrappedPhase(wrappedPhaseRad, valid, found.solution.cycles, components.labels),
      components: components.labels,
      ambiguous: found.ambiguous.map((flag, cell) => (valid[cell] ? flag : 0)),
    },
    diagnostics: {
      residues,
      residueDensity: loops > 0 ? residues / loops : 0,
      objective: found.objectives[found.chosen]!,
      chosen: found.chosen,
      objectives: found.objectives,
      disagreement: found.disagreement,
      shareUnwrapped: labelled / validCells,
      shareAmbiguous: labelled > 0 ? ambiguousCells / labelled : 0,
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
      objective: 0,
      chosen: 'fast',
      objectives: { fast: 0, slow: null, referee: null },
      disagreement: 0,
      shareUnwrapped: 0,
      shareAmbiguous: 0,
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

/** Least coherence whose phase is sure enough, by the exact distribution. */
function leastCoherence(looks: number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 20; step++) {
    const middle = (low + high) / 2;
    if (phaseSigmaRad(middle, Math.max(looks, 1)) > MAX_PHASE_SIGMA_RAD) low = middle;
    else high = middle;
  }
  return high;
}

/** 1 for the cells with data whose phase is sure enough. */
function coherentCells({ coherence, effectiveLooks }: UnwrapInput, valid: Uint8Array): Uint8Array {
  const least = leastCoherence(effectiveLooks);
  return valid.map((flag, cell) => (flag && coherence[cell]! >= least ? 1 : 0));
}

/** Coherent cells, joined over edges without a jump. */
function findComponents(
  { rows, columns }: LookGrid,
  isCoherent: Uint8Array,
  validCells: number,
  { solution: { jumps } }: ChosenCycles,
): Components {
  const { share, cells } = MINIMUM_COMPONENT;
  const minimumCells = Math.max(1, Math.min(cells, share * validCells));
  return labelComponents(rows, columns, isCoherent, (axis, tail) => jumps[axis][tail] === 0, minimumCells);
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
