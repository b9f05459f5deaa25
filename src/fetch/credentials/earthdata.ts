import { join } from 'node:path';
import type { Warn } from '../../model/index.ts';
import type { Login } from '../../network/index.ts';
import type { Environment } from './environment.ts';
import { setting } from './environment.ts';
import { netrcEntry, parseNetrc } from './netrc.ts';
import { readSecretFile, warnIfExposed } from './secret-file.ts';

/** Where NASA's login service asks for names and passwords. */
const LOGIN_HOST = 'urs.earthdata.nasa.gov';

/** Hosts that take a token: the services of ASF and of Earthdata. */
const TOKEN_HOSTS = ['.asf.alaska.edu', '.earthdata.nasa.gov'];

const TOKENS = ['EARTHDATA_TOKEN', 'EDL_TOKEN', 'EARTHDATA_BEARER_TOKEN'] as const;

/** What a header may carry: visible letters, no blanks. */
const HEADER_WORD = /^[\x21-\x7e]+$/;

function basicLogin(user: string, password: string): Login {
  const encoded = Buffer.from(`${user}:${password}`, 'utf8').toString('base64');
  // A password goes to the login service alone: it sends the data services a ticket of its own.
  return { hosts: [LOGIN_HOST], authorization: `Basic ${encoded}` };
}

function tokenLogin(environment: Environment, warn: Warn): Login | undefined {
  for (const name of TOKENS) {
    const token = setting(environment, name)?.replace(/^Bearer\s+/i, '');
    if (token === undefined) continue;
    if (HEADER_WORD.test(token)) return { hosts: TOKEN_HOSTS, authorization: `Bearer ${token}` };
    const message = `${name} is not used: a token has no blanks and no letters beyond ASCII.`;
    warn({ code: 'CREDENTIALS_INVALID', stage: 'fetch', message });
  }
  return undefined;
}

async function netrcLogin(environment: Environment, home: string, warn: Warn): Promise<Login | undefined> {
  const given = setting(environment, 'NETRC');
  const paths = given === undefined ? [join(home, '.netrc'), join(home, '_netrc')] : [given];
  for (const path of paths) {
    const file = await readSecretFile(path, warn);
    const entry = file && netrcEntry(parseNetrc(file.text), LOGIN_HOST);
    if (file === undefined || entry?.login === undefined || entry.password === undefined) continue;
    warnIfExposed(file, warn);
    return basicLogin(entry.login, entry.password);
  }
  return undefined;
}

/**
 * NASA Earthdata, for data at ASF: a token, else a name and a password, from the variables that earthaccess, asf_search and
 * burst2safe know, else from netrc.
 */
export async function readEarthdata(environment: Environment, home: string, warn: Warn): Promise<Login | undefined> {
  const token = tokenLogin(environment, warn);
  if (token !== undefined) return token;
  const user = setting(environment, 'EARTHDATA_USERNAME');
  const password = setting(environment, 'EARTHDATA_PASSWORD');
  if (user !== undefined && password !== undefined) return basicLogin(user, password);
  return netrcLogin(environment, home, warn);
}
