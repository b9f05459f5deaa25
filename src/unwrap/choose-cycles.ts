import type { Gpu } from '../gpu/index.ts';
import { TWO_PI } from '../units/index.ts';
import { markBesideRuptures } from './ambiguity/beside-ruptures.ts';
import { markLoosePatches } from './ambiguity/loose-patches.ts';
import { differenceOf, markOtherSolution } from './ambiguity/other-solutions.ts';
import { edgeCosts } from './cost/edge-costs.ts';
import { JUMP_MODEL, type JumpModel } from './cost/jump-likelihood.ts';
import { congruentCycles } from './cycles/congruence.ts';
import { type CycleProblem, type CycleSolution, type EdgeCosts, STEPS_PER_NAT } from './cycles/cycle-problem.ts';
import { refineRegions } from './cycles/refine-regions.ts';
import { minimumCostFlowCycles } from './flow/index.ts';
import type { GridEdges } from './grid-edges.ts';
import { FAST_SCHEDULE, SLOW_SCHEDULE, type Schedule, solve } from './irls/solve.ts';

/**
 * Who finds the cycles. `auto`: on scenes that minimum-cost flow takes seconds for, the fast schedule and the flow, whose
 * objective no schedule can undercut; on larger ones both schedules, and the flow where they disagree. `always`: all
 * three. `never`: both schedules.
 */
export type RefereePolicy = 'auto' | 'always' | 'never';

/** Cells up to which `auto` asks the referee at once. */
const SMALL_SCENE_CELLS = 2_000_000;

/** Share of coherent cells on other cycles from which both schedules disagree. */
export const DISAGREEMENT_SHARE = 1e-4;

/** Other beliefs that are as defensible as the one that decides: what hangs on the choice is ambiguous. */
const OTHER_MODELS: readonly JumpModel[] = [
  { slopeSigmaRad: 0.8, ruptureShare: 0.02 },
  { slopeSigmaRad: 0.5, ruptureShare: 0.8 },
];

/** Shapes (rows, columns). */
export interface ChooseInput {
  readonly rows: number;
  readonly columns: number;
  /** Wrapped phase, rad, finite everywhere. */
  readonly phaseRad: Float32Array<ArrayBuffer>;
  /** Its filtered self, rad, finite everywhere. */
  readonly guideRad: Float32Array<ArrayBuffer>;
  /** 0..1, smoothed; -1 where there is no data. */
  readonly coherence: Float32Array<ArrayBuffer>;
  readonly looks: number;
  /** 1 for the cells that are coherent. */
  readonly isCoherent: Uint8Array;
  readonly referee: RefereePolicy;
}

/** Objectives in nats; null for one that was not asked. */
export interface Objectives {
  readonly fast: number;
  readonly slow: number | null;
  readonly referee: number | null;
}

export interface ChosenCycles {
  readonly solution: CycleSolution;
  readonly chosen: keyof Objectives;
  readonly objectives: Objectives;
  /** Share of coherent cells that the slow schedule, or the referee where it was not run, puts on other cycles. */
  readonly disagreement: number;
  readonly gradientRad: GridEdges;
  /** Shape (rows, columns): 1 where other cycles are nearly as likely. */
  readonly ambiguous: Uint8Array;
}

/** How the work goes on. */
export interface ChooseContext {
  readonly signal?: AbortSignal | undefined;
  /** Called with the share that is done, 0..1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Costs of less contrast, and costs that make the jumps of the solution dearer by half. */
const SKEWS: readonly ((steps: number, jump: number) => number)[] = [
  (steps) => Math.sqrt(steps * STEPS_PER_NAT),
  (steps, jump) => (jump === 0 ? steps : 1.5 * steps),
];

/** Parts of the work: each solution counts as one, the slow schedule as four. */
const PARTS = { alike: 1, slow: 4, others: OTHER_MODELS.length + SKEWS.length } as const;

/**
 * Whole cycles of the wrapped phase: the schedules on the guide, unw = unw_guide + wrap(psi - guide), regions refined, the
 * referee on the phase itself, and of those that were asked the one of the lowest objective.
 * @throws SentryalError GPU_LIMIT_TOO_SMALL; the signal's reason when aborted
 */
export async function chooseCycles(gpu: Gpu, input: ChooseInput, context: ChooseContext = {}): Promise<ChosenCycles> {
  const { rows, columns, phaseRad, guideRad, isCoherent } = input;
  const { signal, onProgress } = context;
  const isSmall = input.referee === 'auto' && rows * columns <= SMALL_SCENE_CELLS;
  const total = PARTS.alike + (isSmall ? 0 : PARTS.slow) + (input.referee === 'never' ? 0 : PARTS.alike + PARTS.others);
  let done = 0;
  const advance = (parts: number): void => {
    done += parts;
    onProgress?.(done / total);
  };
  const { gradientRad, costs } = await edgeCosts(gpu, input, [JUMP_MODEL]);
  const problem: CycleProblem = { rows, columns, phaseRad, gradientRad, cost: costs[0]! };
  const guideCosts =
    guideRad === phaseRad
      ? { gradientRad, costs }
      : await edgeCosts(gpu, { ...input, phaseRad: guideRad }, [JUMP_MODEL]);
  const guide = { gradientRad: guideCosts.gradientRad, cost: guideCosts.costs[0]! };
  const followSchedule = async (schedule: Schedule): Promise<CycleSolution> => {
    const u = await solve(gpu, { rows, columns, ...guide }, schedule, { signal });
    const cycles = congruentCycles(u, guideRad, input.coherence);
    const besideGuide = cycles.map((whole, cell) => whole + Math.round((guideRad[cell]! - phaseRad[cell]!) / TWO_PI));
    return refineRegions(problem, besideGuide);
  };
  const askReferee = (): Promise<CycleSolution> => minimumCostFlowCycles(problem, { signal });
  const coherentCells = Math.max(
    isCoherent.reduce((sum, flag) => sum + flag, 0),
    1,
  );
  const fast = await followSchedule(FAST_SCHEDULE);
  advance(PARTS.alike);
  const departure = ({ cycles }: CycleSolution): number =>
    differenceOf(fast.cycles, cycles, isCoherent).cells / coherentCells;
  const slow = isSmall ? null : await followSchedule(SLOW_SCHEDULE);
  if (slow) advance(PARTS.slow);
  const apart = slow && departure(slow);
  const isDoubtful = input.referee === 'auto' && apart !== null && apart > DISAGREEMENT_SHARE;
  const referee = isSmall || isDoubtful || input.referee === 'always' ? await askReferee() : null;
  const candidates = { fast, ...(slow && { slow }), ...(referee && { referee }) };
  const chosen = lowest(candidates);
  const solution = candidates[chosen]!;
  const others = Object.values(candidates).flatMap((other) => (other === solution ? [] : [other.cycles]));
  if (referee) {
    advance(PARTS.alike);
    for (const otherCost of [
      ...OTHER_MODELS.map((model) => async () => (await edgeCosts(gpu, input, [model])).costs[0]!),
      ...SKEWS.map((skew) => () => skewedCost(problem.cost, solution, skew)),
    ]) {
      const flow = await minimumCostFlowCycles({ ...problem, cost: await otherCost() }, { signal });
      others.push(flow.cycles);
      advance(1);
    }
  }
  const nats = (of: CycleSolution | null): number | null => of && of.objectiveSteps / STEPS_PER_NAT;
  return {
    solution,
    chosen,
    objectives: { fast: nats(fast)!, slow: nats(slow), referee: nats(referee) },
    disagreement: apart ?? departure(referee!),
    gradientRad,
    ambiguous: ambiguousCells(problem, solution, others, isCoherent),
  };
}

function lowest(candidates: Partial<Record<keyof Objectives, CycleSolution>>): keyof Objectives {
  return (['referee', 'slow', 'fast'] as const)
    .filter((name) => candidates[name])
    .reduce((best, name) => (candidates[name]!.objectiveSteps < candidates[best]!.objectiveSteps ? name : best));
}

function ambiguousCells(
  problem: CycleProblem,
  solution: CycleSolution,
  others: readonly Int32Array[],
  isCoherent: Uint8Array,
): Uint8Array {
  const marks = new Uint8Array(problem.rows * problem.columns);
  markLoosePatches(problem, solution, marks);
  markBesideRuptures(problem, solution, marks);
  for (const other of others) markOtherSolution(problem, solution, other, isCoherent, marks);
  return marks;
}

function skewedCost(cost: EdgeCosts, { jumps }: CycleSolution, skew: (typeof SKEWS)[number]): EdgeCosts {
  const plane = (direction: 'up' | 'down', axis: 'x' | 'y'): Int32Array =>
    cost[direction][axis].map((steps, tail) => Math.round(skew(steps, jumps[axis][tail]!)));
  return {
    up: { x: plane('up', 'x'), y: plane('up', 'y') },
    down: { x: plane('down', 'x'), y: plane('down', 'y') },
  };
}
