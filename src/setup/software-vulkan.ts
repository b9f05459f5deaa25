import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import { type AdapterEnvironment, driverEnvironment } from './adapter-environment.ts';
import {
  type AptSource,
  formatDeb822Sources,
  parseDeb822Sources,
  parseOneLineSources,
  releaseSources,
} from './apt-sources.ts';
import { type PackageVersion, PrivateApt } from './apt.ts';
import { withFolderLock } from './folder-lock.mjs';
import type { LinuxRelease } from './os-release.ts';
import { libraryFolders, unpackPackages, writeDriverManifest } from './unpack.ts';

const LOCK_TIMEOUT_MS = 15 * 60_000;

/** The C library must be the running system's own; a set that would replace it cannot be used beside the system. */
const NEVER_UNPACKED = /^(libc6|libc-bin|libc6-[a-z0-9]+)(:|$)/;

export interface SoftwareVulkanOptions {
  readonly cacheFolder: string;
  readonly release: LinuxRelease;
  /** Build it anew even where a complete one is there (it did not work). */
  readonly rebuild: boolean;
  /** Takes a line of progress. */
  readonly tell: (line: string) => void;
}

/** Where this machine's software Vulkan lies in the cache: one folder for a distribution release and architecture. */
export function softwareVulkanFolder(cacheFolder: string, release: LinuxRelease): string {
  const key = [release.id, release.codename || 'unknown', process.arch].join('-').replaceAll(/[^A-Za-z0-9.-]/g, '_');
  return join(cacheFolder, 'software-vulkan', key);
}

/** The environment of a software Vulkan that is complete in the cache, or undefined. */
export async function findSoftwareVulkan(
  cacheFolder: string,
  release: LinuxRelease,
): Promise<AdapterEnvironment | undefined> {
  const folder = softwareVulkanFolder(cacheFolder, release);
  if (!existsSync(join(folder, 'icd.json'))) return undefined;
  return driverEnvironment(join(folder, 'icd.json'), await libraryFolders(join(folder, 'root')));
}

/**
 * Sets up Mesa's lavapipe in the cache folder, without root and without touching the system: the packages that the
 * system lacks are downloaded and checked by apt, then only unpacked.
 * @throws SentryalError SETUP_SOFTWARE_VULKAN_FAILED, SETUP_CACHE_UNUSABLE
 */
export async function setUpSoftwareVulkan(options: SoftwareVulkanOptions): Promise<AdapterEnvironment> {
  const { cacheFolder, release, rebuild, tell } = options;
  const folder = softwareVulkanFolder(cacheFolder, release);
  // Both VK_DRIVER_FILES and LD_LIBRARY_PATH are lists that a colon separates, with no way to escape one.
  if (folder.includes(':')) unusable(folder, 'its path holds a colon');
  const parent = join(folder, '..');
  await mkdir(parent, { recursive: true }).catch((cause: Error) => unusable(cacheFolder, cause.message));
  const onWait = (): void => tell('software Vulkan: waiting for another process that sets it up');
  const before = await buildTime(folder);
  await locked(`${folder}.lock`, onWait, async () => {
    // Another process may have built it while this one waited.
    if (existsSync(join(folder, 'icd.json')) && (!rebuild || (await buildTime(folder)) !== before)) return;
    await removeLeftovers(parent);
    const work = await mkdtemp(join(parent, 'work-'));
    try {
      await build(work, options);
      await rm(folder, { recursive: true, force: true });
      await rename(join(work, 'result'), folder);
    } finally {
      await rm(work, { recursive: true, force: true });
    }
  });
  return (await findSoftwareVulkan(cacheFolder, release))!;
}

async function locked(folder: string, onWait: () => void, work: () => Promise<void>): Promise<void> {
  try {
    await withFolderLock(folder, { timeoutMs: LOCK_TIMEOUT_MS, onWait }, work);
  } catch (cause) {
    if ((cause as { code?: unknown }).code !== 'LOCK_TIMEOUT') throw cause;
    throw new SentryalError('SETUP_LOCKED', { folder, seconds: LOCK_TIMEOUT_MS / 1000 }, { cause });
  }
}

function unusable(folder: string, reason: string): never {
  throw new SentryalError('SETUP_CACHE_UNUSABLE', { folder, reason });
}

async function buildTime(folder: string): Promise<string> {
  return readFile(join(folder, 'packages.json'), 'utf8').catch(() => '');
}

/** Work folders of processes that were killed; the lock is held, so none of them is in use. */
async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent);
  await Promise.all(
    names.filter((name) => name.startsWith('work-')).map((name) => rm(join(parent, name), { recursive: true })),
  );
}

async function build(work: string, { release, tell }: SoftwareVulkanOptions): Promise<void> {
  const backports = release.isDebian && release.codename === 'bookworm' ? 'bookworm-backports' : undefined;
  const sources = releaseSources(await readMachineSources(), release.codename, backports);
  if (sources.length === 0) {
    const reason = `no apt source of this machine is for ${release.prettyName} (${release.codename})`;
    throw new SentryalError('SETUP_SOFTWARE_VULKAN_FAILED', { reason });
  }
  const apt = await PrivateApt.create(join(work, 'apt'), formatDeb822Sources(sources));
  tell('software Vulkan: reading the package lists of this machine’s mirror');
  await apt.update();
  // Debian 12's own Mesa 22.3 lacks dynamic indexing of sampled images, without which Dawn rejects it.
  const mesa = backports ? `mesa-vulkan-drivers/${backports}` : 'mesa-vulkan-drivers';
  const packages = await apt.missing([mesa, 'libvulkan1']);
  refuseLibraryC(packages);
  tell(`software Vulkan: downloading ${packages.length} packages`);
  const debs = await apt.download(packages);
  tell('software Vulkan: unpacking');
  const result = join(work, 'result');
  await mkdir(join(result, 'root'), { recursive: true });
  await unpackPackages(debs, join(result, 'root'));
  const built = { builtAt: new Date().toISOString(), packages };
  await writeFile(join(result, 'packages.json'), JSON.stringify(built, undefined, 2));
  await writeDriverManifest(join(result, 'root'), join(result, 'icd.json'));
}

function refuseLibraryC(packages: readonly PackageVersion[]): void {
  const clash = packages.find(({ name }) => NEVER_UNPACKED.test(name));
  if (!clash) return;
  const reason = `it needs ${clash.name} ${clash.version}, newer than the system's: upgrade the system first`;
  throw new SentryalError('SETUP_SOFTWARE_VULKAN_FAILED', { reason });
}

/** Every apt source that this machine has configured. */
async function readMachineSources(): Promise<AptSource[]> {
  const folder = '/etc/apt/sources.list.d';
  const names = (await readdir(folder).catch((): string[] => [])).toSorted();
  const files = ['/etc/apt/sources.list', ...names.map((name) => join(folder, name))];
  const sources: AptSource[] = [];
  for (const file of files) {
    const text = await readFile(file, 'utf8').catch(() => '');
    if (file.endsWith('.list')) sources.push(...parseOneLineSources(text));
    if (file.endsWith('.sources')) sources.push(...parseDeb822Sources(text));
  }
  return sources;
}
