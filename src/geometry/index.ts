export { type Baseline, baseline } from './baseline.ts';
export { ecefToGeodetic, geodeticToEcef } from './ellipsoid.ts';
export { type RadarCoordinates, geo2rdr, tryGeo2rdr } from './geo2rdr.ts';
export { type LookGeometry, lookGeometry } from './look-geometry.ts';
export { type OrbitState, type OrbitSpan, interpolateOrbit, orbitSpan, orbitStateInto } from './orbit-interpolation.ts';
export { type GroundPoint, rdr2geo } from './rdr2geo.ts';
