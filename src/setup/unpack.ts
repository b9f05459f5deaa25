import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { runTool } from './run-tool.ts';

const UNPACK_TIMEOUT_MS = 5 * 60_000;

/** Unpacks every .deb of `debFolder` into `root`: files only, no maintainer script runs. */
export async function unpackPackages(debFolder: string, root: string): Promise<void> {
  const names = (await readdir(debFolder)).filter((name) => name.endsWith('.deb'));
  for (const name of names.toSorted()) {
    const args = ['--extract', join(debFolder, name), root];
    const { failure } = await runTool('dpkg-deb', args, { timeoutMs: UNPACK_TIMEOUT_MS });
    if (failure) throw new SentryalError('SETUP_SOFTWARE_VULKAN_FAILED', { reason: failure });
  }
}

/** Folders below `root` where the dynamic linker has to look, the Debian multiarch ones first. */
export async function libraryFolders(root: string): Promise<string[]> {
  const found: string[] = [];
  for (const base of ['usr/lib', 'lib']) {
    const entries = await readdir(join(root, base), { withFileTypes: true }).catch(() => []);
    const triplets = entries.filter((entry) => entry.isDirectory() && entry.name.includes('-linux-gnu'));
    for (const folder of [...triplets.map((entry) => join(root, base, entry.name)), join(root, base)]) {
      const names = await readdir(folder).catch(() => []);
      if (names.some((name) => /\.so(\.|$)/.test(name))) found.push(folder);
    }
  }
  return found;
}

/**
 * Writes `file`, a Vulkan driver manifest for the lavapipe found below `root`. The library's path in it is relative to
 * the manifest (the loader allows that), so the cache folder can be moved.
 */
export async function writeDriverManifest(root: string, file: string): Promise<void> {
  const manifestFolder = join(root, 'usr/share/vulkan/icd.d');
  const names = await readdir(manifestFolder).catch(() => []);
  const name = names.find((candidate) => /^lvp_icd.*\.json$/.test(candidate));
  if (!name) {
    const reason = 'the packages hold no lavapipe driver (it may be installed already, and not be accepted by Dawn)';
    throw new SentryalError('SETUP_SOFTWARE_VULKAN_FAILED', { reason });
  }
  const manifest = JSON.parse(await readFile(join(manifestFolder, name), 'utf8')) as {
    ICD: { library_path: string };
  };
  const libraryName = manifest.ICD.library_path.split('/').at(-1)!;
  const library = await findLibrary(root, libraryName);
  manifest.ICD.library_path = `./${relative(join(file, '..'), library)}`;
  await writeFile(file, JSON.stringify(manifest, undefined, 2));
}

async function findLibrary(root: string, name: string): Promise<string> {
  for (const folder of await libraryFolders(root)) {
    if ((await readdir(folder)).includes(name)) return join(folder, name);
  }
  throw new SentryalError('SETUP_SOFTWARE_VULKAN_FAILED', { reason: `the packages hold no ${name}` });
}
