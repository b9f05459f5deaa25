export { type GeocodeRequest, type MapRasters, geocode } from './geocode.ts';
export { type MapGrid, mapGrid } from './map-grid.ts';
export { type RasterDescription, writeGeotiff } from './geotiff.ts';
