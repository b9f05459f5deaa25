export { type PackageInfo, installedVersion, packageInfo } from './package-info.ts';
export { type Settings, describeSettings, readSettings, settingsTable } from './settings.ts';
