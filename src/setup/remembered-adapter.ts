import { readSettings } from '../settings/index.ts';
import { driverDigest } from './driver-files.ts';
import { READY_VARIABLE } from './adapter-environment.ts';
import { recallAdapter } from './probe-cache.ts';

/**
 * Adds to this process's environment what an adapter found by an earlier start needs, for the processes that this one
 * starts. Does nothing inside a prepared environment or when the drivers have changed since.
 */
export function useRememberedAdapter(environment: NodeJS.ProcessEnv = process.env): void {
  if (environment[READY_VARIABLE]) return;
  const { cacheDir, adapter } = readSettings(environment).settings;
  const remembered = recallAdapter(cacheDir);
  if (!remembered || remembered.digest !== driverDigest(adapter, remembered.driverFiles, environment)) return;
  Object.assign(environment, remembered.environment);
}
