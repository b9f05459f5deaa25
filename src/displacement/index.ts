export { losDisplacementKernel } from './los-displacement.kernel.ts';
export { type DisplacementScale, losDisplacement, millimetresPerRadian } from './los-displacement.ts';
export { losSigmaKernel } from './los-sigma.kernel.ts';
export { losSigma, losSigmaTable } from './los-sigma.ts';
export {
  type ReferenceFault,
  type ReferenceReach,
  type ReferenceSearch,
  chooseReference,
  givenReference,
  whyNoReference,
} from './reference.ts';
export { ionosphereMm, shellCrossing, zenithDelayMm } from './corrections/delays.ts';
export { type RampEstimate, type RampKind, estimateRamp, rampMm } from './corrections/ramp.ts';
export { type Lattice, type PlaceBox, latticeAt, latticeOf } from './corrections/lattice.ts';
export { solidEarthTide } from './corrections/solid-earth-tide.ts';
export type { FitSample } from './corrections/stable-fit.ts';
export { type StratifiedEstimate, estimateStratified } from './corrections/stratified.ts';
export { EXPANSION_PER_K, axisSensitivity, thermalExpansionMm } from './corrections/structure.ts';
export { type CorrectionTerm, localKm, relativeTo, termMm } from './corrections/term.ts';
export { type SunMoon, sunMoon } from './corrections/sun-moon.ts';
