import { delimiter } from 'node:path';

/**
 * Set, to the adapter's name, for every process that runs with a prepared environment: a nested start does nothing.
 * It is no setting, so its name keeps out of SENTRYAL_*.
 */
export const READY_VARIABLE = '_SENTRYAL_ADAPTER_READY';

/** Environment variables that make Vulkan's loader use one driver manifest, with libraries from `libraryFolders`. */
export type AdapterEnvironment = Readonly<Record<string, string>>;

/**
 * The variables for a driver outside the system. They must be set before a process starts: the dynamic linker reads
 * LD_LIBRARY_PATH once. VK_ICD_FILENAMES is VK_DRIVER_FILES for loaders before 1.3.207 (Ubuntu 22.04).
 */
export function driverEnvironment(
  manifest: string,
  libraryFolders: readonly string[],
  outer: NodeJS.ProcessEnv = process.env,
): AdapterEnvironment {
  const path = [...libraryFolders, outer['LD_LIBRARY_PATH'] ?? ''].filter(Boolean).join(delimiter);
  return { VK_DRIVER_FILES: manifest, VK_ICD_FILENAMES: manifest, LD_LIBRARY_PATH: path };
}
