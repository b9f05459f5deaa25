export { type Baseline, baseline } from './baseline.ts';
export { ecefToGeodetic, geodeticToEcef } from './ellipsoid.ts';
export { type RadarCoordinates, type RadarPoint, geo2rdr, tryGeo2rdr } from './geo2rdr.ts';
export { type LocatedPoint, type SwathPosition, locateGround, locateRadar, swathPosition } from './locate.ts';
export { type LookGeometry, lookGeometry } from './look-geometry.ts';
export { type OrbitState, type OrbitSpan, interpolateOrbit, orbitSpan, orbitStateInto } from './orbit-interpolation.ts';
export { type PointBaseline, baselineAtRadar, burstMiddle } from './radar-baseline.ts';
export { type GroundPoint, rdr2geo } from './rdr2geo.ts';
export { type GeometryAnswers, type GeometryBackend, type GeometryNodes, embeddedBackend } from './backend.ts';
export { BURST_QUANTITY, type BurstGeometryRequest, fitBurstGeometry } from './burst-geometry.ts';
export {
  type ChebyshevVolume,
  type FitDegrees,
  type FitDomain,
  chebyshevBasis,
  chebyshevNodes,
  contractLine,
  evaluateVolume,
  fitVolume,
  toUnit,
} from './chebyshev.ts';
export { NO_DATA_HEIGHT_M, NO_DATA_LIMIT_M, radarHeightKernel } from './radar-height.kernel.ts';
export { TILE_COEFFICIENTS, buildTileModel } from './tile-model.ts';
export { demHeight, demHeightAtPixel } from './dem-height.ts';
export { type CellPosition, cellOfRadar, radarOfCell } from './cells.ts';
export { type TileHeights, tileHeights } from './tile-heights.ts';
export { groundCrossings, isShadowed, radarHeight } from './ground-crossings.ts';
export { NearPlaces } from './near-places.ts';
export { visitCellPlaces } from './cell-places.ts';
export {
  type Isce3Answers,
  type Isce3Backend,
  type Isce3Options,
  openIsce3,
  sharedIsce3,
} from './isce3/isce3-backend.ts';
export type { BurstRead, BurstReadRequest } from './isce3/read-burst.ts';
export type { SidecarVersions } from './isce3/sidecar-client.ts';
