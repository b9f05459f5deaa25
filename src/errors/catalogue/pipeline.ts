import type { CatalogueEntry } from '../catalogue-entry.ts';

export const pipelineErrors = {
  AREA_OUTSIDE_BURSTS: {
    stage: 'interferogram',
    fault: 'caller',
    message: 'Neither the bbox nor any point lies in a burst that both granules have.',
    remedy: 'Choose granules that cover the area, or correct the bbox.',
  },
  DEM_NOT_GIVEN: {
    stage: 'geometry',
    fault: 'caller',
    message: 'The job names no elevation model.',
    remedy: 'Set options.dem to a GeoTIFF that covers the area.',
  },
} as const satisfies Record<string, CatalogueEntry>;
