import { degToRad } from '../../units/index.ts';

/** Emardson et al. 2003: mm of zenith delay over a distance of 1 km, its power, and mm per km of height. */
const TURBULENT_MM = 2.5;
const TURBULENT_POWER = 0.5;
const STRATIFIED_MM_PER_KM = 4.8;

/**
 * Troposphere term, mm: (2.5 L^0.5 + 4.8 H) / cos θ, L the distance to the reference and H the difference of height in km
 * (Emardson, Simons & Webb 2003: zenith delay of interferograms of more than one day, southern California, one year). It
 * assumes average weather of that kind and a delay mapped by 1 / cos θ. The law is taken below its 10 km too, where turbulence
 * falls off faster (L^5/6, Hanssen 2001): too much rather than too little.
 */
export function troposphereSigmaMm(distanceM: number, heightDifferenceM: number, incidenceDeg: number): number {
  const turbulentMm = TURBULENT_MM * (Math.abs(distanceM) / 1000) ** TURBULENT_POWER;
  const stratifiedMm = (STRATIFIED_MM_PER_KM * Math.abs(heightDifferenceM)) / 1000;
  return (turbulentMm + stratifiedMm) / Math.cos(degToRad(incidenceDeg));
}
