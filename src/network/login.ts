import { isIP } from 'node:net';
import { CookieJar } from './cookie-jar.ts';
import type { Login } from './network.ts';
import type { NetworkPolicy } from './policy.ts';
import { bareHost, hostMatches } from './require-allowed.ts';

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost') || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
}

/** Whether a login may be shown at a URL: one of its hosts, encrypted; in the clear to this machine only. */
function mayShow(policy: NetworkPolicy, login: Login, url: URL): boolean {
  const host = bareHost(url);
  if (!login.hosts.some((pattern) => hostMatches(pattern, host))) return false;
  return url.protocol === 'https:' || (policy.allowPrivate && isThisMachine(host));
}

/** Percent-decoded where it is well formed. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** User-info of a URL as a login of its host only. */
function userInfoLogin(url: URL): Login | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const pair = `${decoded(url.username)}:${decoded(url.password)}`;
  return { hosts: [bareHost(url)], authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}

/** What proves who asks, for the hops of one request. */
export interface Proof {
  /** Headers for a hop: nothing where its host is none of the login's. */
  headers(url: URL): Record<string, string>;
  /** Keeps cookies that a host of the login sets. */
  keep(url: URL, setCookie: readonly string[]): void;
  /** Whether a host of the login has set any. */
  hasCookies(): boolean;
  forget(): void;
  /** Whether a login was to be shown at this URL. */
  covers(url: URL): boolean;
}

/** Logins and the cookies each of them brought, which no other login sees. */
export class LoginBook {
  readonly #policy: NetworkPolicy;
  readonly #jars = new Map<string, CookieJar>();

  constructor(policy: NetworkPolicy) {
    this.#policy = policy;
  }

  #jar(login: Login): CookieJar {
    const key = `${login.authorization}\n${login.hosts.join('\n')}`;
    const jar = this.#jars.get(key) ?? new CookieJar();
    this.#jars.set(key, jar);
    return jar;
  }

  /** @param first where the request starts; its user-info counts, that of redirects does not */
  proof(login: Login | undefined, first: URL): Proof {
    const own = userInfoLogin(first);
    const logins = [login, own].filter((one) => one !== undefined);
    const find = (url: URL): Login | undefined => logins.find((one) => mayShow(this.#policy, one, url));
    return {
      headers: (url) => {
        const shown = find(url);
        if (shown === undefined) return {};
        const cookie = this.#jar(shown).header(url);
        return { authorization: shown.authorization, ...(cookie === undefined ? {} : { cookie }) };
      },
      keep: (url, setCookie) => {
        const shown = find(url);
        if (shown !== undefined && setCookie.length > 0) this.#jar(shown).store(url, setCookie);
      },
      hasCookies: () => logins.some((one) => !this.#jar(one).isEmpty),
      forget: () => {
        for (const one of logins) this.#jar(one).clear();
      },
      covers: (url) => find(url) !== undefined,
    };
  }
}
