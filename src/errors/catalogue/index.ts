import { cliErrors } from './cli.ts';
import { fetchErrors } from './fetch.ts';
import { filterErrors } from './filter.ts';
import { geometryErrors } from './geometry.ts';
import { gpuErrors } from './gpu.ts';
import { handlerErrors } from './handler.ts';
import { internalErrors } from './internal.ts';
import { jobErrors } from './job.ts';
import { networkErrors } from './network.ts';
import { pipelineErrors } from './pipeline.ts';
import { productsErrors } from './products.ts';
import { rasterErrors } from './raster.ts';
import { readErrors } from './read.ts';
import { settingsErrors } from './settings.ts';
import { setupErrors } from './setup.ts';
import { simulateErrors } from './simulate.ts';
import { unwrapErrors } from './unwrap.ts';

/** Every error of the project: code, stage, fault, message, remedy. One file per room, merged here. */
export const errorCatalogue = {
  ...fetchErrors,
  ...filterErrors,
  ...geometryErrors,
  ...gpuErrors,
  ...handlerErrors,
  ...internalErrors,
  ...jobErrors,
  ...networkErrors,
  ...pipelineErrors,
  ...productsErrors,
  ...rasterErrors,
  ...readErrors,
  ...settingsErrors,
  ...setupErrors,
  ...simulateErrors,
  ...unwrapErrors,
  ...cliErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
