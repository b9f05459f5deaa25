export { type RegisteredPlace, type RegistrationQuality, coregistrationSigmaMm } from './coregistration.ts';
export {
  DEM_SIGMA_M,
  type HeightSensitivity,
  STRUCTURE_SIGMA_M,
  assumedHeightSigmaM,
  heightSensitivityMmPerM,
  heightSigmaMm,
} from './height.ts';
export { type OrbitSpread, orbitSigmaMm } from './orbit.ts';
export { isNormal, phaseSpreads, scattererSigmaRad } from './phase.ts';
export { totalSigmaMm } from './total.ts';
export { troposphereSigmaMm } from './troposphere.ts';
