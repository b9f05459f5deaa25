import { describe, expect, it } from 'vitest';
import {
  type SystemDescription,
  adapterHelp,
  installCommand,
  unsupportedReason,
} from '../../../src/setup/adapter-help.ts';
import { parseOsRelease } from '../../../src/setup/os-release.ts';

const bookworm = parseOsRelease('ID=debian\nVERSION_CODENAME=bookworm\nPRETTY_NAME="Debian 12"');
const linux: SystemDescription = {
  platform: 'linux',
  arch: 'x64',
  glibc: '2.36',
  release: bookworm,
  hasApt: true,
  gpuDevices: [],
};

describe('what a machine without an adapter is told', () => {
  it.each([
    ['ID=debian\nVERSION_CODENAME=trixie', 'sudo apt-get install mesa-vulkan-drivers libvulkan1'],
    [
      'ID=debian\nVERSION_CODENAME=bookworm',
      'sudo apt-get install -t bookworm-backports mesa-vulkan-drivers libvulkan1',
    ],
    [
      'ID=linuxmint\nID_LIKE="ubuntu debian"\nUBUNTU_CODENAME=noble',
      'sudo apt-get install mesa-vulkan-drivers libvulkan1',
    ],
    ['ID=rocky\nID_LIKE="rhel centos fedora"', 'sudo dnf install mesa-vulkan-drivers vulkan-loader'],
    ['ID=arch', 'sudo pacman -S vulkan-swrast vulkan-icd-loader'],
    ['ID=opensuse-leap\nID_LIKE="suse opensuse"', 'sudo zypper install libvulkan_lvp libvulkan1'],
  ])('%s', (text, command) => {
    expect(installCommand(parseOsRelease(text))).toBe(command);
    expect(adapterHelp({ ...linux, release: parseOsRelease(text) })).toContain(command);
  });

  it('names what to install where the distribution is unknown', () => {
    expect(adapterHelp({ ...linux, release: parseOsRelease('ID=nixos') })).toContain('lavapipe');
    expect(adapterHelp({ ...linux, release: undefined })).toContain('lavapipe');
  });

  it.each([
    ['musl', { glibc: undefined }, 'another C library'],
    ['an old glibc', { glibc: '2.31' }, '2.34'],
    ['32 bits', { arch: 'arm' }, 'no build for linux on arm'],
    ['another system', { platform: 'freebsd' as const }, 'no build for freebsd'],
  ])('says that %s cannot work, whatever is installed', (_, change, words) => {
    const system = { ...linux, ...change };
    expect(unsupportedReason(system)).toContain(words);
    expect(adapterHelp(system)).not.toContain('sudo');
  });

  it.each(['2.34', '2.36', '2.100', '3.0'])('takes glibc %s', (glibc) => {
    expect(unsupportedReason({ ...linux, glibc })).toBeUndefined();
  });

  it('speaks of Metal on macOS and of Direct3D 12 on Windows', () => {
    const elsewhere = { ...linux, glibc: undefined, release: undefined };
    expect(adapterHelp({ ...elsewhere, platform: 'darwin', arch: 'arm64' })).toContain('Metal');
    expect(adapterHelp({ ...elsewhere, platform: 'win32' })).toContain('Direct3D 12');
  });

  it('explains a GPU that Vulkan does not see', () => {
    expect(adapterHelp({ ...linux, gpuDevices: ['/dev/nvidiactl'] })).toContain('NVIDIA_DRIVER_CAPABILITIES');
    expect(adapterHelp({ ...linux, gpuDevices: ['/dev/dri/renderD128'] })).toContain('/dev/dri/renderD128');
  });

  it('offers software only to those who allow it', () => {
    expect(adapterHelp(linux, 'gpu')).toContain('SENTRYAL_ADAPTER=auto');
    expect(adapterHelp(linux, 'gpu')).not.toContain('apt-get');
  });
});
