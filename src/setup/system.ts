import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
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
    hasApt: onLinux && ['apt-get', 'apt-config', 'dpkg-deb'].every(isOnPath),
    gpuDevices: onLinux ? gpuDeviceNodes() : [],
  };
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

function glibcVersion(): string | undefined {
  // Without this the report looks up the names of open sockets' peers, which can take seconds.
  const report = process.report as typeof process.report & { excludeNetwork: boolean };
  report.excludeNetwork = true;
  const { header } = report.getReport() as unknown as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime;
}
