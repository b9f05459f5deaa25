/** Plain sum of the first `length` values. */
export function sumPartials(partials: ArrayLike<number>, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += partials[i]!;
  return sum;
}
