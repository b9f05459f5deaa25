import { cliErrors } from './cli.ts';
import { credentialsErrors } from './credentials.ts';
import { fetchErrors } from './fetch.ts';
import { filterErrors } from './filter.ts';
import { findErrors } from './find.ts';
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
import { s3Errors } from './s3.ts';
import { settingsErrors } from './settings.ts';
import { setupErrors } from './setup.ts';
import { simulateErrors } from './simulate.ts';
import { submitErrors } from './submit.ts';
import { unwrapErrors } from './unwrap.ts';
import { uploadErrors } from './upload.ts';

/** Every error of the project: code, stage, fault, message, remedy. One file per room, merged here. */
export const errorCatalogue = {
  ...credentialsErrors,
  ...fetchErrors,
  ...filterErrors,
  ...findErrors,
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
  ...s3Errors,
  ...settingsErrors,
  ...setupErrors,
  ...simulateErrors,
  ...submitErrors,
  ...unwrapErrors,
  ...uploadErrors,
  ...cliErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
