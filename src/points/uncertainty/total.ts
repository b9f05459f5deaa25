import type { SigmaTerms } from '../../model/index.ts';

/** Root of the sum of the squared terms, mm: they are taken as independent. */
export function totalSigmaMm(terms: SigmaTerms): number {
  return Math.hypot(...Object.values(terms).map(Number));
}
