import { existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { MANIFEST_FOLDERS } from '../../src/setup/index.ts';

/** What the search for the pieces of NVIDIA's Vulkan looks at. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Names in a folder; none where it cannot be read. */
  readonly list: (folder: string) => readonly string[];
}

const LIBRARY_FOLDERS = [
  '/usr/lib/x86_64-linux-gnu',
  '/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
  '/usr/local/nvidia/lib64',
  '/usr/local/nvidia/lib',
];

const CAPABILITIES = 'NVIDIA_DRIVER_CAPABILITIES';

/** This machine. */
export function thisMachine(environment: Surroundings['environment']): Surroundings {
  return {
    environment,
    exists: existsSync,
    list: (folder) => {
      try {
        return readdirSync(folder);
      } catch {
        return [];
      }
    },
  };
}

/**
 * Which pieces of NVIDIA's Vulkan are missing on a Linux machine, each with how to supply it, in the order in which they
 * are needed. Empty where everything is in its place.
 */
export function missingNvidiaPieces({ environment, exists, list }: Surroundings): string[] {
  const given = (name: string): string[] => (environment[name] ?? '').split(delimiter).filter(Boolean);
  const folders = [...given('LD_LIBRARY_PATH'), ...LIBRARY_FOLDERS];
  const hasLibrary = (name: string): boolean => folders.some((folder) => exists(join(folder, name)));
  const named = [...given('VK_DRIVER_FILES'), ...given('VK_ICD_FILENAMES')];
  const manifests = named.length > 0 ? named.filter(exists) : MANIFEST_FOLDERS.flatMap((folder) => list(folder));
  const capabilities = (environment[CAPABILITIES] ?? '').split(',').map((name) => name.trim());
  const missing: string[] = [];
  if (!['/dev/nvidiactl', '/dev/nvidia0', '/dev/dxg'].some(exists)) {
    missing.push(
      'No NVIDIA GPU is visible (/dev/nvidiactl): start the container with one (`docker run --gpus all`, an endpoint with GPUs).',
    );
  }
  if (!capabilities.some((name) => name === 'graphics' || name === 'all')) {
    missing.push(
      `The capability \`graphics\` is missing (${CAPABILITIES} is "${environment[CAPABILITIES] ?? ''}"): set ${CAPABILITIES}=compute,utility,graphics in the image or the template, so that Vulkan's files are injected.`,
    );
  }
  if (!hasLibrary('libvulkan.so.1')) missing.push('The Vulkan loader is missing (libvulkan.so.1): install libvulkan1.');
  if (!manifests.some((name) => /nvidia/i.test(name))) {
    missing.push(
      'The ICD file is missing (nvidia_icd.json): the container toolkit injects it with the capability `graphics`; or let VK_DRIVER_FILES name one whose library_path is libGLX_nvidia.so.0.',
    );
  }
  if (!hasLibrary('libGLX_nvidia.so.0')) {
    missing.push(
      'The driver library is missing (libGLX_nvidia.so.0): the host injects it with the capability `graphics`; if it has none, its driver was installed for computing only, and another host is needed.',
    );
  }
  for (const [library, name] of [
    ['libEGL.so.1', 'libegl1'],
    ['libXext.so.6', 'libxext6'],
  ] as const) {
    if (!hasLibrary(library))
      missing.push(`A library that NVIDIA's driver loads is missing (${library}): install ${name}.`);
  }
  return missing;
}
