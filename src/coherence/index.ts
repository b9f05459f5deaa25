export { WINDOW_RADIUS, estimateCoherence } from './estimate-coherence.ts';
