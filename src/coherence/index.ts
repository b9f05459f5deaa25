export { DEFAULT_WINDOW, type EstimateOptions, FRINGE_MARGIN, estimateCoherence } from './estimate-coherence.ts';
export { estimateKernel } from './estimate.kernel.ts';
export { fringeSlopeKernel } from './fringe-slope.kernel.ts';
export { STRONG_POWER_RATIO, blankedCells, strongStableScatterers } from './water-mask.ts';
export type { CoherenceWindow } from './window-cells.ts';
export { windowBiasRemoval } from './remove-bias.ts';
export { type SampleStatistics, sampleStatistics } from './sample-correlation.ts';
export {
  type PairLines,
  type SampleBox,
  type WindowBlock,
  type WindowLayout,
  windowCoherence,
  windowGrid,
} from './window-coherence.ts';
export { windowKernel } from './window.kernel.ts';
