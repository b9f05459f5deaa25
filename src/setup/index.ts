export { type SystemDescription, adapterHelp } from './adapter-help.ts';
export { describeSystem } from './system.ts';
export { useRememberedAdapter } from './remembered-adapter.ts';
