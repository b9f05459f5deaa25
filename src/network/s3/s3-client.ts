import type { S3Client, S3ClientConfig } from '@aws-sdk/client-s3';
import { type Resolve, guardedAgents } from '../guarded-connection.ts';
import type { NetworkPolicy } from '../policy.ts';
import { requireAllowed } from '../require-allowed.ts';
import type { S3Options } from './s3.ts';
import { endpointOrigin } from './s3-names.ts';
import { loadSdk } from './sdk.ts';

const CONNECT_MS = 10_000;

/** Who signs: the given keys, what the AWS tools find, or nobody. Keys of the environment are never taken in silence. */
function identity(keys: S3Options['keys']): Pick<S3ClientConfig, 'credentials' | 'signer'> {
  if (keys === 'chain') return {};
  if (keys === undefined)
    return {
      credentials: { accessKeyId: '', secretAccessKey: '' },
      signer: { sign: async (request) => request },
    };
  const { accessKeyId, secretAccessKey, sessionToken } = keys;
  return { credentials: { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) } };
}

export type CreateClient = (
  policy: NetworkPolicy,
  options: S3Options,
  connections: number,
  resolve?: Resolve,
) => Promise<S3Client>;

/**
 * A client of the AWS SDK that connects where the policy allows only. It tries nothing again and follows no redirect: what is
 * around it does the one and refuses the other.
 * @param resolve gives the addresses of a name in place of the system
 */
export const createClient: CreateClient = async (policy, options, connections, resolve) => {
  const { S3Client } = await loadSdk();
  const agents = guardedAgents(policy, { maxSockets: connections, ...(resolve && { resolve }) });
  const endpoint = options.endpoint === undefined ? undefined : endpointOrigin(options.endpoint);
  const client = new S3Client({
    ...identity(options.keys),
    ...(endpoint === undefined ? {} : { endpoint, useDualstackEndpoint: false, useFipsEndpoint: false }),
    ...(options.region === undefined && options.keys === 'chain' ? {} : { region: options.region ?? 'us-east-1' }),
    forcePathStyle: options.forcePathStyle ?? endpoint !== undefined,
    ignoreConfiguredEndpointUrls: true,
    followRegionRedirects: false,
    disableMultiregionAccessPoints: true,
    maxAttempts: 1,
    // Services other than AWS do not know the checksums that the SDK adds by itself.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      httpAgent: agents.http,
      httpsAgent: agents.https,
      connectionTimeout: CONNECT_MS,
      socketTimeout: (options.stallS ?? 30) * 1000,
    },
  });
  client.middlewareStack.add(
    (next) => async (call) => {
      const { protocol, hostname, port } = call.request as { protocol: string; hostname: string; port?: number };
      requireAllowed(policy, `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}/`);
      return next(call);
    },
    { step: 'finalizeRequest', priority: 'high', name: 'policyMiddleware' },
  );
  return client;
};
