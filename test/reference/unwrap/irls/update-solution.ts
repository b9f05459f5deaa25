/** u + alpha p and r - alpha q with alpha = numerator / denominator, or 0 where the denominator is not positive. */
export function updateSolution(
  numerator: number,
  denominator: number,
  vectors: Readonly<Record<'u' | 'r' | 'p' | 'q', ArrayLike<number>>>,
): { u: Float64Array; r: Float64Array } {
  const alpha = denominator > 0 ? numerator / denominator : 0;
  return {
    u: Float64Array.from(vectors.u, (value, i) => value + alpha * vectors.p[i]!),
    r: Float64Array.from(vectors.r, (value, i) => value - alpha * vectors.q[i]!),
  };
}
