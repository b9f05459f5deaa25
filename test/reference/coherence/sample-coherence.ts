/**
 * Moment k of the sample coherence of L independent looks (Touzi et al. 1999, eq. 7):
 * (1 - γ²)^L Γ(L) Γ(1 + k/2) / Γ(L + k/2) 3F2(1 + k/2, L, L; L + k/2, 1; γ²), whole L. The front factor is by recurrence
 * from L = 1, where it is 1, the series summed as it stands.
 */
function moment(order: number, coherence: number, looks: number): number {
  const half = order / 2;
  let front = 1;
  for (let l = 1; l < looks; l++) front *= (l * (1 - coherence ** 2)) / (l + half);
  let term = front * (1 - coherence ** 2);
  let sum = 0;
  for (let n = 0; n < 100_000 && term > 1e-16 * sum; n++) {
    sum += term;
    term *= ((1 + half + n) * (looks + n) ** 2 * coherence ** 2) / ((looks + half + n) * (n + 1) ** 2);
  }
  return sum;
}

/** Expectation and standard deviation of the sample coherence of L independent looks, whole L. */
export function sampleCoherence(coherence: number, looks: number): { mean: number; deviation: number } {
  const mean = moment(1, coherence, looks);
  return { mean, deviation: Math.sqrt(Math.max(moment(2, coherence, looks) - mean ** 2, 0)) };
}
