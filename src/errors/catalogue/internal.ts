import type { CatalogueEntry } from '../catalogue-entry.ts';

export const internalErrors = {
  INTERNAL: {
    stage: 'job',
    fault: 'internal',
    message: 'An unexpected fault: {reason}.',
    remedy: 'This is a fault of Sentryal: report it with the answer document.',
  },
  CANCELLED: {
    stage: 'job',
    fault: 'caller',
    message: 'The job was cancelled.',
    remedy: 'Submit the job again if it is still wanted.',
  },
} as const satisfies Record<string, CatalogueEntry>;
