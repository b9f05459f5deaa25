import {
  losDisplacementKernel,
  losSigmaKernel,
  losSigmaTable,
  millimetresPerRadian,
} from '../../src/displacement/index.ts';
import type { Gpu } from '../../src/gpu/index.ts';
import { phaseSigmaRad } from '../../src/speckle/index.ts';
import { losDisplacement } from '../../test/reference/displacement/los-displacement.ts';
import { losSigma } from '../../test/reference/displacement/los-sigma.ts';
import { measureCase } from '../support/kernel-case.ts';
import { measureKernels } from '../support/measure-kernel.ts';
import type { BenchPart } from '../support/record.ts';
import { largestDifference, randomRaster, sidesFor, sizeOf } from '../support/square.ts';

export const description = 'displacement in the line of sight and its standard deviation, of planes of values';

const WAVELENGTH_M = 299_792_458 / 5.405000454e9;
const REFERENCE_PHASE_RAD = 1.234;
const LOOKS = 40;
const REACH_RAD = 50;

/** Elements in one row of workgroups at most, as the stage dispatches them. */
const ROW = 65_535 * 256;

function rowsOf(count: number) {
  const rowStride = Math.min(ROW, count);
  return { rowStride, workgroups: [Math.ceil(rowStride / 256), Math.ceil(count / rowStride)] as const };
}

export function run(gpu: Gpu): Promise<BenchPart> {
  const mmPerRad = Math.abs(millimetresPerRadian({ wavelengthM: WAVELENGTH_M, swapped: false }));
  const table = losSigmaTable((coherence) => mmPerRad * phaseSigmaRad(coherence, LOOKS));
  return measureKernels(gpu, 'displacement', async (_, one) => {
    for (const side of sidesFor(gpu)) {
      const count = side * side;
      const { rowStride, workgroups } = rowsOf(count);
      const phaseRad = randomRaster(side, 1, -REACH_RAD, REACH_RAD);
      await measureCase(gpu, one, {
        ...sizeOf(side, 'cells'),
        kernel: losDisplacementKernel,
        buffers: { phase_rad: phaseRad, displacement_mm: count },
        dispatches: [
          {
            params: {
              count,
              row_stride: rowStride,
              millimetres_per_radian: millimetresPerRadian({ wavelengthM: WAVELENGTH_M, swapped: false }),
              reference_phase_rad: REFERENCE_PHASE_RAD,
            },
            workgroups,
          },
        ],
        // A phase in, a displacement out; a difference and a product.
        bytes: count * 8,
        flops: count * 2,
        against: 'f64 reference, mm',
        // Three roundings of f32 of up to 230 mm.
        bound: 1e-5 + 1e-6 * mmPerRad * (REACH_RAD + REFERENCE_PHASE_RAD),
        worst: async (read) =>
          largestDifference(
            await read('displacement_mm'),
            losDisplacement(phaseRad, WAVELENGTH_M, false, REFERENCE_PHASE_RAD),
          ),
      });
      const coherence = randomRaster(side, 2, 0, 1);
      await measureCase(gpu, one, {
        ...sizeOf(side, 'cells'),
        kernel: losSigmaKernel,
        buffers: { coherence, sigma_table: table, sigma_mm: count },
        dispatches: [{ params: { count, row_stride: rowStride, steps: table.length - 1 }, workgroups }],
        // A coherence in, a sigma out, and the table once.
        bytes: count * 8 + table.byteLength,
        // Held within 0..1, root, place in the table, and a line between two entries.
        flops: count * 10,
        more: { looks: LOOKS, tableEntries: table.length },
        against: 'f64 reference, mm',
        // A place of 2000 steps is good to some 2e-4 of a step, and a step is at most 0.03 mm.
        bound: 2e-5,
        worst: async (read) => largestDifference(await read('sigma_mm'), losSigma(coherence, table)),
      });
    }
  });
}
