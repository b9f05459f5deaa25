export { type PackageInfo, installedVersion, packageInfo } from './package-info.ts';
export { sidecarEnvironment } from './sidecar-environment.ts';
export { type Settings, describeSettings, readSettings, settingsTable } from './settings.ts';
