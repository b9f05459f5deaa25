import { type CycleProblem, type CycleSolution, STEPS_PER_NAT, jumpCost, visitEdges } from '../cycles/cycle-problem.ts';
import { labelComponents } from '../components.ts';

/**
 * Regions where another solution lies on other cycles are marked unless that costs clearly more: this much for each
 * edge of their outline, and this much in all. Nats.
 */
const CLEAR_NATS = { perEdge: 0.4, atLeast: 3 } as const;

/** Cycles by which most cells of one solution lie above another. */
function commonOffset(cycles: Int32Array, other: Int32Array, counts: Uint8Array): number {
  const histogram = new Map<number, number>();
  for (let cell = 0; cell < cycles.length; cell++) {
    if (!counts[cell]) continue;
    const offset = other[cell]! - cycles[cell]!;
    histogram.set(offset, (histogram.get(offset) ?? 0) + 1);
  }
  let [best, most] = [0, 0];
  for (const [offset, count] of histogram) if (count > most) [best, most] = [offset, count];
  return best;
}

/** Cycles by which each cell of another solution differs, their common offset removed, and how many of `counts` do. */
export function differenceOf(
  cycles: Int32Array,
  other: Int32Array,
  counts: Uint8Array,
): { difference: Int32Array; cells: number } {
  const common = commonOffset(cycles, other, counts);
  let cells = 0;
  const difference = cycles.map((whole, cell) => {
    const differs = other[cell]! - whole - common;
    if (differs !== 0 && counts[cell]) cells++;
    return differs;
  });
  return { difference, cells };
}

/**
 * Marks the regions in which another solution, found under another belief, lies on other cycles, where the objective
 * does not clearly speak against it.
 * @param counts shape (rows, columns): 1 for cells that decide which cycles are common to both
 */
export function markOtherSolution(
  problem: CycleProblem,
  solution: CycleSolution,
  other: Int32Array,
  counts: Uint8Array,
  marks: Uint8Array,
): void {
  const { rows, columns, cost } = problem;
  const { difference } = differenceOf(solution.cycles, other, counts);
  const member = Uint8Array.from(difference, (cycles) => (cycles === 0 ? 0 : 1));
  const joins = (axis: 'x' | 'y', tail: number): boolean =>
    difference[tail] === difference[tail + (axis === 'x' ? 1 : columns)];
  const { labels, sizes } = labelComponents(rows, columns, member, joins, 1);
  const added = new Float64Array(sizes.length + 1);
  const outline = new Int32Array(sizes.length + 1);
  visitEdges(rows, columns, (axis, tail, head) => {
    const [from, to] = [labels[tail]!, labels[head]!];
    if (from === to) return;
    const [up, down, jump] = [cost.up[axis][tail]!, cost.down[axis][tail]!, solution.jumps[axis][tail]!];
    const now = jumpCost(jump, up, down);
    added[from]! += jumpCost(jump - difference[tail]!, up, down) - now;
    added[to]! += jumpCost(jump + difference[head]!, up, down) - now;
    outline[from]!++;
    outline[to]!++;
  });
  const isMarked = Uint8Array.from(added, (steps, region) =>
    region > 0 && steps < STEPS_PER_NAT * Math.max(CLEAR_NATS.perEdge * outline[region]!, CLEAR_NATS.atLeast) ? 1 : 0,
  );
  for (let cell = 0; cell < labels.length; cell++) if (isMarked[labels[cell]!]) marks[cell] = 1;
}
