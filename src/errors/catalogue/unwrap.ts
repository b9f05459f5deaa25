import type { CatalogueEntry } from '../catalogue-entry.ts';

export const unwrapErrors = {
  UNWRAP_INPUT_INVALID: {
    stage: 'unwrap',
    fault: 'internal',
    message: 'Unwrapping was asked for with an invalid input: {reason}.',
    remedy: 'This is a fault of Sentryal: report it with the answer document.',
  },
} as const satisfies Record<string, CatalogueEntry>;
