import {
  type DataAccessOptions,
  type OpenedDataAccess,
  isRemote,
  localDataAccess,
  openDataAccess,
} from '../fetch/index.ts';
import type { Job } from '../job/index.ts';
import type { Warn } from '../model/index.ts';
import type { Settings } from '../settings/index.ts';

/** What the jobs of a process may reach, and where its user's credentials are. */
export interface AccessRules extends Pick<DataAccessOptions, 'allowLocalPaths' | 'environment' | 'home'> {
  /** Whether addresses of this machine and of private networks may be connected to: never for what strangers send. */
  readonly allowPrivate: boolean;
}

/** Opens what a process needs to reach data, by its settings. */
export async function openAccess(settings: Settings, rules: AccessRules, warn: Warn): Promise<OpenedDataAccess> {
  const { allowLocalPaths, allowPrivate, environment, home } = rules;
  if (settings.network === 'off') return { ...localDataAccess(warn), allowLocalPaths };
  return openDataAccess({
    allowLocalPaths,
    policy: { allowPrivate, allowedHosts: settings.allowedHosts },
    connectionsPerOrigin: settings.concurrency,
    cacheDir: settings.cacheDir,
    cacheSizeBytes: settings.cacheSizeBytes,
    services: settings,
    environment,
    home,
    warn,
  });
}

/** Whether anything of a job has to be fetched. */
export function reachesOut({ reference_url: reference, secondary_url: secondary, options }: Job): boolean {
  const { corrections, dem, orbits, reference_orbit: orbit1, secondary_orbit: orbit2, water_mask: mask = [] } = options;
  const { dem_tile_lists: lists = [] } = options;
  const isFound = [reference, secondary, dem].some((location) => location === null || location === undefined);
  if (isFound || (orbits === 'best' && (orbit1 === undefined || orbit2 === undefined))) return true;
  const given = [reference, secondary, dem, lists, mask, orbit1, orbit2, ...Object.values(corrections)].flat();
  return given.some((location) => typeof location === 'string' && isRemote(location));
}
