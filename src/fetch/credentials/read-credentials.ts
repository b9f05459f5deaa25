import { SentryalError } from '../../errors/index.ts';
import type { Warn } from '../../model/index.ts';
import type { Credentials } from '../data-access.ts';
import { readDataSpace } from './data-space.ts';
import { readEarthdata } from './earthdata.ts';
import type { Environment } from './environment.ts';

/**
 * What the user has to show, from variables, else from files in a home folder. What is not found is absent; files that others may
 * read and variables that cannot be used are warned of.
 */
export async function readCredentials(environment: Environment, home: string, warn: Warn): Promise<Credentials> {
  const [earthdata, dataSpaceS3] = await Promise.all([
    readEarthdata(environment, home, warn),
    readDataSpace(environment, home, warn),
  ]);
  return { ...(earthdata && { earthdata }), ...(dataSpaceS3 && { dataSpaceS3 }) };
}

const WANTED = {
  earthdata: {
    service: 'ASF',
    what: 'a NASA Earthdata login',
    places:
      'EARTHDATA_TOKEN, EDL_TOKEN, EARTHDATA_USERNAME with EARTHDATA_PASSWORD, and urs.earthdata.nasa.gov in ~/.netrc',
  },
  dataSpaceS3: {
    service: 'The Copernicus Data Space',
    what: 'keys of its S3 service',
    places:
      'CDSE_S3_ACCESS_KEY with CDSE_S3_SECRET_KEY, CDSE_ACCESS_KEY_ID with CDSE_SECRET_ACCESS_KEY, [cdse] in ~/.aws/credentials, and ~/.s3cfg and ~/.s5cfg for that host',
  },
} as const;

/** @throws SentryalError CREDENTIALS_MISSING where they were not found */
export function requireCredential<Name extends keyof typeof WANTED>(
  credentials: Credentials,
  name: Name,
): NonNullable<Credentials[Name]> {
  const found = credentials[name];
  if (found === undefined) throw new SentryalError('CREDENTIALS_MISSING', WANTED[name]);
  return found as NonNullable<Credentials[Name]>;
}
