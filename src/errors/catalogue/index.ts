import { geometryErrors } from './geometry.ts';
import { gpuErrors } from './gpu.ts';
import { internalErrors } from './internal.ts';

/** Every error of the project: code, stage, fault, message, remedy. One file per room, merged here. */
export const errorCatalogue = {
  ...geometryErrors,
  ...gpuErrors,
  ...internalErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;
