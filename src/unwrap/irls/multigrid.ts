import type { BoundKernel, DeviceBuffer, GpuScope, Workgroups } from '../../gpu/index.ts';
import { coarseCycle } from './coarse-cycle.kernel.ts';
import { coarsenWeight } from './coarsen-weight.kernel.ts';
import { restrictResidual } from './restrict-residual.kernel.ts';
import { smoothFromZero } from './smooth-from-zero.kernel.ts';
import { smoothHalf } from './smooth-half.kernel.ts';
import type { GridEdges } from '../grid-edges.ts';
import { gridWorkgroups } from '../workgroups.ts';

/**
 * A coarse correction by piecewise constants is too short by about this factor (Braess 1995, Computing 55, 379-393).
 */
const OVER_CORRECTION = 1.8;

interface Step {
  readonly kernel: BoundKernel;
  readonly workgroups: Workgroups;
}

/** The system of the finest level; `solution` receives what one cycle makes of `rightSide`. */
export interface FineSystem {
  readonly rows: number;
  readonly columns: number;
  readonly weight: GridEdges<DeviceBuffer>;
  readonly rightSide: DeviceBuffer;
  readonly solution: DeviceBuffer;
}

/** A bound V(1,1) cycle: symmetric, so that it can precondition conjugate gradients. */
export interface Multigrid {
  /** Carries the finest weights to all levels; to be recorded whenever they change. */
  recordCoarsen(): void;
  /** solution = one cycle for A solution = rightSide, from zero. */
  recordCycle(): void;
}

/**
 * Binds the cycle for a system: 2 x 2 aggregation down to a single cell, red-black Gauss-Seidel before and after.
 * @param fusedCells the coarse levels that have no more cells than this together become one dispatch; 0: none do
 */
export async function createMultigrid(scope: GpuScope, system: FineSystem, fusedCells: number): Promise<Multigrid> {
  const coarsen: Step[] = [];
  const down: Step[] = [];
  const up: Step[][] = [];
  let level = system;
  for (;;) {
    const { rows, columns, weight, rightSide: b, solution: u } = level;
    const params = { rows, columns };
    const workgroups = gridWorkgroups(rows, columns);
    const matrix = { b, u, weight_x: weight.x, weight_y: weight.y };
    if (cellsOfLevels(rows, columns) <= fusedCells) {
      const options = {
        params: { ...params, over_correction: OVER_CORRECTION },
        buffers: matrix,
        overrides: { CELLS: fusedCells },
      };
      down.push({ kernel: await scope.bind(coarseCycle, options), workgroups: [1] });
      break;
    }
    down.push({ kernel: await scope.bind(smoothFromZero, { params, buffers: matrix }), workgroups });
    if (rows * columns === 1) break;
    const coarse = allocateCoarse(scope, rows, columns);
    const coarseWorkgroups = gridWorkgroups(coarse.rows, coarse.columns);
    const half = { ...matrix, coarse_u: coarse.solution };
    coarsen.push({
      kernel: await scope.bind(coarsenWeight, {
        params,
        buffers: { fine_x: weight.x, fine_y: weight.y, coarse_x: coarse.weight.x, coarse_y: coarse.weight.y },
      }),
      workgroups: coarseWorkgroups,
    });
    down.push({
      kernel: await scope.bind(restrictResidual, { params, buffers: { ...matrix, coarse_b: coarse.rightSide } }),
      workgroups: coarseWorkgroups,
    });
    const black = { ...params, colour: 1, over_correction: OVER_CORRECTION };
    const red = { ...params, colour: 0, over_correction: 0 };
    up.unshift([
      { kernel: await scope.bind(smoothHalf, { params: black, buffers: half }), workgroups },
      { kernel: await scope.bind(smoothHalf, { params: red, buffers: half }), workgroups },
    ]);
    level = coarse;
  }
  const cycle = [...down, ...up.flat()];
  const record = (steps: readonly Step[]): void => {
    for (const { kernel, workgroups } of steps) scope.record(kernel, workgroups);
  };
  return { recordCoarsen: () => record(coarsen), recordCycle: () => record(cycle) };
}

/** Cells of a level and of all below it. */
function cellsOfLevels(rows: number, columns: number): number {
  const cells = rows * columns;
  return cells === 1 ? 1 : cells + cellsOfLevels(Math.ceil(rows / 2), Math.ceil(columns / 2));
}

function allocateCoarse(scope: GpuScope, fineRows: number, fineColumns: number): FineSystem {
  const rows = Math.ceil(fineRows / 2);
  const columns = Math.ceil(fineColumns / 2);
  const plane = (name: string): DeviceBuffer => scope.allocate(`unwrap ${name} ${rows}x${columns}`, rows * columns * 4);
  return {
    rows,
    columns,
    weight: { x: plane('weight_x'), y: plane('weight_y') },
    rightSide: plane('right side'),
    solution: plane('correction'),
  };
}
