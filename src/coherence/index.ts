export { removeBias, zeroCoherenceQuantile } from './bias.ts';
export { type SwathSpectrum, effectiveLooks } from './effective-looks.ts';
export { WINDOW_RADIUS, estimateCoherence } from './estimate-coherence.ts';
export { phaseDensity, phaseSigmaRad } from './phase-sigma.ts';
