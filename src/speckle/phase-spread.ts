import { densityOf } from './phase-sigma.ts';

/** Points of the integral over half a cycle. */
const STEPS = 240;

/** How far the multilook phase scatters about its mean, rad. */
export interface PhaseSpread {
  readonly sigmaRad: number;
  /** Half of the central 68 %: the 84 % quantile. The distribution is symmetric: the 16 % quantile is minus this. */
  readonly p84Rad: number;
  /** Half of the central 95 %: the 97.5 % quantile. */
  readonly p975Rad: number;
}

/**
 * Standard deviation and quantiles of the multilook phase from its exact distribution (Lee et al. 1994, eq. 15).
 * @param looks effective number of looks, any real number >= 1
 */
export function phaseSpread(coherence: number, looks: number): PhaseSpread {
  const gamma = Math.min(Math.max(coherence, 0), 1);
  if (gamma === 1) return { sigmaRad: 0, p84Rad: 0, p975Rad: 0 };
  const density = densityOf(gamma, looks);
  const cumulated = new Float64Array(STEPS + 1);
  let square = 0;
  for (let i = 0; i < STEPS; i++) {
    // Cubic steps: fine at the peak, which near coherence 1 is narrower than any even step.
    const t = (i + 0.5) / STEPS;
    const phase = Math.PI * t ** 3;
    const weight = density(phase) * t ** 2;
    cumulated[i + 1] = cumulated[i]! + weight;
    square += weight * phase ** 2;
  }
  const mass = cumulated[STEPS]!;
  /** Phase below which, in absolute value, the share of the distribution lies. */
  const within = (share: number): number => {
    const wanted = share * mass;
    let i = 0;
    while (cumulated[i + 1]! < wanted) i++;
    const t = (i + (wanted - cumulated[i]!) / (cumulated[i + 1]! - cumulated[i]!)) / STEPS;
    return Math.PI * t ** 3;
  };
  return { sigmaRad: Math.sqrt(square / mass), p84Rad: within(0.68), p975Rad: within(0.95) };
}
