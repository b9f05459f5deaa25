import type { CatalogueEntry } from '../catalogue-entry.ts';

export const pipelineErrors = {
  AREA_OUTSIDE_BURSTS: {
    stage: 'interferogram',
    fault: 'caller',
    message: 'Neither the bbox nor any point lies in a burst that both granules have.',
    remedy: 'Choose granules that cover the area, or correct the bbox.',
  },
} as const satisfies Record<string, CatalogueEntry>;
