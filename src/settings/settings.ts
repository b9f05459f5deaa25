import { resolve } from 'node:path';
import * as z from 'zod';
import { SentryalError, errorCatalogue, suggest, type ErrorFault } from '../errors/index.ts';
import type { Warning } from '../model/index.ts';
import { packageInfo } from './package-info.ts';

const SIZE_UNITS = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

const wholeNumber = z.string().regex(/^\d+$/, 'it must be a whole number').transform(Number);

const byteSize = z
  .string()
  .regex(/^\d+(\.\d+)? ?(B|KiB|MiB|GiB|TiB)?$/, 'it must be bytes, or a number with KiB, MiB, GiB or TiB')
  .transform((text) => {
    const unit = (/[A-Za-z]+$/.exec(text)?.[0] ?? 'B') as keyof typeof SIZE_UNITS;
    return Math.round(Number.parseFloat(text) * SIZE_UNITS[unit]);
  });

const hostList = z.string().transform((text, context) => {
  const hosts = text
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '');
  const bad = hosts.find((host) => !/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)*(:\d+)?$/.test(host));
  if (bad !== undefined) context.addIssue({ code: 'custom', message: 'it must be host names separated by commas' });
  return hosts;
});

const addressList = z.string().transform((text, context) => {
  const addresses = text
    .split(',')
    .map((address) => address.trim().replace(/\/+$/, ''))
    .filter((address) => address !== '');
  const isHttp = (address: string): boolean => URL.canParse(address) && /^https?:$/.test(new URL(address).protocol);
  if (!addresses.every(isHttp))
    context.addIssue({ code: 'custom', message: 'it must be http(s) addresses separated by commas' });
  return addresses;
});

/** A setting: its variable, what it means, and how its text is read. */
function setting<Schema extends z.ZodType<unknown, string>>(
  variable: `SENTRYAL_${string}`,
  schema: Schema,
  defaultText: string,
  description: string,
) {
  return { variable, schema, defaultText, description };
}

/** A public service, with its mirrors. */
function services(variable: `SENTRYAL_${string}`, defaultText: string, what: string) {
  return setting(
    variable,
    addressList,
    defaultText,
    `${what}; several addresses, separated by commas, are tried in turn.`,
  );
}

/** Every setting, in the order of the documentation. */
export const settingsTable = {
  cacheDir: setting(
    'SENTRYAL_CACHE_DIR',
    z.string().transform((text) => resolve(packageInfo().folder, text)),
    '.cache',
    'Folder for what is downloaded once (data of jobs, software Vulkan). Relative to the project folder.',
  ),
  cacheSizeBytes: setting(
    'SENTRYAL_CACHE_SIZE',
    byteSize,
    '20GiB',
    'Largest size of cached data: bytes, or a number with KiB, MiB, GiB or TiB.',
  ),
  adapter: setting(
    'SENTRYAL_ADAPTER',
    z.string(),
    'auto',
    'WebGPU adapter: `auto` (a GPU first, else software), `gpu`, `software`, or a part of its name.',
  ),
  backend: setting(
    'SENTRYAL_BACKEND',
    z.enum(['embedded', 'isce3']),
    'embedded',
    'Solver of the radar geometry where a job does not say: `embedded`, or `isce3` where ISCE3 is installed.',
  ),
  concurrency: setting(
    'SENTRYAL_CONCURRENCY',
    wholeNumber.pipe(z.number().min(1).max(64)),
    '4',
    'Connections to one host at once, 1..64. The Copernicus Data Space allows 4.',
  ),
  allowedHosts: setting(
    'SENTRYAL_ALLOWED_HOSTS',
    hostList,
    '',
    'Hosts that may be connected to, separated by commas, `*.example.org` for a whole domain, `host:port` for a port other than 80 and 443; empty: every public host. A worker never connects to private addresses.',
  ),
  network: setting(
    'SENTRYAL_NETWORK',
    z.enum(['on', 'off']),
    'on',
    'Whether data may be fetched: `on`, or `off` for local files only (jobs then need a DEM of their own).',
  ),
  dataSpaceCatalogue: services(
    'SENTRYAL_DATA_SPACE_CATALOGUE',
    'https://catalogue.dataspace.copernicus.eu/odata/v1',
    'Catalogue of the Copernicus Data Space (OData)',
  ),
  dataSpaceS3: services(
    'SENTRYAL_DATA_SPACE_S3',
    'https://eodata.dataspace.copernicus.eu',
    'S3 service of the Copernicus Data Space, bucket eodata',
  ),
  asfDatapool: services('SENTRYAL_ASF_DATAPOOL', 'https://datapool.asf.alaska.edu', 'ASF service of zipped granules'),
  asfBursts: services('SENTRYAL_ASF_BURSTS', 'https://sentinel1-burst.asf.alaska.edu', 'ASF service of single bursts'),
  asfLogin: services(
    'SENTRYAL_ASF_LOGIN',
    'https://sentinel1.asf.alaska.edu/METADATA_RAW/SA/S1A_IW_RAW__0SSV_20141229T072718_20141229T072750_003931_004B96_B79F.iso.xml',
    'Any small protected file of ASF; with it comes the cookie by which the burst service knows its users',
  ),
  orbitsByScene: services(
    'SENTRYAL_ORBITS_BY_SCENE',
    'https://s1-orbits.asf.alaska.edu',
    'Service that picks the orbit file of a granule',
  ),
  orbitBuckets: services(
    'SENTRYAL_ORBIT_BUCKETS',
    'https://s1-orbits.s3.amazonaws.com',
    'Public bucket of orbit files',
  ),
  glo30: services('SENTRYAL_GLO30', 'https://copernicus-dem-30m.s3.amazonaws.com', 'Public bucket of GLO-30 tiles'),
  glo90: services('SENTRYAL_GLO90', 'https://copernicus-dem-90m.s3.amazonaws.com', 'Public bucket of GLO-90 tiles'),
  jobTimeLimitS: setting(
    'SENTRYAL_JOB_TIME_LIMIT_S',
    z
      .string()
      .regex(/^(auto|\d+)$/, 'it must be `auto` or a whole number')
      .transform((text) => (text === 'auto' ? undefined : Number(text)))
      .pipe(z.number().max(86_400).optional()),
    'auto',
    'Longest time of a job, s, up to 86400; 0: no limit; `auto`: 540 in the worker, no limit elsewhere.',
  ),
  drainS: setting(
    'SENTRYAL_DRAIN_S',
    wholeNumber.pipe(z.number().max(86_400)),
    '540',
    'How long a worker that is told to stop lets its jobs run, s, up to 86400.',
  ),
  heartbeatS: setting(
    'SENTRYAL_HEARTBEAT_S',
    wholeNumber.pipe(z.number().min(5).max(3600)),
    '120',
    'A worker whose main thread gives no sign of life for so long (a hung driver) reports its jobs as failed and ends, s, 5..3600.',
  ),
  workerJobs: setting(
    'SENTRYAL_WORKER_JOBS',
    wholeNumber.pipe(z.number().min(1).max(16)),
    '1',
    'Jobs that a worker does at once, 1..16.',
  ),
  workerLocalPaths: setting(
    'SENTRYAL_WORKER_LOCAL_PATHS',
    z.enum(['off', 'on']),
    'off',
    'Whether the jobs of a worker may name files of its own machine: `off`, or `on` for tests and for data on a volume.',
  ),
  webhookSecret: setting(
    'SENTRYAL_WEBHOOK_SECRET',
    z.string(),
    '',
    'Shared with the receivers of webhooks, which check the signature of calls with it; empty: calls are not signed.',
  ),
  gpuTimeoutS: setting(
    'SENTRYAL_GPU_TIMEOUT_S',
    wholeNumber.pipe(z.number().min(1).max(3600)),
    '120',
    'Longest wait for one answer of the GPU, s, 1..3600.',
  ),
  logLevel: setting(
    'SENTRYAL_LOG_LEVEL',
    z.enum(['error', 'warn', 'info', 'debug']),
    'info',
    'What is written to stderr: `error`, `warn`, `info` (progress too) or `debug` (stack traces too).',
  ),
} as const;

type SettingKey = keyof typeof settingsTable;

/** Validated settings. Sizes in bytes, times in seconds. */
export type Settings = { readonly [Key in SettingKey]: z.output<(typeof settingsTable)[Key]['schema']> };

type Environment = Readonly<Record<string, string | undefined>>;

/** Set by the start-up for the processes that it starts; nobody sets them by hand. */
const INTERNAL_VARIABLES: readonly string[] = ['SENTRYAL_ADAPTER_READY', 'SENTRYAL_TEST_COUNTS'];

const SETTING_KEYS = Object.keys(settingsTable) as SettingKey[];
const VARIABLES = SETTING_KEYS.map((key) => settingsTable[key].variable);

function faultOf(variable: string, value: string, error: z.ZodError): ErrorFault {
  const reason = error.issues.map((issue) => issue.message).join('; ');
  const message = `${variable} is ${isSecret(variable) ? MASK : JSON.stringify(value)}: ${reason}.`;
  return { code: 'SETTINGS_INVALID', path: variable, message, remedy: errorCatalogue.SETTINGS_INVALID.remedy };
}

/**
 * The one place where SENTRYAL_* variables are read; an empty one counts as unset.
 * @throws SentryalError SETTINGS_INVALID that lists every value that cannot be used
 */
export function readSettings(environment: Environment = process.env): { settings: Settings; warnings: Warning[] } {
  const faults: ErrorFault[] = [];
  const entries = SETTING_KEYS.map((key) => {
    const { variable, schema, defaultText } = settingsTable[key];
    const text = environment[variable]?.trim() || defaultText;
    const parsed = schema.safeParse(text);
    if (!parsed.success) faults.push(faultOf(variable, text, parsed.error));
    return [key, parsed.data] as const;
  });
  if (faults.length > 0) {
    throw new SentryalError('SETTINGS_INVALID', { list: faults.map((fault) => fault.message).join(' ') }, { faults });
  }
  return { settings: Object.fromEntries(entries) as unknown as Settings, warnings: unknownVariables(environment) };
}

/** SENTRYAL_* variables that are not settings. */
function otherVariables(environment: Environment): string[] {
  const known: readonly string[] = [...VARIABLES, ...INTERNAL_VARIABLES];
  return Object.keys(environment).filter((name) => name.startsWith('SENTRYAL_') && !known.includes(name));
}

function unknownVariables(environment: Environment): Warning[] {
  return otherVariables(environment)
    .sort()
    .map((name) => {
      const near = suggest(
        name.toLowerCase(),
        VARIABLES.map((variable) => variable.toLowerCase()),
      )?.toUpperCase();
      const hint = near === undefined ? '' : ` Did you mean ${near}?`;
      return { code: 'SETTING_UNKNOWN', stage: 'setup', message: `${name} is not a setting and was ignored.${hint}` };
    });
}

const MASK = '********';

/** True where the value of a variable must never be shown. */
function isSecret(name: string): boolean {
  return /TOKEN|SECRET|PASSWORD|KEY/.test(name);
}

/** Every setting and every other SENTRYAL_* variable as it is, secrets masked, for `doctor`. */
export function describeSettings(
  environment: Environment = process.env,
): { name: string; value: string; source: 'default' | 'environment' | 'unknown' }[] {
  const shown = (name: string, value: string): string =>
    isSecret(name) ? MASK : value.replace(/\/\/[^/@]*@/g, `//${MASK}@`);
  const known = SETTING_KEYS.map((key) => {
    const { variable, defaultText } = settingsTable[key];
    const given = environment[variable]?.trim();
    return given
      ? { name: variable, value: shown(variable, given), source: 'environment' as const }
      : { name: variable, value: defaultText, source: 'default' as const };
  });
  const others = otherVariables(environment).map((name) => ({
    name,
    value: shown(name, environment[name] ?? ''),
    source: 'unknown' as const,
  }));
  return [...known, ...others];
}
