/** z + beta p with beta = numerator / denominator, or 0 where the denominator is not positive. */
export function updateDirection(
  numerator: number,
  denominator: number,
  z: ArrayLike<number>,
  p: ArrayLike<number>,
): Float64Array {
  const beta = denominator > 0 ? numerator / denominator : 0;
  return Float64Array.from(z, (value, i) => value + beta * p[i]!);
}
