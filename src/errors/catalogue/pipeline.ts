import type { CatalogueEntry } from '../catalogue-entry.ts';

export const pipelineErrors = {
  AREA_OUTSIDE_BURSTS: {
    stage: 'interferogram',
    fault: 'caller',
    message: 'Neither the bbox nor any point lies in a burst that both granules have.',
    remedy: 'Choose granules that cover the area, or correct the bbox.',
  },
  AREA_TOO_WIDE: {
    stage: 'interferogram',
    fault: 'caller',
    message: 'The bbox spans {degrees} degrees of longitude; west > east is read as crossing the antimeridian.',
    remedy: 'Exchange west and east, or give the part of the bbox that the granules cover.',
  },
  RASTER_TOO_LARGE_FOR_GPU: {
    stage: 'interferogram',
    fault: 'caller',
    message:
      'The area takes {rows} x {columns} = {cells} cells of {looks} looks; one plane of at most {largest} cells fits this adapter: {fitting}.',
    remedy:
      'Ask for the looks named, a smaller bbox or a smaller context_margin_m, or use an adapter with a larger limit; `plan JOB.json` tells the sizes beforehand.',
  },
  RUN_NOT_FOUND: {
    stage: 'points',
    fault: 'caller',
    message: '{folder} holds no saved run: there is no run/run.json in it.',
    remedy: 'Give the folder that `run JOB.json --out DIR` wrote, with keep_run left true.',
  },
  RUN_UNREADABLE: {
    stage: 'points',
    fault: 'caller',
    message: 'The saved run cannot be used: {file}: {reason}.',
    remedy: 'Run the job again with --out; the files of the folder run belong together and are not to be edited.',
  },
  RUN_OTHER_VERSION: {
    stage: 'points',
    fault: 'caller',
    message: '{file} was written by version {found}; this is {version}, format 1.',
    remedy: 'Run the job again with this version, or measure the points with that one.',
  },
} as const satisfies Record<string, CatalogueEntry>;
