import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isSentryalError } from '../../../src/errors/index.ts';
import { describeSettings, installedVersion, packageInfo, readSettings } from '../../../src/settings/index.ts';

const settingsOf = (environment: Record<string, string>) => readSettings(environment).settings;

function faultsOf(environment: Record<string, string>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!isSentryalError(error, 'SETTINGS_INVALID')) throw error;
    return error.faults.map(({ path }) => path);
  }
}

describe('settings', () => {
  it('have defaults', () => {
    expect(readSettings({})).toEqual({
      settings: {
        cacheDir: resolve(packageInfo().folder, '.cache'),
        cacheSizeBytes: 20 * 2 ** 30,
        adapter: 'auto',
        backend: 'embedded',
        concurrency: 4,
        allowedHosts: [],
        network: 'on',
        dataSpaceCatalogue: ['https://catalogue.dataspace.copernicus.eu/odata/v1'],
        dataSpaceS3: ['https://eodata.dataspace.copernicus.eu'],
        asfDatapool: ['https://datapool.asf.alaska.edu'],
        asfBursts: ['https://sentinel1-burst.asf.alaska.edu'],
        asfLogin: [
          'https://sentinel1.asf.alaska.edu/METADATA_RAW/SA/S1A_IW_RAW__0SSV_20141229T072718_20141229T072750_003931_004B96_B79F.iso.xml',
        ],
        orbitsByScene: ['https://s1-orbits.asf.alaska.edu'],
        orbitBuckets: ['https://s1-orbits.s3.amazonaws.com'],
        glo30: ['https://copernicus-dem-30m.s3.amazonaws.com'],
        glo90: ['https://copernicus-dem-90m.s3.amazonaws.com'],
        jobTimeLimitS: undefined,
        drainS: 540,
        heartbeatS: 120,
        workerJobs: 1,
        workerLocalPaths: 'off',
        webhookSecret: '',
        gpuTimeoutS: 120,
        logLevel: 'info',
      },
      warnings: [],
    });
  });

  it('are read from the environment, an empty one as unset', () => {
    const settings = settingsOf({
      SENTRYAL_CONCURRENCY: '8',
      SENTRYAL_GPU_TIMEOUT_S: ' ',
      SENTRYAL_ADAPTER: 'RTX 4090',
    });
    expect(settings).toMatchObject({ concurrency: 8, gpuTimeoutS: 120, adapter: 'RTX 4090' });
  });

  it.each([
    ['1000', 1000],
    ['512MiB', 512 * 2 ** 20],
    ['1.5 GiB', 1.5 * 2 ** 30],
    ['2TiB', 2 * 2 ** 40],
    ['7B', 7],
  ])('take a size of %s', (text, bytes) => {
    expect(settingsOf({ SENTRYAL_CACHE_SIZE: text }).cacheSizeBytes).toBe(bytes);
  });

  it('take hosts separated by commas', () => {
    expect(settingsOf({ SENTRYAL_ALLOWED_HOSTS: 'Example.org, *.data.example.org:8443,' }).allowedHosts).toEqual([
      'example.org',
      '*.data.example.org:8443',
    ]);
  });

  it('take addresses separated by commas, without a slash at their end', () => {
    expect(settingsOf({ SENTRYAL_GLO30: 'https://a.example.org/dem/, http://b.example.org' }).glo30).toEqual([
      'https://a.example.org/dem',
      'http://b.example.org',
    ]);
  });

  it('that cannot be used are listed all at once', () => {
    expect(
      faultsOf({
        SENTRYAL_CACHE_SIZE: '20 GB',
        SENTRYAL_BACKEND: 'other',
        SENTRYAL_CONCURRENCY: '0',
        SENTRYAL_ALLOWED_HOSTS: 'http://example.org/',
        SENTRYAL_NETWORK: 'maybe',
        SENTRYAL_GLO30: 's3://bucket',
        SENTRYAL_JOB_TIME_LIMIT_S: '-1',
        SENTRYAL_GPU_TIMEOUT_S: '1e3',
        SENTRYAL_LOG_LEVEL: 'loud',
      }),
    ).toEqual([
      'SENTRYAL_CACHE_SIZE',
      'SENTRYAL_BACKEND',
      'SENTRYAL_CONCURRENCY',
      'SENTRYAL_ALLOWED_HOSTS',
      'SENTRYAL_NETWORK',
      'SENTRYAL_GLO30',
      'SENTRYAL_JOB_TIME_LIMIT_S',
      'SENTRYAL_GPU_TIMEOUT_S',
      'SENTRYAL_LOG_LEVEL',
    ]);
  });

  it('that do not exist give a warning', () => {
    const { warnings } = readSettings({ SENTRYAL_ADAPTOR: 'gpu', OTHER: 'x', SENTRYAL_ADAPTER_READY: 'llvmpipe' });
    expect(warnings).toEqual([
      {
        code: 'SETTING_UNKNOWN',
        stage: 'setup',
        message: 'SENTRYAL_ADAPTOR is not a setting and was ignored. Did you mean SENTRYAL_ADAPTER?',
      },
    ]);
  });

  it('are described with their secrets masked', () => {
    const rows = describeSettings({
      SENTRYAL_LOG_LEVEL: 'debug',
      SENTRYAL_HOOK_SECRET: 'hush',
      SENTRYAL_API_TOKEN: 'hush',
      SENTRYAL_PROXY: 'http://user:hush@example.org',
    });
    expect(JSON.stringify(rows)).not.toContain('hush');
    expect(rows).toContainEqual({ name: 'SENTRYAL_LOG_LEVEL', value: 'debug', source: 'environment' });
    expect(rows).toContainEqual({ name: 'SENTRYAL_BACKEND', value: 'embedded', source: 'default' });
    expect(rows).toContainEqual({ name: 'SENTRYAL_PROXY', value: 'http://********@example.org', source: 'unknown' });
  });
});

describe('the package', () => {
  it('knows its version and what is installed', () => {
    expect(packageInfo().version).toMatch(/^\d+\.\d+\.\d+/);
    expect(installedVersion('zod')).toBe(packageInfo().dependencies['zod']);
    expect(installedVersion('no-such-package')).toBeUndefined();
  });
});
