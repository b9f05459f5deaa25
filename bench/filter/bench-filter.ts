import { goldsteinKernel } from '../../src/filter/index.ts';
import type { Gpu } from '../../src/gpu/index.ts';
import { wrapPhaseRad } from '../../src/units/index.ts';
import { goldstein } from '../../test/reference/filter/goldstein.ts';
import { Random } from '../../test/support/random.ts';
import { measureCase } from '../support/kernel-case.ts';
import { measureKernels } from '../support/measure-kernel.ts';
import type { BenchPart } from '../support/record.ts';
import { fringeRad } from '../support/speckle-cells.ts';
import { PATCH, cornerOf, cut, randomRaster, repeated, sidesFor, sizeOf, worstInCorner } from '../support/square.ts';

export const description = 'the Goldstein-Baran filter, all blocks of a raster';

const STRENGTH = 1;
const BLOCK = 32;
const STEP = 16;

/**
 * Operations for each cell of a block of 32 x 32, in the order of the kernel's text: sums of the fringe, fringe out, 20 stages
 * of half a butterfly of 16, magnitude, its sum over 3 x 3, weight, fringe in. Four blocks overlap on each cell.
 */
const FLOPS_PER_CELL = 4 * (36 + 21 + (20 * 16) / 2 + 4 + 10 + 8 + 25);

function noisyFringePatch(seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed);
  return Float32Array.from({ length: PATCH.rows * PATCH.columns }, (_, at) =>
    wrapPhaseRad(fringeRad(Math.floor(at / PATCH.columns), at % PATCH.columns) + random.normal()),
  );
}

/** Blocks of one parity along an axis: starts at (2 k + parity - 1) · 16, as long as it holds a cell. */
function blocks(cells: number, parity: number): number {
  return Math.ceil((cells - (parity - 1) * STEP) / BLOCK);
}

export function run(gpu: Gpu): Promise<BenchPart> {
  const patch = noisyFringePatch(1);
  return measureKernels(gpu, 'filter', async (_, one) => {
    for (const side of sidesFor(gpu)) {
      const phases = repeated(patch, side);
      const coherence = randomRaster(side, 2, 0.2, 0.7);
      const corner = cornerOf(side, 128, BLOCK);
      await measureCase(gpu, one, {
        ...sizeOf(side, 'cells'),
        kernel: goldsteinKernel,
        buffers: { phases, coherence, filtered: 2 * side * side },
        dispatches: [0, 1].flatMap((parity_row) =>
          [0, 1].map((parity_column) => ({
            params: { rows: side, columns: side, parity_row, parity_column, strength: STRENGTH },
            workgroups: [blocks(side, parity_column), blocks(side, parity_row)] as const,
          })),
        ),
        // Phase and coherence 4 bytes each; the filtered phasor, 8, starts at 0 and would be written once.
        bytes: side * side * 16,
        flops: side * side * FLOPS_PER_CELL,
        more: { strength: STRENGTH },
        against: 'f64 reference, of a phasor',
        // Four transforms of length 32 in f32 on sums of up to 1024 phasors: some 1e-6 of the largest.
        bound: 2e-5,
        worst: async (read) => {
          const [phasesThere, coherenceThere] = [cut(phases, side, corner), cut(coherence, side, corner)];
          const expected = goldstein(phasesThere, coherenceThere, corner.side, corner.side, STRENGTH);
          const margins = { margin: BLOCK, components: 2 };
          return worstInCorner(await read('filtered'), expected, side, corner, margins);
        },
      });
    }
  });
}
