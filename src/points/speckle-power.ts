/** Mean power of speckle from its median, which a few scatterers do not move: it is exponential, its median ln 2 of its mean. */
export function specklePower(powers: readonly number[]): number {
  const sorted = Float64Array.from(powers).toSorted();
  return sorted[sorted.length >> 1]! / Math.LN2;
}
