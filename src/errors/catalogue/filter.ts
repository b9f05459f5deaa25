import type { CatalogueEntry } from '../catalogue-entry.ts';

export const filterErrors = {
  FILTER_INPUT_INVALID: {
    stage: 'filter',
    fault: 'caller',
    message: 'The interferogram cannot be filtered: {reason}.',
    remedy: 'Give a phase and a coherence raster of the same size, and a strength between 0 and 1.',
  },
} as const satisfies Record<string, CatalogueEntry>;
