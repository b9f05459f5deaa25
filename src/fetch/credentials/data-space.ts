import { join } from 'node:path';
import type { Warn } from '../../model/index.ts';
import type { S3Keys } from '../../network/index.ts';
import { type Environment, setting } from './environment.ts';
import { parseIni } from './ini.ts';
import { type SecretFile, readSecretFile, warnIfExposed } from './secret-file.ts';

/** Pairs of variables, most particular first: the Data Space's samples, sits and eos-sar, eodag. */
const PAIRS = [
  ['CDSE_S3_ACCESS_KEY', 'CDSE_S3_SECRET_KEY'],
  ['CDSE_S3_ACCESS_KEY_ID', 'CDSE_S3_SECRET_ACCESS_KEY'],
  ['CDSE_ACCESS_KEY_ID', 'CDSE_SECRET_ACCESS_KEY'],
  ['CDSE_ACCESS_KEY', 'CDSE_SECRET_KEY'],
  [
    'EODAG__COP_DATASPACE_S3__AUTH__CREDENTIALS__AWS_ACCESS_KEY_ID',
    'EODAG__COP_DATASPACE_S3__AUTH__CREDENTIALS__AWS_SECRET_ACCESS_KEY',
  ],
] as const;

/** Variables that say for which service AWS_ACCESS_KEY_ID is. */
const ENDPOINTS = ['AWS_S3_ENDPOINT', 'AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'] as const;

/** Sections of ~/.aws/credentials that guides to the Data Space tell to make. */
const PROFILES = ['cdse', 'copernicus', 'dataspace', 'eodata'] as const;

function isDataSpace(endpoint: string | undefined): boolean {
  if (endpoint === undefined) return false;
  const url = /^https?:\/\//i.test(endpoint) ? endpoint : `https://${endpoint}`;
  return URL.canParse(url) && new URL(url).hostname.endsWith('.dataspace.copernicus.eu');
}

function fromVariables(environment: Environment, warn: Warn): S3Keys | undefined {
  for (const [idName, secretName] of PAIRS) {
    const accessKeyId = setting(environment, idName);
    const secretAccessKey = setting(environment, secretName);
    if (accessKeyId !== undefined && secretAccessKey !== undefined)
      return { accessKeyId, secretAccessKey, origin: `${idName} and ${secretName}` };
    if (accessKeyId === undefined && secretAccessKey === undefined) continue;
    const [present, absent] = accessKeyId === undefined ? [secretName, idName] : [idName, secretName];
    warn({
      code: 'CREDENTIALS_INVALID',
      stage: 'fetch',
      message: `${present} is not used: it takes ${absent} as well.`,
    });
  }
  // GDAL's guide to the Data Space uses AWS's own names together with the endpoint: without it they belong to AWS.
  if (!ENDPOINTS.some((name) => isDataSpace(setting(environment, name)))) return undefined;
  const accessKeyId = setting(environment, 'AWS_ACCESS_KEY_ID');
  const secretAccessKey = setting(environment, 'AWS_SECRET_ACCESS_KEY');
  if (accessKeyId === undefined || secretAccessKey === undefined) return undefined;
  return { accessKeyId, secretAccessKey, origin: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY' };
}

type Section = ReadonlyMap<string, string>;

function sectionKeys(file: SecretFile, title: string, section: Section): S3Keys | undefined {
  const accessKeyId = section.get('aws_access_key_id') ?? section.get('access_key');
  const secretAccessKey = section.get('aws_secret_access_key') ?? section.get('secret_key');
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, origin: `[${title}] in ${file.path}` };
}

/** A profile made for the Data Space. */
function fromProfile(file: SecretFile): S3Keys | undefined {
  const sections = parseIni(file.text);
  for (const title of PROFILES) {
    const section = sections.get(title);
    const keys = section && sectionKeys(file, title, section);
    if (keys !== undefined) return keys;
  }
  return undefined;
}

/** A section that names the Data Space's host: the same file may serve another service. */
function fromHost(file: SecretFile): S3Keys | undefined {
  for (const [title, section] of parseIni(file.text)) {
    const keys = isDataSpace(section.get('host_base')) ? sectionKeys(file, title, section) : undefined;
    if (keys !== undefined) return keys;
  }
  return undefined;
}

/** Keys of the Copernicus Data Space's S3 service, from variables or from the files of the AWS tools, s3cmd and s5cmd. */
export async function readDataSpace(environment: Environment, home: string, warn: Warn): Promise<S3Keys | undefined> {
  const found = fromVariables(environment, warn);
  if (found !== undefined) return found;
  const places: readonly (readonly [string, (file: SecretFile) => S3Keys | undefined])[] = [
    [setting(environment, 'AWS_SHARED_CREDENTIALS_FILE') ?? join(home, '.aws', 'credentials'), fromProfile],
    [join(home, '.s3cfg'), fromHost],
    [join(home, '.s5cfg'), fromHost],
  ];
  for (const [path, read] of places) {
    const file = await readSecretFile(path, warn);
    const keys = file && read(file);
    if (file === undefined || keys === undefined) continue;
    warnIfExposed(file, warn);
    return keys;
  }
  return undefined;
}
