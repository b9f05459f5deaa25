import { expect, it } from 'vitest';
import { congruentCycles } from '../../../src/unwrap/cycles/congruence.ts';
import { fillNoData } from '../../../src/unwrap/fill-no-data.ts';
import { countResidues } from '../../../src/unwrap/residues.ts';
import { TWO_PI, wrapPhaseRad } from '../../../src/units/index.ts';
import { wrappedGradient } from '../../reference/unwrap/cost/wrapped-gradient.ts';

it('cells without data take the phase of the nearest cell with data', () => {
  const valid = Uint8Array.from([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
  const phase = Float32Array.from(valid, (flag, cell) => (flag ? cell + 1 : Number.NaN));
  expect([...fillNoData(2, 6, phase, valid)]).toEqual([1, 1, 1, 6, 6, 6, 1, 1, 1, 6, 6, 6]);
});

it('without any data the filled phase is zero', () => {
  expect([...fillNoData(1, 2, new Float32Array(2).fill(Number.NaN), new Uint8Array(2))]).toEqual([0, 0]);
});

it('whole cycles do not depend on the constant of the continuous solution', () => {
  const truth = Float64Array.from({ length: 200 }, (_, cell) => 0.3 * cell + 0.2 * Math.sin(cell));
  const phase = Float32Array.from(truth, wrapPhaseRad);
  const coherence = new Float32Array(200).fill(0.9);
  const at = (constantRad: number): number[] => {
    const cycles = congruentCycles(
      Float32Array.from(truth, (value) => value + constantRad),
      phase,
      coherence,
    );
    return [...cycles].map((value) => value - cycles[0]!);
  };
  const expected = [...Int32Array.from(phase, (value, cell) => Math.round((truth[cell]! - value) / TWO_PI))];
  expect(at(0)).toEqual(expected);
  for (const constantRad of [1, 3.1, -2.5, 40]) expect(at(constantRad)).toEqual(expected);
});

it('a vortex is one residue, a ramp has none, and loops that touch no data do not count', () => {
  const [rows, columns] = [8, 9];
  const count = (phaseAt: (row: number, column: number) => number, valid = new Uint8Array(rows * columns).fill(1)) => {
    const phase = Float32Array.from({ length: rows * columns }, (_, cell) =>
      phaseAt(Math.floor(cell / columns), cell % columns),
    );
    const { x, y } = wrappedGradient(rows, columns, phase);
    return countResidues(rows, columns, { x: Float32Array.from(x), y: Float32Array.from(y) }, valid);
  };
  const vortex = (row: number, column: number): number => Math.atan2(row - 3.4, column - 4.6);
  const loops = (rows - 1) * (columns - 1);
  expect(count(vortex)).toEqual({ residues: 1, loops });
  expect(count((row, column) => wrapPhaseRad(2 * row - 1.5 * column))).toEqual({ residues: 0, loops });
  const hole = new Uint8Array(rows * columns).fill(1);
  hole[3 * columns + 4] = 0;
  expect(count(vortex, hole)).toEqual({ residues: 0, loops: loops - 4 });
});
