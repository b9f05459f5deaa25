import type { Gpu } from '../gpu/index.ts';
import type { CoherenceMap, Interferogram } from '../model/index.ts';
import { type SwathSpectrum, biasRemoval, effectiveLooks, zeroCoherenceQuantile } from '../speckle/index.ts';
import { estimateKernel } from './estimate.kernel.ts';

/** Cells on each side of a cell that its coherence is estimated over: 1 is a window of 3 x 3 cells. */
export const WINDOW_RADIUS = 1;

/**
 * Removing the fringe of 3 x 3 cells lifts the estimate where there is no coherence, as the largest of this many
 * independent estimates would be (simulated at 4 and 29 looks a cell: test/gpu/coherence/zero-coherence.test.ts).
 */
const FRINGE_TRIALS = 50;

/** Estimates coherence over 3 x 3 cells of the unfiltered interferogram. */
export async function estimateCoherence(
  gpu: Gpu,
  interferogram: Interferogram,
  spectrum: SwathSpectrum,
): Promise<CoherenceMap> {
  const { grid, cells } = interferogram;
  const count = grid.rows * grid.columns;
  const side = 2 * WINDOW_RADIUS + 1;
  const looks = effectiveLooks(spectrum, side * grid.looks.azimuth, side * grid.looks.range);
  using scope = gpu.scope('coherence');
  const output = scope.allocate('coherence', count * 4);
  await scope.dispatch(estimateKernel, {
    params: { rows: grid.rows, columns: grid.columns },
    buffers: { cells: scope.upload('cells', cells as Float32Array<ArrayBuffer>), coherence: output },
    overrides: { RADIUS: WINDOW_RADIUS },
    workgroups: [Math.ceil(grid.columns / 16), Math.ceil(grid.rows / 4)],
  });
  const raw = (await scope.readFloat32(output, count)).map((value) => (value < 0 ? NaN : value));
  return {
    grid,
    raw,
    coherence: raw.map(biasRemoval(looks)),
    effectiveLooks: looks,
    zeroQuantile: zeroCoherenceQuantile(looks, FRINGE_TRIALS),
  };
}
