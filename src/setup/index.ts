export { READY_VARIABLE } from './adapter-environment.ts';
export { type SystemDescription, adapterHelp } from './adapter-help.ts';
export type { LinuxRelease } from './os-release.ts';
export { useRememberedAdapter } from './remembered-adapter.ts';
export { findSoftwareVulkan } from './software-vulkan.ts';
export { describeSystem } from './system.ts';
