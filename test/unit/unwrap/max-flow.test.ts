import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GridMaxFlow } from '../../reference/unwrap/cuts/max-flow.ts';

const ROWS = 3;
const COLUMNS = 4;
const CELLS = ROWS * COLUMNS;

interface Network {
  readonly terminal: readonly number[];
  /** right, left, down, up */
  readonly capacity: readonly (readonly number[])[];
}

const network = fc.record({
  terminal: fc.array(fc.integer({ min: -9, max: 9 }), { minLength: CELLS, maxLength: CELLS }),
  capacity: fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: CELLS, maxLength: CELLS }), {
    minLength: 4,
    maxLength: 4,
  }),
});

/** Neighbour in a direction, or -1 past the border. */
function neighbour(cell: number, direction: number): number {
  const column = cell % COLUMNS;
  if (direction === 0) return column + 1 < COLUMNS ? cell + 1 : -1;
  if (direction === 1) return column > 0 ? cell - 1 : -1;
  if (direction === 2) return cell + COLUMNS < CELLS ? cell + COLUMNS : -1;
  return cell - COLUMNS;
}

/** Value of the cut whose sink side is the set bits of `sinkSide`. */
function cutValue({ terminal, capacity }: Network, sinkSide: number): number {
  const inSink = (cell: number): boolean => ((sinkSide >> cell) & 1) === 1;
  let value = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    if (inSink(cell)) value += Math.max(terminal[cell]!, 0);
    else value += Math.max(-terminal[cell]!, 0);
    for (let direction = 0; direction < 4; direction++) {
      const next = neighbour(cell, direction);
      if (next >= 0 && !inSink(cell) && inSink(next)) value += capacity[direction]![cell]!;
    }
  }
  return value;
}

it('the flow is the value of the smallest of all cuts, and the sink side found is the smallest such side', () => {
  fc.assert(
    fc.property(network, (given) => {
      const graph = new GridMaxFlow(ROWS, COLUMNS);
      graph.terminal.set(given.terminal);
      for (let direction = 0; direction < 4; direction++)
        for (let cell = 0; cell < CELLS; cell++)
          graph.capacity[direction as 0]![cell] =
            neighbour(cell, direction) >= 0 ? given.capacity[direction]![cell]! : 0;
      const flow = graph.run();
      let least = Infinity;
      let common = 0;
      for (let side = 0; side < 1 << CELLS; side++) {
        const value = cutValue(given, side);
        if (value < least) {
          least = value;
          common = side;
        } else if (value === least) common &= side;
      }
      expect(flow).toBe(least);
      let found = 0;
      for (let cell = 0; cell < CELLS; cell++) if (graph.reachesSink(cell)) found |= 1 << cell;
      expect(found).toBe(common);
    }),
    { seed: 1, numRuns: 300 },
  );
});

it('runs again on new capacities', () => {
  const graph = new GridMaxFlow(1, 3);
  for (const amount of [5, 2]) {
    graph.terminal.set([9, 0, -9]);
    graph.capacity[0].set([amount, 7, 0]);
    for (const direction of [1, 2, 3] as const) graph.capacity[direction].fill(0);
    expect(graph.run()).toBe(amount);
  }
});
