import { type SolveInput } from '../../src/unwrap/index.ts';
import { TWO_PI } from '../../src/units/index.ts';
import { Random } from '../../test/support/random.ts';

/** Noise of the phase, rad: some gradients wrap, as in a scene of middling coherence. */
const NOISE_RAD = 0.7;

/** Largest cost of a jump: 4 nats in steps of a thousandth. */
const MOST_COST_STEPS = 4000;

/** A bowl of some twenty fringes with noise, and costs of jumps that differ from edge to edge. */
export function solveInput(rows: number, columns: number): SolveInput {
  const random = new Random(7);
  const cells = rows * columns;
  const phaseRad = new Float32Array(cells);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const distanceSquared = (row / rows - 0.5) ** 2 + (column / columns - 0.5) ** 2;
      phaseRad[row * columns + column] = 40 * TWO_PI * distanceSquared + NOISE_RAD * random.normal();
    }
  const edges = (step: number, isInside: (cell: number) => boolean) => {
    const gradientRad = new Float32Array(cells);
    const costSteps = new Int32Array(cells);
    for (let cell = 0; cell < cells; cell++) {
      if (!isInside(cell)) continue;
      const gradient = phaseRad[cell + step]! - phaseRad[cell]!;
      gradientRad[cell] = gradient - TWO_PI * Math.round(gradient / TWO_PI);
      costSteps[cell] = Math.ceil(random.uniform(0.01, 1) * MOST_COST_STEPS);
    }
    return { gradientRad, costSteps };
  };
  const x = edges(1, (cell) => cell % columns < columns - 1);
  const y = edges(columns, (cell) => cell + columns < cells);
  const cost = { x: x.costSteps, y: y.costSteps };
  return {
    rows,
    columns,
    gradientRad: { x: x.gradientRad, y: y.gradientRad },
    cost: { up: cost, down: cost },
  };
}
