import { DEFAULT_WINDOW, FRINGE_MARGIN, estimateKernel } from '../coherence/index.ts';
import { losDisplacementKernel } from '../displacement/index.ts';
import { goldsteinKernel } from '../filter/index.ts';
import { radarHeightKernel } from '../geometry/index.ts';
import type { Gpu, KernelUse } from '../gpu/index.ts';
import { FORM_MODE, formKernel, formModeOf } from '../interferogram/index.ts';
import { unwrapKernels } from '../unwrap/index.ts';

/** The kernels of the main job, in the order they are needed. */
function kernelsOf(gpu: Gpu, rangeLooks: number): KernelUse[] {
  const { rows: WINDOW_ROWS, columns: WINDOW_COLUMNS } = DEFAULT_WINDOW;
  return [
    { kernel: radarHeightKernel },
    { kernel: formKernel, overrides: { MODE: formModeOf(rangeLooks) } },
    { kernel: estimateKernel, overrides: { WINDOW_ROWS, WINDOW_COLUMNS, FRINGE_MARGIN } },
    { kernel: goldsteinKernel },
    ...unwrapKernels(gpu),
    { kernel: losDisplacementKernel },
    { kernel: formKernel, overrides: { MODE: FORM_MODE.bothDates } },
  ];
}

/** Compiles what a job will need while its data is still on the way. It does not throw: the stage that needs a kernel does. */
export async function warmUp(gpu: Gpu, rangeLooks: number): Promise<void> {
  await Promise.allSettled(kernelsOf(gpu, rangeLooks).map((use) => gpu.compile(use)));
}
