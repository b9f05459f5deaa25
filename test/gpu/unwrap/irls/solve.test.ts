import { expect, it } from 'vitest';
import { FAST_SCHEDULE, type SolveInput, solve } from '../../../../src/unwrap/irls/solve.ts';
import { STEPS_PER_NAT } from '../../../../src/unwrap/cycles/cycle-problem.ts';
import { expectClose } from '../../../support/expect-close.ts';
import { describeGpu } from '../../../support/gpu.ts';
import { randomPlane, randomWeights } from '../planes.ts';

const [ROWS, COLUMNS] = [70, 91];

function input(): SolveInput {
  const weight = randomWeights(ROWS, COLUMNS, 60);
  const steps = (plane: Float32Array): Int32Array =>
    Int32Array.from(plane, (value) => Math.ceil(value * 3 * STEPS_PER_NAT));
  const cost = { x: steps(weight.x), y: steps(weight.y) };
  return {
    rows: ROWS,
    columns: COLUMNS,
    gradientRad: {
      x: randomPlane(ROWS * COLUMNS, 62, -1, 1.1),
      y: randomPlane(ROWS * COLUMNS, 63, -1.1, 1),
    },
    cost: { up: cost, down: cost },
  };
}

/** A signal that is aborted when it is asked for the `count`-th time. */
function abortedAt(count: number, reason: Error): AbortSignal {
  const controller = new AbortController();
  let asked = 0;
  const { signal } = controller;
  signal.throwIfAborted = () => {
    if (++asked === count) controller.abort(reason);
    AbortSignal.prototype.throwIfAborted.call(signal);
  };
  return signal;
}

describeGpu('unwrap solve', (gpu) => {
  it('the coarse levels fused and not', async () => {
    const fused = await solve(gpu(), input(), FAST_SCHEDULE);
    const apart = await solve(gpu(), input(), FAST_SCHEDULE, { fusedCells: 0 });
    // The same sums; reweighting magnifies what a compiler contracts in one of them only.
    expect(expectClose(fused, apart, { absolute: 0.02, columns: COLUMNS })).toBeLessThanOrEqual(0.02);
    expect(fused.some((value) => Math.abs(value) > 1)).toBe(true);
  });

  it.each([1, 2, 5])('stops before reweighting %i when aborted, and leaves the device in order', async (count) => {
    const whole = await solve(gpu(), input(), FAST_SCHEDULE);
    const before = gpu().dispatches;
    const reason = new Error('enough');
    await expect(solve(gpu(), input(), FAST_SCHEDULE, { signal: abortedAt(count, reason) })).rejects.toBe(reason);
    const stopped = gpu().dispatches - before;
    expect(gpu().liveBytes).toBe(0);
    expect(await solve(gpu(), input(), FAST_SCHEDULE)).toEqual(whole);
    const share = (count - 1) / FAST_SCHEDULE.outerIterations;
    expect(stopped).toBeCloseTo(share * (gpu().dispatches - before - stopped), 6);
  });
});
