export { type SystemDescription, adapterHelp } from './adapter-help.ts';
export { useRememberedAdapter } from './remembered-adapter.ts';
export { describeSystem } from './system.ts';
export { MANIFEST_FOLDERS } from './driver-files.ts';
