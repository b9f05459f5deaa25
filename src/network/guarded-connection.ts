import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { Agent as HttpAgent, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import { buildConnector } from 'undici';
import { SentryalError } from '../errors/index.ts';
import { isPublicAddress } from './address.ts';
import type { NetworkPolicy } from './policy.ts';
import { requireAllowed } from './require-allowed.ts';

/** All addresses of a name, in the order to try them. */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** For one of several addresses of a name; Node's own 250 ms is less than a far host takes. */
const ATTEMPT_MS = 2000;

const resolveBySystem: Resolve = (host) => systemLookup(host, { all: true });

/**
 * A lookup for sockets that gives only addresses the policy allows. The socket connects to what it gives, so that a name cannot
 * answer one thing to a check and another to the connection.
 */
export function guardedLookup(policy: NetworkPolicy, resolve: Resolve = resolveBySystem): LookupFunction {
  return (host, options, give) => {
    const answer = async (): Promise<LookupAddress[]> => {
      const { family } = options;
      const wanted = family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : (family ?? 0);
      const found = await resolve(host);
      const allowed = policy.allowPrivate ? found : found.filter(({ address }) => isPublicAddress(address));
      if (found.length > 0 && allowed.length === 0)
        throw new SentryalError('ADDRESS_REFUSED', { url: host, reason: 'it resolves to no public address' });
      const usable = allowed.filter((entry) => wanted === 0 || entry.family === wanted);
      if (usable.length === 0)
        throw new SentryalError('NETWORK_FAILED', { url: host, reason: 'its name has no address' });
      return usable.map(({ address, family: kind }) => ({ address, family: kind }));
    };
    answer().then(
      (usable) => {
        if (options.all === true) give(null, usable);
        else give(null, usable[0]!.address, usable[0]!.family);
      },
      (error: unknown) => give(error as NodeJS.ErrnoException, ''),
    );
  };
}

/** Sockets take IPv6 addresses without the brackets that URLs need. */
function originOf(protocol: string, host: string, port: string | number): string {
  return `${protocol}//${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
}

/** The address a socket ended up at, checked again before the first byte of a request. */
function checkPeer(policy: NetworkPolicy, socket: Socket): void {
  const address = socket.remoteAddress;
  if (policy.allowPrivate || (address !== undefined && isPublicAddress(address))) return;
  throw new SentryalError('ADDRESS_REFUSED', { url: address ?? 'a host', reason: 'it is not a public address' });
}

/** `connect` of undici's clients within a policy. */
export function guardedConnector(
  policy: NetworkPolicy,
  options: { readonly timeoutMs: number; readonly resolve?: Resolve | undefined },
): buildConnector.connector {
  const connect = buildConnector({
    timeout: options.timeoutMs,
    lookup: guardedLookup(policy, options.resolve),
    autoSelectFamilyAttemptTimeout: ATTEMPT_MS,
  } as buildConnector.BuildOptions);
  return (target, callback) => {
    try {
      // Addresses written out never reach the lookup.
      requireAllowed(policy, originOf(target.protocol, target.hostname, target.port));
    } catch (error) {
      callback(error as Error, null);
      return;
    }
    connect(target, (...[error, socket]) => {
      if (error) {
        callback(error, null);
        return;
      }
      try {
        checkPeer(policy, socket);
      } catch (refused) {
        socket.destroy();
        callback(refused as Error, null);
        return;
      }
      callback(null, socket);
    });
  };
}

/** Makes an agent connect within a policy only. */
function guard<Kind extends HttpAgent>(agent: Kind, protocol: string, policy: NetworkPolicy, resolve?: Resolve): Kind {
  const connect = agent.createConnection.bind(agent);
  const lookup = guardedLookup(policy, resolve);
  const check = (options: ClientRequestArgs): void => {
    if (typeof options.socketPath === 'string')
      throw new SentryalError('ADDRESS_REFUSED', {
        url: 'a socket of this machine',
        reason: 'it is not a public address',
      });
    // Addresses written out never reach the lookup.
    requireAllowed(policy, originOf(protocol, options.host ?? options.hostname ?? 'localhost', options.port ?? ''));
  };
  agent.createConnection = (options, callback) => {
    try {
      check(options);
    } catch (error) {
      if (callback === undefined) throw error;
      process.nextTick(callback, error);
      return undefined;
    }
    const one = { ...options, lookup, autoSelectFamilyAttemptTimeout: ATTEMPT_MS };
    return connect(one, callback);
  };
  return agent;
}

/** Agents for `node:http` and `node:https` that connect only where the policy allows, checked when they connect. */
export function guardedAgents(
  policy: NetworkPolicy,
  options: { readonly maxSockets?: number; readonly resolve?: Resolve } = {},
): { readonly http: HttpAgent; readonly https: HttpsAgent } {
  const settings = { keepAlive: true, maxSockets: options.maxSockets ?? 4 };
  return {
    http: guard(new HttpAgent(settings), 'http:', policy, options.resolve),
    https: guard(new HttpsAgent(settings), 'https:', policy, options.resolve),
  };
}
