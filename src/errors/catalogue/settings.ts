import type { CatalogueEntry } from '../catalogue-entry.ts';

export const settingsErrors = {
  SETTINGS_INVALID: {
    stage: 'setup',
    fault: 'caller',
    message: 'Settings that cannot be used: {list}',
    remedy: 'Correct or unset these environment variables; src/settings/README.md lists their values.',
  },
} as const satisfies Record<string, CatalogueEntry>;
