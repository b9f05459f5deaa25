import { type Credentials, type DataAccess, type ServiceAddresses, openDataCache } from '../../src/fetch/index.ts';
import type { Warning } from '../../src/model/index.ts';
import { type NetworkOptions, openNetwork } from '../../src/network/index.ts';

export interface TestAccess extends DataAccess {
  readonly warnings: Warning[];
  close(): Promise<void>;
}

/** Access to servers on loopback; services that are not given have no address. */
export async function testAccess(
  cacheDir: string,
  services: Partial<ServiceAddresses> = {},
  credentials: Credentials = {},
  rest: { readonly allowLocalPaths?: boolean; readonly network?: NetworkOptions } = {},
): Promise<TestAccess> {
  const warnings: Warning[] = [];
  const warn = (warning: Warning): void => void warnings.push(warning);
  const network = openNetwork(
    { allowPrivate: true, allowedHosts: [] },
    { firstDelayMs: 1, maxDelayMs: 5, stallTimeoutMs: 500, ...rest.network },
  );
  const cache = await openDataCache({ folder: cacheDir, maxBytes: 2 ** 32, warn });
  return {
    network,
    cache,
    credentials,
    services: {
      dataSpaceCatalogue: [],
      dataSpaceS3: [],
      asfDatapool: [],
      asfBursts: [],
      asfLogin: [],
      orbitsByScene: [],
      orbitBuckets: [],
      glo30: [],
      glo90: [],
      ...services,
    },
    allowLocalPaths: rest.allowLocalPaths ?? true,
    warn,
    warnings,
    async close() {
      await cache.close();
      await network.close();
    },
  };
}
