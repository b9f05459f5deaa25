import type { LinuxRelease } from './os-release.ts';

/** What decides which advice a machine without an adapter gets. */
export interface SystemDescription {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** glibc's version, or undefined where there is none (musl, macOS, Windows). */
  readonly glibc: string | undefined;
  readonly release: LinuxRelease | undefined;
  /** True where apt can be used. */
  readonly hasApt: boolean;
  /** GPU device nodes that are there, such as /dev/dri/renderD128. */
  readonly gpuDevices: readonly string[];
}

/** Newest glibc symbol of the webgpu package's Linux builds. */
const NEEDED_GLIBC = [2, 34] as const;

/** Ways to install Mesa's lavapipe and the Vulkan loader, by distribution id or family. */
const INSTALL_COMMANDS: Readonly<Record<string, string>> = {
  debian: 'sudo apt-get install mesa-vulkan-drivers libvulkan1',
  ubuntu: 'sudo apt-get install mesa-vulkan-drivers libvulkan1',
  fedora: 'sudo dnf install mesa-vulkan-drivers vulkan-loader',
  rhel: 'sudo dnf install mesa-vulkan-drivers vulkan-loader',
  arch: 'sudo pacman -S vulkan-swrast vulkan-icd-loader',
  suse: 'sudo zypper install libvulkan_lvp libvulkan1',
  opensuse: 'sudo zypper install libvulkan_lvp libvulkan1',
};

/** Why no adapter can work here whatever is installed, or undefined: the webgpu package has no build that loads. */
export function unsupportedReason({ platform, arch, glibc, release }: SystemDescription): string | undefined {
  if (!['linux', 'darwin', 'win32'].includes(platform) || !['x64', 'arm64'].includes(arch)) {
    return `Dawn has no build for ${platform} on ${arch}: use Linux, macOS or Windows on x64 or arm64`;
  }
  if (platform !== 'linux') return undefined;
  const wanted = NEEDED_GLIBC.join('.');
  const name = release?.prettyName ?? 'this Linux';
  if (glibc === undefined) {
    return `Dawn's build needs glibc ${wanted} or newer and ${name} has another C library: use Debian 12, Ubuntu 22.04 or newer`;
  }
  const [major = 0, minor = 0] = glibc.split('.').map(Number);
  if (major > NEEDED_GLIBC[0] || (major === NEEDED_GLIBC[0] && minor >= NEEDED_GLIBC[1])) return undefined;
  return `Dawn's build needs glibc ${wanted} or newer and ${name} has ${glibc}: use Debian 12, Ubuntu 22.04 or newer`;
}

/** The command that installs software Vulkan on a Linux distribution, or undefined where none is known. */
export function installCommand(release: LinuxRelease | undefined): string | undefined {
  if (!release) return undefined;
  if (release.isDebian && release.codename === 'bookworm') {
    return 'sudo apt-get install -t bookworm-backports mesa-vulkan-drivers libvulkan1';
  }
  const family = [release.id, ...release.idLike].find((id) => Object.hasOwn(INSTALL_COMMANDS, id));
  return family && INSTALL_COMMANDS[family];
}

/** What to do on this machine to get an adapter: one or two lines for a person. */
export function adapterHelp(system: SystemDescription, choice = 'auto'): string {
  const unsupported = unsupportedReason(system);
  if (unsupported) return `${unsupported}.`;
  if (system.platform === 'darwin') {
    return 'On macOS Dawn uses Metal, which is part of the system; a virtual machine without Metal graphics has none.';
  }
  if (system.platform === 'win32') {
    return 'On Windows Dawn uses Direct3D 12: update the graphics driver, then run the command again.';
  }
  const lines = gpuAdvice(system.gpuDevices);
  if (choice === 'gpu')
    lines.push('SENTRYAL_ADAPTER=gpu refuses software adapters; SENTRYAL_ADAPTER=auto allows them.');
  else lines.push(softwareAdvice(system.release));
  return lines.join('\n');
}

/** Why a GPU that is there may not be seen. */
export function gpuAdvice(gpuDevices: readonly string[]): string[] {
  if (gpuDevices.some((file) => file.startsWith('/dev/nvidia'))) {
    return [
      'An NVIDIA GPU is there, but Vulkan does not see it: in a container set ' +
        'NVIDIA_DRIVER_CAPABILITIES=compute,utility,graphics and install libvulkan1, libegl1 and libxext6.',
    ];
  }
  if (gpuDevices.length > 0) {
    return [`A GPU device is there (${gpuDevices.join(', ')}), but Vulkan does not see it: install its Vulkan driver.`];
  }
  return [];
}

function softwareAdvice(release: LinuxRelease | undefined): string {
  const command = installCommand(release);
  if (!command)
    return 'Install Mesa’s lavapipe (software Vulkan) and the Vulkan loader with this system’s package manager.';
  const before = command.includes('-backports') ? 'With bookworm-backports among the apt sources, ' : '';
  return `${before}${before ? 'run' : 'Run'}: ${command}`;
}
