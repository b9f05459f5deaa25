import { execFile, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControlPlane } from '../../../support/runpod/control-plane.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const BUILD_MS = 60_000;
const run = promisify(execFile);

/** A specifier of a file beside or above the one that names it. */
const BESIDE = /(?:from|import\(|import|new URL\()\s*'(\.\.?\/[^']+)'/g;

/** A worker of the build with a handler of its own. */
const WORKER = `
import { DEFAULT_TIMINGS, createLog, readConfiguration, readLogStyle, runWorker } from './dist/handler/index.js';
const controller = new AbortController();
process.on('SIGTERM', () => controller.abort());
process.exitCode = await runWorker({
  configuration: readConfiguration(process.env),
  handler: async (job) => ({ echo: job.input }),
  logStyle: readLogStyle(process.env, 'INFO'),
  write: (line) => process.stdout.write(line),
  signal: controller.signal,
  places: 1,
  timings: DEFAULT_TIMINGS,
});
`;

describe('the build that the image runs', () => {
  let folder = '';
  const inBuild = (path: string): string => join(folder, path);

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'build-'));
    for (const name of ['node_modules', 'kernels']) symlinkSync(join(ROOT, name), inBuild(name), 'junction');
    cpSync(join(ROOT, 'package.json'), inBuild('package.json'));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', inBuild('dist')], { cwd: ROOT });
    await run(process.execPath, [join(ROOT, 'src/setup/copy-assets.mjs'), inBuild('dist')]);
  }, BUILD_MS);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('names no file that it has not', () => {
    const missing: string[] = [];
    for (const entry of readdirSync(inBuild('dist'), { recursive: true, withFileTypes: true })) {
      // Of .mjs files some start the sources, which are not here.
      if (!entry.name.endsWith('.js')) continue;
      const file = join(entry.parentPath, entry.name);
      for (const [, specifier] of readFileSync(file, 'utf8').matchAll(BESIDE)) {
        const target = join(dirname(file), specifier!);
        if (!existsSync(target)) missing.push(`${relative(folder, file)}: ${specifier}`);
      }
    }
    expect(missing).toEqual([]);
  });

  it('answers --help with plain Node', async () => {
    const { stdout } = await run(process.execPath, [inBuild('dist/src/cli/main.js'), '--help'], { cwd: tmpdir() });
    expect(stdout).toContain("worker         Take RunPod's jobs and answer them");
  });

  it('takes, pings from its thread, and posts', async () => {
    writeFileSync(inBuild('worker.mjs'), WORKER);
    const plane = await ControlPlane.start();
    const env = { PATH: process.env['PATH'], ...plane.environment() };
    const child = spawn(process.execPath, [inBuild('worker.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const exit = new Promise((resolve) => void child.on('exit', resolve));
    try {
      plane.enqueue({ id: 'one', input: { a: 1 } });
      await plane.until(() => plane.results('one').length > 0 && plane.of('ping').length > 1);
      expect(JSON.parse(plane.results('one')[0]!.body)).toEqual({ output: { echo: { a: 1 } } });
      child.kill('SIGTERM');
      expect(await exit).toBe(0);
    } finally {
      child.kill('SIGKILL');
      await plane.stop();
    }
  });
});
