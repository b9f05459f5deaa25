import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startHttpServer } from '../../../support/servers/http-server.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { sampleJob } from '../../job/sample-job.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));

const folder = temporaryFolder();

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node; also where it ends with an error. */
async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: _, ...env } = { ...process.env, ...variables };
  return promisify(execFile)(process.execPath, args, { cwd: ROOT, env }).catch((error: Ran) => error);
}

/** Runs a module in a process of its own. @returns how many modules of the SDK it had loaded at its end, and its stderr */
async function sdkModules(code: string): Promise<{ modules: number; stderr: string }> {
  const counted = `${code}
    import { createRequire } from 'node:module';
    const loaded = Object.keys(createRequire(process.cwd() + '/').cache);
    console.log(loaded.filter((path) => /@(aws-sdk|smithy)[/\\\\]/.test(path)).length);`;
  const args = ['--import', 'tsx', '--input-type=module', '--eval', counted];
  const { stdout, stderr } = await run(args);
  return { modules: Number(stdout), stderr };
}

const OPENED = `import { openS3 } from './src/network/index.ts';
  const keys = { accessKeyId: 'a', secretAccessKey: 'b' };
  const s3 = openS3({ allowPrivate: false, allowedHosts: [] }, { endpoint: 'https://s3.example', keys });`;

describe('the AWS SDK, most of what a process would load', () => {
  it.each([
    ['the table of commands', "import './src/cli/commands.ts';"],
    ['the worker', "import './handler/index.ts';"],
    ['the network', "import './src/network/index.ts';"],
    ['a service that is open and closed', `${OPENED} s3.close();`],
  ])('is not loaded with %s', async (_, code) => {
    expect(await sdkModules(code)).toEqual({ modules: 0, stderr: '' });
  });

  it('is loaded by the first request', async () => {
    const { modules } = await sdkModules(`${OPENED} await s3.presign('bucket', 'key', 60); s3.close();`);
    expect(modules).toBeGreaterThan(10);
  });

  it('says nothing of versions of Node on the command line', async () => {
    const server = await startHttpServer();
    const file = join(folder, 'job.json');
    // Both: a date that is not there would end the search of the other.
    const places = { reference_url: 's3://eodata/a.SAFE', secondary_url: 's3://eodata/b.SAFE' };
    await writeFile(file, JSON.stringify(sampleJob(places)));
    try {
      const ran = await run(['--import', 'tsx', 'src/cli/main.ts', 'plan', file], {
        HOME: folder,
        SENTRYAL_NETWORK: 'on',
        SENTRYAL_CACHE_DIR: join(folder, 'cache'),
        SENTRYAL_DATA_SPACE_S3: server.origin,
        CDSE_S3_ACCESS_KEY: 'a',
        CDSE_S3_SECRET_KEY: 'b',
      });
      // It was the SDK that asked, and signed what it asked.
      expect(server.requests[0]?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=a\//);
      expect(ran.stderr).toContain('S3_');
      expect(ran.stderr).not.toContain('NodeVersionSupportWarning');
    } finally {
      await server.close();
    }
  });
});
