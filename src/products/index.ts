export { type GeocodeRequest, type MapRasters, geocode } from './geocode.ts';
export { type CellRasters, type MapRastersRequest, mapCellRasters, radarRasters } from './cell-rasters.ts';
export { type OnMap, subtractOnMap } from './subtract-on-map.ts';
export { type MapGrid, mapGrid } from './map-grid.ts';
export { type RasterDescription, type TiePoint, writeGeotiff, writeMapRaster, writeRadarRaster } from './geotiff.ts';
export { type RasterHead, type RasterWriter, createRaster } from './raster-writer.ts';
export { scalePlaces } from './scale-places.ts';
