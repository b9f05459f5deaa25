import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Credentials, readCredentials, requireCredential } from '../../../../src/fetch/index.ts';
import type { Warning } from '../../../../src/model/index.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const folder = temporaryFolder();

/** A home folder with files of that content, for their owner only. */
function homeWith(files: Readonly<Record<string, string>>, mode = 0o600): string {
  const home = mkdtempSync(join(folder, 'home-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(home, name)), { recursive: true });
    writeFileSync(join(home, name), text);
    chmodSync(join(home, name), mode);
  }
  return home;
}

async function read(
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  mode?: number,
): Promise<Credentials & { warnings: Warning[] }> {
  const warnings: Warning[] = [];
  const found = await readCredentials(environment, homeWith(files, mode), (warning) => warnings.push(warning));
  return { ...found, warnings };
}

const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;
const NETRC = 'machine urs.earthdata.nasa.gov login anna password s3cret\n';

describe('Earthdata', () => {
  it.each(['EARTHDATA_TOKEN', 'EDL_TOKEN', 'EARTHDATA_BEARER_TOKEN'])('takes a token from %s', async (name) => {
    const { earthdata } = await read({ [name]: ' eyJ0.abc-_ \n' }, { '.netrc': NETRC });
    expect(earthdata).toEqual({
      hosts: ['.asf.alaska.edu', '.earthdata.nasa.gov'],
      authorization: 'Bearer eyJ0.abc-_',
    });
  });

  it('takes a token with its scheme before it', async () => {
    expect((await read({ EARTHDATA_TOKEN: 'Bearer abc' })).earthdata?.authorization).toBe('Bearer abc');
  });

  it('does not put a token with line breaks into a header, and says so without it', async () => {
    const { earthdata, warnings } = await read({ EARTHDATA_TOKEN: 'abc\r\nX-Evil: 1' });
    expect(earthdata).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toEqual(['CREDENTIALS_INVALID']);
    expect(JSON.stringify(warnings)).not.toContain('abc');
  });

  it('takes name and password of the variables before those of netrc, for the login service only', async () => {
    const variables = { EARTHDATA_USERNAME: 'ben', EARTHDATA_PASSWORD: 'pä:ss' };
    const { earthdata } = await read(variables, { '.netrc': NETRC });
    expect(earthdata).toEqual({ hosts: ['urs.earthdata.nasa.gov'], authorization: basic('ben:pä:ss') });
  });

  it.each([
    ['.netrc', {}],
    ['_netrc', {}],
  ])('takes %s of the home folder', async (name, environment) => {
    const { earthdata } = await read(environment, { [name]: NETRC });
    expect(earthdata).toEqual({ hosts: ['urs.earthdata.nasa.gov'], authorization: basic('anna:s3cret') });
  });

  it('takes the file that NETRC names, and not the one at home', async () => {
    const other = join(homeWith({ mine: NETRC.replace('anna', 'carl') }), 'mine');
    const { earthdata } = await read({ NETRC: other }, { '.netrc': NETRC });
    expect(earthdata?.authorization).toBe(basic('carl:s3cret'));
  });

  it.each<[string, string, string | undefined]>([
    ['another machine only', 'machine example.org login a password b', undefined],
    ['lines, tabs and an account', 'machine\turs.earthdata.nasa.gov\n\taccount x\n\tlogin a\n\tpassword b\n', 'a:b'],
    ['password before login', 'machine urs.earthdata.nasa.gov password b login a', 'a:b'],
    ['several machines', `machine a login x password y\n${NETRC}machine c login z password w`, 'anna:s3cret'],
    ['a default', 'machine a login x password y\ndefault login d password e', 'd:e'],
    ['its own entry before a default', `default login d password e\n${NETRC}`, 'anna:s3cret'],
    ['quotes', 'machine urs.earthdata.nasa.gov login "a b" password "c \\" d"', 'a b:c " d'],
    ['a comment', `# machine urs.earthdata.nasa.gov login no password no\n${NETRC} # end`, 'anna:s3cret'],
    ['a password that begins with #', 'machine urs.earthdata.nasa.gov login a password #b', 'a:#b'],
    [
      'a password that is a word of the format',
      'machine urs.earthdata.nasa.gov login machine password login',
      'machine:login',
    ],
    [
      'a macro',
      `machine a login b password c\nmacdef init\nmachine urs.earthdata.nasa.gov login no password no\n\n${NETRC}`,
      'anna:s3cret',
    ],
    ['a macro of lines of Windows', `macdef init\r\nmachine urs.earthdata.nasa.gov\r\n\r\n${NETRC}`, 'anna:s3cret'],
    [
      'a macro without an end',
      `${NETRC}macdef init\nmachine urs.earthdata.nasa.gov login no password no`,
      'anna:s3cret',
    ],
    ['no password', 'machine urs.earthdata.nasa.gov login a', undefined],
    ['nothing', '', undefined],
    ['an end in the middle', 'machine', undefined],
  ])('netrc with %s', async (_, text, expected) => {
    const { earthdata } = await read({}, { '.netrc': text });
    expect(earthdata?.authorization).toBe(expected === undefined ? undefined : basic(expected));
  });

  it.skipIf(process.platform === 'win32')('warns of a netrc that others may read, by its name alone', async () => {
    const { earthdata, warnings } = await read({}, { '.netrc': NETRC }, 0o644);
    expect(earthdata).toBeDefined();
    expect(warnings.map(({ code }) => code)).toEqual(['CREDENTIALS_EXPOSED']);
    expect(JSON.stringify(warnings)).not.toMatch(/s3cret|anna/);
  });

  it('does not warn of an open netrc that is not used', async () => {
    const { warnings } = await read({ EARTHDATA_TOKEN: 'abc' }, { '.netrc': NETRC }, 0o644);
    expect(warnings).toEqual([]);
  });
});

describe('keys of the Data Space', () => {
  const KEYS = { accessKeyId: 'ID', secretAccessKey: 'SECRET' };

  it.each([
    ['CDSE_S3_ACCESS_KEY', 'CDSE_S3_SECRET_KEY'],
    ['CDSE_S3_ACCESS_KEY_ID', 'CDSE_S3_SECRET_ACCESS_KEY'],
    ['CDSE_ACCESS_KEY_ID', 'CDSE_SECRET_ACCESS_KEY'],
    ['CDSE_ACCESS_KEY', 'CDSE_SECRET_KEY'],
    [
      'EODAG__COP_DATASPACE_S3__AUTH__CREDENTIALS__AWS_ACCESS_KEY_ID',
      'EODAG__COP_DATASPACE_S3__AUTH__CREDENTIALS__AWS_SECRET_ACCESS_KEY',
    ],
  ])('are taken from %s and %s', async (id, secret) => {
    const { dataSpaceS3, warnings } = await read({ [id]: 'ID', [secret]: 'SECRET' });
    expect(dataSpaceS3).toEqual({ ...KEYS, origin: `${id} and ${secret}` });
    expect(warnings).toEqual([]);
  });

  it('need both, and say which is missing', async () => {
    const { dataSpaceS3, warnings } = await read({ CDSE_S3_SECRET_KEY: 'SECRET' });
    expect(dataSpaceS3).toBeUndefined();
    expect(warnings.map(({ message }) => message)).toEqual([
      'CDSE_S3_SECRET_KEY is not used: it takes CDSE_S3_ACCESS_KEY as well.',
    ]);
  });

  it("are AWS's own names only where the endpoint is the Data Space's", async () => {
    const aws = { AWS_ACCESS_KEY_ID: 'ID', AWS_SECRET_ACCESS_KEY: 'SECRET' };
    expect((await read(aws)).dataSpaceS3).toBeUndefined();
    const others = ['s3.example.org', 'https://eodata.dataspace.copernicus.eu.example.org', 'https://a@b'];
    for (const endpoint of others)
      expect((await read({ ...aws, AWS_S3_ENDPOINT: endpoint })).dataSpaceS3).toBeUndefined();
    for (const endpoint of ['eodata.dataspace.copernicus.eu', 'https://eodata.dataspace.copernicus.eu'])
      expect((await read({ ...aws, AWS_S3_ENDPOINT: endpoint })).dataSpaceS3).toMatchObject(KEYS);
  });

  it.each<[string, string, string]>([
    [
      'a profile',
      '.aws/credentials',
      '[default]\naws_access_key_id = NO\naws_secret_access_key = NO\n\n[cdse]\naws_access_key_id=ID\naws_secret_access_key = SECRET\n',
    ],
    [
      's3cmd',
      '.s3cfg',
      '[default]\naccess_key = ID\nhost_base = eodata.dataspace.copernicus.eu\nsecret_key = SECRET\n',
    ],
    [
      's5cmd',
      '.s5cfg',
      '[default]\naws_access_key_id = ID\naws_secret_access_key = SECRET\nhost_base = eodata.dataspace.copernicus.eu\n',
    ],
  ])('are taken from %s', async (_, file, text) => {
    const { dataSpaceS3 } = await read({}, { [file]: text });
    expect(dataSpaceS3).toMatchObject(KEYS);
  });

  it.each<[string, string, string]>([
    ['a default profile', '.aws/credentials', '[default]\naws_access_key_id = ID\naws_secret_access_key = SECRET\n'],
    [
      'another service of s3cmd',
      '.s3cfg',
      '[default]\naccess_key = ID\nsecret_key = SECRET\nhost_base = s3.amazonaws.com\n',
    ],
  ])('are not taken from %s', async (_, file, text) => {
    expect((await read({}, { [file]: text })).dataSpaceS3).toBeUndefined();
  });

  it('are taken from the file that AWS_SHARED_CREDENTIALS_FILE names', async () => {
    const file = join(homeWith({ keys: '[cdse]\naws_access_key_id = ID\naws_secret_access_key = SECRET\n' }), 'keys');
    expect((await read({ AWS_SHARED_CREDENTIALS_FILE: file })).dataSpaceS3).toMatchObject(KEYS);
  });
});

describe('credentials that are missing', () => {
  it.each([
    ['earthdata', 'EARTHDATA_TOKEN', 'https://urs.earthdata.nasa.gov/user_tokens'],
    ['dataSpaceS3', 'CDSE_S3_ACCESS_KEY', 'https://eodata-s3keysmanager.dataspace.copernicus.eu'],
  ] as const)('%s: says where they are looked for and where to get them', async (name, variable, address) => {
    const found = await read({});
    let error: unknown;
    try {
      requireCredential(found, name);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'CREDENTIALS_MISSING' });
    expect((error as { message: string }).message).toContain(variable);
    expect((error as { remedy: string }).remedy).toContain(address);
  });

  it('are not missing where they are', async () => {
    const found = await read({ CDSE_S3_ACCESS_KEY: 'ID', CDSE_S3_SECRET_KEY: 'SECRET' });
    expect(requireCredential(found, 'dataSpaceS3').accessKeyId).toBe('ID');
  });
});
