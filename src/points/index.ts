export { imagePosition } from './image-position.ts';
export { strongestScatterer } from './scatterer.ts';
export { type CellRasters, type CellSample, sampleCells } from './cell-sample.ts';
export { type SampleRequest, measurePoint, samplePoints } from './sample-points.ts';
