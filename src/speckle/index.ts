export { removeBias, zeroCoherenceQuantile } from './bias.ts';
export { type SwathSpectrum, effectiveLooks, effectiveLooks1d } from './effective-looks.ts';
export { phaseDensity, phaseSigmaRad } from './phase-sigma.ts';
