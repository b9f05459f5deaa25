import { hostMatches } from './require-allowed.ts';

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** Host, or `.domain` where hosts below it get the cookie too. */
  readonly host: string;
  readonly path: string;
  readonly secure: boolean;
  readonly expiresMs: number;
}

const MAX_COOKIES = 100;

function parseCookie(text: string, url: URL, nowMs: number): Cookie | undefined {
  const [pair = '', ...rest] = text.split(';');
  const [, name, value] = /^\s*([^=\s]+)\s*=\s*(.*?)\s*$/.exec(pair) ?? [];
  if (name === undefined || value === undefined) return undefined;
  const attributes = new Map(
    rest.map((part) => {
      const [, key = '', content = ''] = /^\s*([^=]*?)\s*(?:=\s*(.*?)\s*)?$/.exec(part) ?? [];
      return [key.toLowerCase(), content] as const;
    }),
  );
  const domain = attributes.get('domain')?.toLowerCase().replace(/^\./, '');
  if (domain !== undefined && domain !== '' && !hostMatches(`.${domain}`, url.hostname)) return undefined;
  const maxAge = attributes.get('max-age');
  const expires = Date.parse(attributes.get('expires') ?? '');
  const path = attributes.get('path');
  return {
    name,
    value,
    host: domain === undefined || domain === '' ? url.hostname : `.${domain}`,
    path: path?.startsWith('/') === true ? path : '/',
    secure: attributes.has('secure'),
    expiresMs: /^-?\d+$/.test(maxAge ?? '')
      ? nowMs + Number(maxAge) * 1000
      : Number.isNaN(expires)
        ? Infinity
        : expires,
  };
}

const pathMatches = (cookie: string, path: string): boolean =>
  path === cookie || path.startsWith(cookie.endsWith('/') ? cookie : `${cookie}/`);

/** Cookies of one login, kept in memory. Whose hosts may have them is decided where they are sent. */
export class CookieJar {
  #cookies: Cookie[] = [];

  get isEmpty(): boolean {
    return this.#cookies.length === 0;
  }

  store(url: URL, lines: readonly string[]): void {
    const nowMs = Date.now();
    for (const line of lines) {
      const cookie = parseCookie(line, url, nowMs);
      if (cookie === undefined) continue;
      this.#cookies = this.#cookies.filter(
        ({ name, host, path }) => name !== cookie.name || host !== cookie.host || path !== cookie.path,
      );
      if (cookie.expiresMs > nowMs) this.#cookies.push(cookie);
    }
    this.#cookies = this.#cookies.slice(-MAX_COOKIES);
  }

  /** Value of the header `Cookie` for a URL; undefined where there is none. */
  header(url: URL): string | undefined {
    const nowMs = Date.now();
    const sent = this.#cookies.filter(
      (cookie) =>
        cookie.expiresMs > nowMs &&
        hostMatches(cookie.host, url.hostname) &&
        pathMatches(cookie.path, url.pathname) &&
        (!cookie.secure || url.protocol === 'https:'),
    );
    return sent.length === 0 ? undefined : sent.map(({ name, value }) => `${name}=${value}`).join('; ');
  }

  clear(): void {
    this.#cookies = [];
  }
}
