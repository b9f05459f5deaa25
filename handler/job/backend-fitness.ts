import type { Settings } from '../../src/settings/index.ts';
import type { FitnessCheck } from '../worker/fitness.ts';
import type { Log } from '../worker/log-line.ts';

/** Starts the solver of orbit geometry that jobs will use: one that is not there must be known before a job is taken. */
export function backendCheck(settings: Pick<Settings, 'backend'>, log: Log): FitnessCheck {
  return {
    name: 'backend',
    async check() {
      // The embedded one is there, and loading it now would only make the start slower.
      if (settings.backend === 'embedded') return;
      const { openSolver } = await import('../../src/pipeline/index.ts');
      const { name, version } = (await openSolver(undefined, settings)).described;
      log('INFO', `orbit geometry: ${name} ${version}`);
    },
  };
}
