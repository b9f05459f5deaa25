export {
  type CoherenceWindow,
  DEFAULT_WINDOW,
  type EstimateOptions,
  FRINGE_MARGIN,
  estimateCoherence,
} from './estimate-coherence.ts';
export { STRONG_POWER_RATIO, blankedCells, strongStableScatterers } from './water-mask.ts';
