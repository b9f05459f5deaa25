export {
  type CoherenceWindow,
  DEFAULT_WINDOW,
  type EstimateOptions,
  FRINGE_MARGIN,
  estimateCoherence,
} from './estimate-coherence.ts';
