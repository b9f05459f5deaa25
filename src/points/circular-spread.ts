/**
 * Circular standard deviation of phases, rad: sqrt(-2 ln R), R the length of the mean of their unit phasors (Mardia & Jupp
 * 2000, section 2.3.4). 0 for one phase, and at most that of R = 1e-6.
 */
export function circularSpreadRad(meanLength: number): number {
  return Math.sqrt(-2 * Math.log(Math.min(Math.max(meanLength, 1e-6), 1)));
}
