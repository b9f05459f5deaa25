import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { READY_VARIABLE, driverEnvironment } from '../../../src/setup/adapter-environment.ts';
import { driverDigest } from '../../../src/setup/driver-files.ts';
import { parseOsRelease } from '../../../src/setup/os-release.ts';
import { recallAdapter, rememberAdapter } from '../../../src/setup/probe-cache.ts';
import { useRememberedAdapter } from '../../../src/setup/remembered-adapter.ts';
import { findSoftwareVulkan, softwareVulkanFolder } from '../../../src/setup/software-vulkan.ts';
import { libraryFolders, writeDriverManifest } from '../../../src/setup/unpack.ts';

let cache = '';

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'sentryal-cache-'));
});
afterEach(() => rmSync(cache, { recursive: true, force: true }));

const found = {
  name: 'llvmpipe',
  adapter: { vendor: 'mesa', architecture: 'software', device: 'llvmpipe', description: 'llvmpipe', isSoftware: true },
};

describe('digest of the drivers', () => {
  it('changes with the choice, the variables and the driver files, and with nothing else', () => {
    const file = join(cache, 'icd.json');
    writeFileSync(file, '{}');
    const digest = driverDigest('auto', [file], {});
    expect(driverDigest('auto', [file], { UNRELATED: '1' })).toBe(digest);
    expect(driverDigest('gpu', [file], {})).not.toBe(digest);
    expect(driverDigest('auto', [file], { VK_DRIVER_FILES: '/x.json' })).not.toBe(digest);
    utimesSync(file, 1, 1);
    expect(driverDigest('auto', [file], {})).not.toBe(digest);
    rmSync(file);
    expect(driverDigest('auto', [file], {})).not.toBe(digest);
  });
});

describe('remembered adapter', () => {
  it('comes back as it was', async () => {
    const remembered = { digest: 'd', found, environment: { VK_DRIVER_FILES: '/x.json' }, driverFiles: ['/x.json'] };
    await rememberAdapter(join(cache, 'new'), remembered);
    expect(recallAdapter(join(cache, 'new'))).toEqual(remembered);
  });

  it('is none where the file is absent, broken or of another shape', () => {
    expect(recallAdapter(cache)).toBeUndefined();
    writeFileSync(join(cache, 'adapter.json'), '{"digest": "d"');
    expect(recallAdapter(cache)).toBeUndefined();
    writeFileSync(join(cache, 'adapter.json'), '{"digest": "d"}');
    expect(recallAdapter(cache)).toBeUndefined();
  });

  it('is used only while its digest holds, and never inside a prepared environment', async () => {
    const environment = { LD_LIBRARY_PATH: '/driver' };
    const surroundings = { SENTRYAL_CACHE_DIR: cache };
    await rememberAdapter(cache, {
      digest: driverDigest('auto', [], surroundings),
      found,
      environment,
      driverFiles: [],
    });
    const fresh: NodeJS.ProcessEnv = { ...surroundings };
    useRememberedAdapter(fresh);
    expect(fresh['LD_LIBRARY_PATH']).toBe('/driver');
    const prepared: NodeJS.ProcessEnv = { ...surroundings, [READY_VARIABLE]: 'llvmpipe' };
    useRememberedAdapter(prepared);
    expect(prepared['LD_LIBRARY_PATH']).toBeUndefined();
    const changed: NodeJS.ProcessEnv = { ...surroundings, SENTRYAL_ADAPTER: 'gpu' };
    useRememberedAdapter(changed);
    expect(changed['LD_LIBRARY_PATH']).toBeUndefined();
  });
});

describe('software Vulkan in the cache', () => {
  const release = parseOsRelease('ID=debian\nVERSION_CODENAME=bookworm');

  function layRoot(root: string): void {
    const libraries = join(root, 'usr/lib/x86_64-linux-gnu');
    const manifests = join(root, 'usr/share/vulkan/icd.d');
    mkdirSync(libraries, { recursive: true });
    mkdirSync(manifests, { recursive: true });
    writeFileSync(join(libraries, 'libvulkan_lvp.so'), '');
    const manifest = {
      ICD: { api_version: '1.4.305', library_path: 'libvulkan_lvp.so' },
      file_format_version: '1.0.0',
    };
    writeFileSync(join(manifests, 'lvp_icd.x86_64.json'), JSON.stringify(manifest));
    writeFileSync(join(manifests, 'radeon_icd.x86_64.json'), '{}');
  }

  it('has one folder for a release and architecture', () => {
    const other = parseOsRelease('ID=debian\nVERSION_CODENAME=trixie');
    expect(softwareVulkanFolder(cache, release)).not.toBe(softwareVulkanFolder(cache, other));
    expect(softwareVulkanFolder(cache, release)).toContain(process.arch);
  });

  it('counts only when complete, and puts its libraries before those that were there', async () => {
    const folder = softwareVulkanFolder(cache, release);
    layRoot(join(folder, 'root'));
    expect(await findSoftwareVulkan(cache, release)).toBeUndefined();
    await writeDriverManifest(join(folder, 'root'), join(folder, 'icd.json'));
    const environment = await findSoftwareVulkan(cache, release);
    expect(environment?.['VK_DRIVER_FILES']).toBe(join(folder, 'icd.json'));
    const libraries = await libraryFolders(join(folder, 'root'));
    expect(libraries).toEqual([join(folder, 'root/usr/lib/x86_64-linux-gnu')]);
    const before = driverEnvironment('/icd.json', libraries, { LD_LIBRARY_PATH: '/before' });
    expect(before['LD_LIBRARY_PATH']).toBe([...libraries, '/before'].join(delimiter));
  });

  it('refuses packages without the software driver', async () => {
    mkdirSync(join(cache, 'root'));
    const attempt = writeDriverManifest(join(cache, 'root'), join(cache, 'icd.json'));
    await expect(attempt).rejects.toMatchObject({ code: 'SETUP_SOFTWARE_VULKAN_FAILED' });
  });
});
