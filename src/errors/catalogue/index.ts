import { cliErrors } from './cli.ts';
import { fetchErrors } from './fetch.ts';
import { geometryErrors } from './geometry.ts';
import { gpuErrors } from './gpu.ts';
import { internalErrors } from './internal.ts';
import { jobErrors } from './job.ts';
import { readErrors } from './read.ts';
import { settingsErrors } from './settings.ts';
import { setupErrors } from './setup.ts';

/** Every error of the project: code, stage, fault, message, remedy. One file per room, merged here. */
export const errorCatalogue = {
  ...readErrors,
  ...fetchErrors,
  ...geometryErrors,
  ...gpuErrors,
  ...internalErrors,
  ...jobErrors,
  ...settingsErrors,
  ...setupErrors,
  ...cliErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
