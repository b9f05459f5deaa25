import type { CatalogueEntry } from '../catalogue-entry.ts';

export const gpuErrors = {
  GPU_NO_ADAPTER: {
    stage: 'gpu',
    fault: 'upstream',
    message: 'No WebGPU adapter was found{reason}.',
    remedy: 'Run `npm run -s sentryal -- doctor`: it says what is missing and how to get it.',
  },
  GPU_LIMIT_TOO_SMALL: {
    stage: 'gpu',
    fault: 'data',
    message: 'A buffer of {bytes} bytes ({name}) exceeds the adapter limit of {limit} bytes.',
    remedy:
      'Ask for a smaller bbox or context_margin_m or, for cells, more looks; for the DEM give a coarser one; or use an adapter with a larger limit.',
  },
  GPU_DEVICE_LOST: {
    stage: 'gpu',
    fault: 'upstream',
    message: 'The GPU device was lost: {reason}.',
    remedy: 'Restart the process; if it happens again, check the driver with `doctor`.',
  },
  GPU_TIMEOUT: {
    stage: 'gpu',
    fault: 'upstream',
    message: 'The GPU did not answer within {seconds} s ({what}).',
    remedy: 'Restart the process; if it happens again, check the driver with `doctor`.',
  },
  GPU_KERNEL_INVALID: {
    stage: 'gpu',
    fault: 'internal',
    message: 'Kernel {kernel} failed: {reason}.',
    remedy: 'This is a fault of Sentryal: report it with the answer document.',
  },
} as const satisfies Record<string, CatalogueEntry>;
