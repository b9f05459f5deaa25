import type { SystemDescription } from './adapter-help.ts';
import { gpuDeviceNodes } from './driver-files.ts';
import { readOsRelease } from './os-release.ts';

/** This machine, as far as the choice of an adapter depends on it. */
export function describeSystem(): SystemDescription {
  const onLinux = process.platform === 'linux';
  return {
    platform: process.platform,
    arch: process.arch,
    glibc: onLinux ? glibcVersion() : undefined,
    release: onLinux ? readOsRelease() : undefined,
    gpuDevices: onLinux ? gpuDeviceNodes() : [],
  };
}

function glibcVersion(): string | undefined {
  // Without this the report looks up the names of open sockets' peers, which can take seconds.
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  report.excludeNetwork = true;
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}
