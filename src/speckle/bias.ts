/**
 * Coherence with the bias of its estimate removed in the mean square: γ² = (L γ̂² - 1) / (L - 1), 0 where negative.
 * Exact for E[γ̂²] at γ = 0 and γ = 1 (Touzi et al. 1999, eq. 19 and section V).
 */
export function removeBias(rawCoherence: number, effectiveLooks: number): number {
  if (effectiveLooks <= 1) return rawCoherence;
  const square = (effectiveLooks * rawCoherence ** 2 - 1) / (effectiveLooks - 1);
  return Math.sqrt(Math.min(Math.max(square, 0), 1));
}

/**
 * The 99 % quantile of the sample coherence where the true one is 0: √(1 - 0.01^(1/(L-1))) (Touzi et al. 1999).
 * @param trials an estimate that is the largest of several (a fringe is looked for) exceeds a value that many times as often
 */
export function zeroCoherenceQuantile(effectiveLooks: number, trials = 1): number {
  if (effectiveLooks <= 1) return 1;
  return Math.sqrt(1 - (0.01 / trials) ** (1 / (effectiveLooks - 1)));
}
