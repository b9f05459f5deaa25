import { SentryalError, isSentryalError } from '../errors/index.ts';
import type { AdapterEnvironment } from './adapter-environment.ts';
import { adapterHelp, gpuAdvice, unsupportedReason } from './adapter-help.ts';
import { type FoundAdapter, type ProbeReport, probeAdapter } from './adapter-probe.ts';
import { driverDigest } from './driver-files.ts';
import type { LinuxRelease } from './os-release.ts';
import { recallAdapter, rememberAdapter } from './probe-cache.ts';
import { findSoftwareVulkan, setUpSoftwareVulkan } from './software-vulkan.ts';
import { describeSystem } from './system.ts';

/** An adapter that was opened in a probe, and the environment a process needs to find it again. */
export interface PreparedAdapter {
  readonly found: FoundAdapter;
  readonly environment: AdapterEnvironment;
}

export interface PrepareOptions {
  readonly cacheFolder: string;
  /** As in settings: `auto`, `gpu`, `software`, or part of a name. */
  readonly choice: string;
  /** Takes a line of progress. */
  readonly tell: (line: string) => void;
}

/**
 * Finds an adapter for this machine: what the system has (a GPU before software), else on Linux with apt software
 * Vulkan in the cache folder. A result is remembered until a driver changes.
 * @throws SentryalError SETUP_NO_ADAPTER with what to do on this system
 */
export async function prepareAdapter(options: PrepareOptions): Promise<PreparedAdapter> {
  const { cacheFolder, choice, tell } = options;
  const remembered = recallAdapter(cacheFolder);
  if (remembered && remembered.digest === driverDigest(choice, remembered.driverFiles)) return remembered;

  const system = describeSystem();
  const unsupported = unsupportedReason(system);
  if (unsupported) throw new SentryalError('SETUP_NO_ADAPTER', { reason: 'it is not supported', help: unsupported });

  tell('adapter: looking for one');
  const own = await probeAdapter(choice, {});
  if ('adapter' in own) return keep(options, own, {});
  for (const line of gpuAdvice(system.gpuDevices)) tell(`adapter: ${line}`);
  let reason = own.failure;
  if (system.release && system.hasApt && choice !== 'gpu') {
    try {
      const found = await trySoftwareVulkan(options, system.release);
      if ('adapter' in found.report) return await keep(options, found.report, found.environment);
      reason = found.report.failure;
    } catch (error) {
      // Other faults of the set-up have a remedy of their own.
      if (!isSentryalError(error, 'SETUP_SOFTWARE_VULKAN_FAILED')) throw error;
      reason = error.message;
    }
  }
  throw new SentryalError('SETUP_NO_ADAPTER', { reason: shortReason(reason), help: adapterHelp(system, choice) });
}

async function trySoftwareVulkan(
  { cacheFolder, choice, tell }: PrepareOptions,
  release: LinuxRelease,
): Promise<{ report: ProbeReport; environment: AdapterEnvironment }> {
  const present = await findSoftwareVulkan(cacheFolder, release);
  if (present) {
    const report = await probeAdapter(choice, present);
    if ('adapter' in report) return { report, environment: present };
  }
  const environment = await setUpSoftwareVulkan({ cacheFolder, release, rebuild: present !== undefined, tell });
  return { report: await probeAdapter(choice, environment), environment };
}

async function keep(
  { cacheFolder, choice }: PrepareOptions,
  found: FoundAdapter,
  environment: AdapterEnvironment,
): Promise<PreparedAdapter> {
  const manifest = environment['VK_DRIVER_FILES'];
  const driverFiles = manifest === undefined ? [] : [manifest];
  const digest = driverDigest(choice, driverFiles);
  await rememberAdapter(cacheFolder, { digest, found, environment, driverFiles });
  return { found, environment };
}

/** A failure as the end of the sentence "No WebGPU adapter works on this machine: ...". */
function shortReason(failure: string): string {
  return failure.replace(/^No WebGPU adapter was found/, 'none was found').replace(/\.\s*$/, '');
}

/** One line for a person: the adapter's name and kind. */
export function adapterLine({ found }: PreparedAdapter): string {
  return `adapter: ${found.name} (${found.adapter.isSoftware ? 'software, on the CPU' : 'hardware'})`;
}
