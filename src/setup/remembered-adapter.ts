import { driverDigest } from './driver-files.ts';
import { recallAdapter } from './probe-cache.ts';
import { cacheFolder } from './project.ts';

/**
 * Adds to this process's environment what an adapter found by an earlier start needs, for the processes that this one
 * starts. Does nothing inside a prepared environment or when the drivers have changed since.
 */
export function useRememberedAdapter(environment: NodeJS.ProcessEnv = process.env): void {
  if (environment['SENTRYAL_ADAPTER_READY']) return;
  const remembered = recallAdapter(cacheFolder(environment));
  const choice = environment['SENTRYAL_ADAPTER'] || 'auto';
  if (!remembered || remembered.digest !== driverDigest(choice, remembered.driverFiles, environment)) return;
  Object.assign(environment, remembered.environment);
}
