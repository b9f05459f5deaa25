export {
  ORBITAL_PERIOD_S,
  ORBITS_PER_CYCLE,
  SPEED_OF_LIGHT_MPS,
  WGS84_ECCENTRICITY_SQUARED,
  WGS84_FLATTENING,
  WGS84_SEMI_MAJOR_M,
} from './constants.ts';
export { degToRad, normalizeLongitudeDeg, radToDeg } from './angle.ts';
export {
  TWO_PI,
  ambiguityMm,
  phaseSigmaToMm,
  phaseToDisplacementMm,
  rangeDifferenceToCycles,
  wrapCycles,
  wrapPhaseRad,
} from './phase.ts';
export { parseUtc, secondsToUtc, utcToSeconds } from './time.ts';
