import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import type { Warn } from '../model/index.ts';
import { type Network, type NetworkPolicy, openNetwork, redactUrl } from '../network/index.ts';
import { type DataCache, openDataCache } from './cache/index.ts';
import { readCredentials } from './credentials/read-credentials.ts';
import type { DataAccess, ServiceAddresses } from './data-access.ts';

export interface DataAccessOptions {
  /** Whether paths and file:// may be read. */
  readonly allowLocalPaths: boolean;
  readonly policy: NetworkPolicy;
  readonly connectionsPerOrigin: number;
  /** Folder of the project's cache; data goes into `data` below it. */
  readonly cacheDir: string;
  readonly cacheSizeBytes: number;
  readonly services: ServiceAddresses;
  /** Where credentials are looked for. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly warn: Warn;
}

/** What a process keeps open for its jobs: connections, cache, credentials. */
export interface OpenedDataAccess extends DataAccess {
  close(): Promise<void>;
}

/** Opens the way to data elsewhere. */
export async function openDataAccess(options: DataAccessOptions): Promise<OpenedDataAccess> {
  const { allowLocalPaths, policy, connectionsPerOrigin, services, warn } = options;
  const credentials = await readCredentials(options.environment, options.home, warn);
  const folder = join(options.cacheDir, 'data');
  const cache = await openDataCache({ folder, maxBytes: options.cacheSizeBytes, warn });
  const network = openNetwork(policy, { connectionsPerOrigin });
  return {
    network,
    cache,
    credentials,
    services,
    allowLocalPaths,
    warn,
    async close() {
      await cache.close();
      await network.close();
    },
  };
}

const NO_CACHE: DataCache = {
  source: (remote) => remote,
  file: (_, __, fetch, signal) => fetch(signal),
  forJob: () => NO_CACHE,
  async close() {},
};

const NO_SERVICES: ServiceAddresses = {
  dataSpaceCatalogue: [],
  dataSpaceS3: [],
  asfDatapool: [],
  asfBursts: [],
  orbitsByScene: [],
  orbitBuckets: [],
  glo30: [],
  glo90: [],
};

/** Access to this machine's files alone: nothing is connected to, nothing is kept. */
export function localDataAccess(warn: Warn): OpenedDataAccess {
  const network: Network = {
    policy: { allowPrivate: false, allowedHosts: [] },
    request({ url }) {
      return Promise.reject(new SentryalError('NETWORK_OFF', { url: redactUrl(url) }));
    },
    async close() {},
  };
  return {
    network,
    cache: NO_CACHE,
    credentials: {},
    services: NO_SERVICES,
    allowLocalPaths: true,
    warn,
    async close() {},
  };
}
