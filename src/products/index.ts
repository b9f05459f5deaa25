export { type GeocodeSource, type GeocodedStrip, Geocoder } from './geocode.ts';
export { geocodeKernel } from './geocode.kernel.ts';
export { type CellRasters, type MapRastersRequest, mapCellRasters, radarRasters } from './cell-rasters.ts';
export { type Cog, type CogHead, type WrittenRaster, cogSize, createCog, requireCogSize } from './cog/cog.ts';
export type { Resampling } from './cog/overview.ts';
export type { BandStatistics } from './cog/statistics.ts';
export { type LineOfSight, linesOfSight } from './line-of-sight.ts';
export { type MapCrs, type MapGrid, isGeographic, mapGrid, mapPositions } from './map-grid.ts';
export { type MapStrip, mapStrips } from './map-strip.ts';
export { type RasterDescription, type TiePoint, mapPlaces, writeMapRaster, writeRadarRaster } from './geotiff.ts';
export type { RasterMetadata } from './raster-tags.ts';
export { type RasterHead, type RasterWriter, createRaster } from './raster-writer.ts';
export { type OnMap, subtractOnMap } from './subtract-on-map.ts';
export { scalePlaces } from './scale-places.ts';
export { TERRAIN, terrainFlags } from './terrain-flags.ts';
export { type Samples, requireTiffSize } from './tiff-file.ts';
export type { QuicklookKind } from './quicklook/color-maps.ts';
export { Quicklook, type QuicklookSubject } from './quicklook/draw-quicklook.ts';
export type { MapFrame } from './quicklook/scale-bar.ts';
export type { PointPlace } from './report/points.ts';
export { type ReportRequest, buildReport } from './report/report.ts';
export { type UploadedJob, objectKey } from './upload/object-key.ts';
export { type S3Config, readS3Config } from './upload/s3-config.ts';
export {
  type BucketVariables,
  type UploadTarget,
  jobTarget,
  openTarget,
  workerTarget,
} from './upload/upload-target.ts';
export {
  type UploadFile,
  type UploadOptions,
  type Uploaded,
  uploadDocument,
  uploadProducts,
} from './upload/upload-products.ts';
