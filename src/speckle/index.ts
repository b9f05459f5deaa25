export { biasRemoval, expectedSampleCoherence, zeroCoherenceQuantile } from './bias.ts';
export {
  type CellCorrelation,
  type SwathSpectrum,
  cellCorrelation,
  effectiveLooks,
  effectiveLooks1d,
} from './effective-looks.ts';
export { phaseDensity, phaseSigmaRad } from './phase-sigma.ts';
export { type PhaseSpread, phaseSpread } from './phase-spread.ts';
export { zeroQuantileAt } from './zero-quantile-at.ts';
