export { type BurstWindow, readBurstSamples } from './burst-samples.ts';
export { type GeolocationPoint, geolocationGrid } from './geolocation-grid.ts';
export { type GranuleName, parseGranuleName } from './granule-name.ts';
export { type OpenGranuleOptions, openGranule } from './granule.ts';
export { type BurstPair, matchBursts } from './match-bursts.ts';
export { type MeasurementLayout, openMeasurement } from './measurement-tiff.ts';
export { type OrbitFile, type Pass, readOrbitFile, selectOrbit } from './orbit-file.ts';
