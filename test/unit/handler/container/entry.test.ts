import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = new URL('../../../../handler/container/entry.sh', import.meta.url);
/** Folders of the image that the script names. */
const FOLDERS = /(?<![\w/])\/(?=(?:etc|usr|cache|runpod-volume)\b)/g;
const NVIDIA = '\tlibGLX_nvidia.so.0 (libc6,x86-64) => /lib/x86_64-linux-gnu/libGLX_nvidia.so.0\n';
const ICD = 'vulkan/icd.d/nvidia_icd.json';

/** The script in a root of its own, with programs that tell how they were called. */
describe.skipIf(process.platform === 'win32')('entry point of the image', () => {
  let root = '';

  const put = (path: string, text: string): void => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, 0o755);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'entry-'));
    put('entry.sh', readFileSync(SCRIPT, 'utf8').replaceAll(FOLDERS, `${root}/`));
    put('bin/node', '#!/bin/sh\nenv\necho "called=node $*"\n');
    put('bin/python', '#!/bin/sh\nenv\necho "called=python $*"\n');
    put('bin/ldconfig', '#!/bin/sh\nprintf "\\tlibc.so.6 => /lib/libc.so.6\\n"\n');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  /** What the started program was given, paths as in the image. */
  function enter(
    args: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ): Map<string, string> {
    const env = { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, SENTRYAL_CACHE_DIR: join(root, 'cache'), ...environment };
    const output = execFileSync(join(root, 'entry.sh'), args, { env, encoding: 'utf8' }).replaceAll(root, '');
    return new Map(output.split('\n').map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)]));
  }
  const driver = (environment?: Record<string, string>): string | undefined =>
    enter([], environment).get('VK_DRIVER_FILES');

  it('leaves the driver to the loader where the ICD file is in its folders', () => {
    put('bin/ldconfig', `#!/bin/sh\nprintf '${NVIDIA}'\n`);
    for (const folder of ['etc', 'usr/share']) {
      put(join(folder, ICD), '{}');
      put(join('usr/local/nvidia/share', ICD), '{}');
      expect(driver()).toBeUndefined();
      rmSync(join(root, folder), { recursive: true });
    }
  });

  it('names an ICD file that the loader does not look for', () => {
    put('bin/ldconfig', `#!/bin/sh\nprintf '${NVIDIA}'\n`);
    put(join('usr/local/nvidia/share', ICD), '{}');
    expect(driver()).toBe(`/usr/local/nvidia/share/${ICD}`);
  });

  it('falls back to the ICD file of the image where only the library was injected', () => {
    put('bin/ldconfig', `#!/bin/sh\nprintf '${NVIDIA}'\n`);
    expect(driver()).toBe('/usr/local/share/sentryal/nvidia_icd.json');
  });

  it('starts without a driver too', () => {
    const given = enter();
    expect(given.get('VK_DRIVER_FILES')).toBeUndefined();
    expect(given.get('called')).toBe('node --enable-source-maps /app/dist/src/cli/main.js worker');
  });

  it('keeps the choice of whoever starts it', () => {
    put('bin/ldconfig', `#!/bin/sh\nprintf '${NVIDIA}'\n`);
    expect(driver({ VK_DRIVER_FILES: '/mine.json' })).toBe('/mine.json');
    expect(driver({ VK_ICD_FILENAMES: '/mine.json' })).toBeUndefined();
  });

  it('keeps data and shaders on the volume, if there is one and no other folder was asked for', () => {
    expect(enter().get('SENTRYAL_CACHE_DIR')).toBe('/cache');
    mkdirSync(join(root, 'runpod-volume'));
    const given = enter();
    expect(given.get('SENTRYAL_CACHE_DIR')).toBe('/runpod-volume/sentryal');
    expect(given.get('__GL_SHADER_DISK_CACHE_PATH')).toBe('/runpod-volume/sentryal/shaders');
    expect(enter([], { SENTRYAL_CACHE_DIR: join(root, 'mine') }).get('SENTRYAL_CACHE_DIR')).toBe('/mine');
  });

  it('tells commands of Sentryal, options of the worker and programs apart', () => {
    const main = 'node --enable-source-maps /app/dist/src/cli/main.js';
    expect(enter(['run', 'a b.json']).get('called')).toBe(`${main} run a b.json`);
    expect(enter(['--rp_serve_api']).get('called')).toBe(`${main} worker --rp_serve_api`);
    expect(enter(['python', '-c', 'import isce3']).get('called')).toBe('python -c import isce3');
  });
});
