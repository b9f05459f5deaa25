import type { CatalogueEntry } from '../catalogue-entry.ts';

export const setupErrors = {
  SETUP_NO_ADAPTER: {
    stage: 'setup',
    fault: 'upstream',
    message: 'No WebGPU adapter works on this machine: {reason}.\n{help}',
    remedy: 'Do what the message says for this system, then run `npm run -s sentryal -- doctor`.',
  },
  SETUP_SOFTWARE_VULKAN_FAILED: {
    stage: 'setup',
    fault: 'upstream',
    message: 'Software Vulkan could not be set up: {reason}.',
    remedy: 'Check the network and the apt sources, or install mesa-vulkan-drivers and libvulkan1 with the system.',
  },
  SETUP_CACHE_UNUSABLE: {
    stage: 'setup',
    fault: 'caller',
    message: 'The cache folder {folder} cannot be used: {reason}.',
    remedy: 'Set SENTRYAL_CACHE_DIR to a writable folder whose path has no colon.',
  },
  SETUP_LOCKED: {
    stage: 'setup',
    fault: 'caller',
    message: 'Another process has held {folder} for more than {seconds} s.',
    remedy: 'Wait for it to end; if no such process runs, delete that folder and run the command again.',
  },
  SETUP_ARGUMENTS: {
    stage: 'setup',
    fault: 'caller',
    message: 'Unknown set-up argument: {argument}.',
    remedy: 'Use `--script check`, `--module FILE`, or a sentryal command such as `run`.',
  },
} as const satisfies Record<string, CatalogueEntry>;
