/** Inner product in shares: share i of n sums elements i, i + n, i + 2 n, … */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>, shares: number): Float64Array {
  const partials = new Float64Array(shares);
  for (let i = 0; i < a.length; i++) partials[i % shares]! += a[i]! * b[i]!;
  return partials;
}
