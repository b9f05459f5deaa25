import { type DataAccess, type ServiceAddresses, openDataCache } from '../../src/fetch/index.ts';
import type { Warning } from '../../src/model/index.ts';
import { openNetwork } from '../../src/network/index.ts';

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

export interface LoopbackAccess extends DataAccess {
  readonly warnings: Warning[];
  close(): Promise<void>;
}

/** Access to nothing but the servers of a test, with a cache of its own. */
export async function loopbackAccess(folder: string, services: Partial<ServiceAddresses>): Promise<LoopbackAccess> {
  const warnings: Warning[] = [];
  const warn = (warning: Warning): void => void warnings.push(warning);
  const network = openNetwork({ allowPrivate: true, allowedHosts: [] }, { firstDelayMs: 5, stallTimeoutMs: 300 });
  const cache = await openDataCache({ folder, maxBytes: 2 ** 30, warn });
  return {
    network,
    cache,
    credentials: {},
    services: { ...NO_SERVICES, ...services },
    allowLocalPaths: true,
    warn,
    warnings,
    async close() {
      await cache.close();
      await network.close();
    },
  };
}
