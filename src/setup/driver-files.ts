import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import { PROJECT_FOLDER } from './project.ts';

/** Where the Vulkan loader looks for driver manifests (loader documentation, "Driver Discovery"). */
export const MANIFEST_FOLDERS: readonly string[] = [
  '/etc/vulkan/icd.d',
  '/usr/share/vulkan/icd.d',
  '/usr/local/share/vulkan/icd.d',
  '/usr/local/etc/vulkan/icd.d',
  '/usr/local/nvidia/share/vulkan/icd.d',
  join(homedir(), '.local/share/vulkan/icd.d'),
];

/** Device nodes and driver versions whose appearance or change can change the adapter. */
const DEVICE_FILES = ['/dev/dri', '/dev/nvidiactl', '/dev/nvidia0', '/dev/dxg', '/dev/kfd'];
const VERSION_FILES = ['/sys/module/nvidia/version', '/sys/module/amdgpu/srcversion'];

/** Environment variables that choose a Vulkan driver or its libraries. */
const VARIABLES = ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES', 'VK_ADD_DRIVER_FILES', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS'];

/** Device nodes of GPUs that can compute: a card without a render node is a mere display. */
export function gpuDeviceNodes(): string[] {
  const renderNodes = names('/dev/dri').filter((name) => name.startsWith('renderD'));
  const others = DEVICE_FILES.filter((file) => file !== '/dev/dri' && stamp(file) !== 'absent');
  return [...renderNodes.map((name) => `/dev/dri/${name}`), ...others];
}

/**
 * A digest of everything a probe's result depends on and that costs no process to read: drivers, devices, Dawn's
 * build, Node, and the variables that choose among them. `extraFiles` are the set-up's own driver.
 */
export function driverDigest(
  choice: string,
  extraFiles: readonly string[] = [],
  environment: NodeJS.ProcessEnv = process.env,
): string {
  const manifests = MANIFEST_FOLDERS.flatMap((folder) => names(folder).map((name) => join(folder, name)));
  const dawn = join(PROJECT_FOLDER, 'node_modules/webgpu/package.json');
  const parts = [
    choice,
    process.version,
    `${process.platform}-${process.arch}-${release()}`,
    ...[...manifests, dawn, ...extraFiles].map((file) => `${file} ${stamp(file)}`),
    ...DEVICE_FILES.map((file) => `${file} ${stamp(file) === 'absent' ? 'absent' : names(file).join()}`),
    ...VERSION_FILES.map((file) => text(file)),
    ...VARIABLES.map((name) => `${name}=${environment[name] ?? ''}`),
  ];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function stamp(file: string): string {
  try {
    const { mtimeMs, size } = statSync(file);
    return `${mtimeMs} ${size}`;
  } catch {
    return 'absent';
  }
}

function text(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}
