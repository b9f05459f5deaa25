import { logGamma } from './log-gamma.ts';

/** Points of the integral over phase. */
const PHASE_STEPS = 240;

/** Continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz' method; for x < (a + 1) / (a + b + 2). */
function betaFraction(a: number, b: number, x: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let product = d;
  for (let m = 1; m < 500; m++) {
    for (const coefficient of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)),
    ]) {
      d = 1 / (1 + coefficient * d);
      c = 1 + coefficient / c;
      product *= c * d;
    }
    if (Math.abs(c * d - 1) < 1e-14) break;
  }
  return product;
}

/**
 * Density of the phase for one coherence below 1 and one number of looks. Lee's hypergeometric function is
 * 2F1(L, 1; 1/2; z) = 1 + L √z (1-z)^(-L-1/2) B_z(1/2, L + 1/2) (DLMF 15.5.15 and 8.17.7): with the incomplete beta
 * function nothing overflows, however near to 1 the coherence.
 */
export function densityOf(coherence: number, looks: number): (phaseRad: number) => number {
  const rest = 1 - coherence ** 2;
  const flat = Math.exp(looks * Math.log(rest)) / (2 * Math.PI);
  const logHalf = logGamma(looks + 0.5);
  const logScale = logHalf - logGamma(looks) - Math.log(2 * Math.sqrt(Math.PI));
  const logBeta = logGamma(looks + 1) - 0.5 * Math.log(Math.PI) - logHalf;
  const [a, b] = [0.5, looks + 0.5];
  return (phaseRad) => {
    const beta = coherence * Math.cos(phaseRad);
    const z = beta ** 2;
    const complement = rest + (coherence * Math.sin(phaseRad)) ** 2;
    const scale = Math.exp(logScale + looks * Math.log(rest / complement)) / Math.sqrt(complement);
    const power = Math.exp(logBeta + b * Math.log(complement)) * Math.abs(beta);
    const isLow = z < (a + 1) / (a + b + 2);
    const share = isLow ? (power * betaFraction(a, b, z)) / a : (power * betaFraction(b, a, complement)) / b;
    const [within, beyond] = isLow ? [share, 1 - share] : [1 - share, share];
    return flat + scale * (beta >= 0 ? beta * (1 + within) : beta * beyond);
  };
}

/**
 * Probability density of the multilook interferometric phase about its mean (Lee et al. 1994, eq. 15).
 * @param looks effective number of looks, any real number >= 1
 */
export function phaseDensity(phaseRad: number, coherence: number, looks: number): number {
  return densityOf(coherence, looks)(phaseRad);
}

/**
 * Standard deviation of the multilook phase in radians, from the exact distribution: π/√3 at coherence 0, and near
 * coherence 1 not the Cramér-Rao bound √((1-γ²)/(2Lγ²)) but √((1-γ²)/(2(L-1))), much more for few looks.
 */
export function phaseSigmaRad(coherence: number, looks: number): number {
  const gamma = Math.min(Math.max(coherence, 0), 1);
  if (gamma === 1) return 0;
  const density = densityOf(gamma, looks);
  let mass = 0;
  let square = 0;
  for (let i = 0; i < PHASE_STEPS; i++) {
    // Cubic steps: fine at the peak, which near coherence 1 is narrower than any even step.
    const t = (i + 0.5) / PHASE_STEPS;
    const phase = Math.PI * t ** 3;
    const weight = density(phase) * t ** 2;
    mass += weight;
    square += weight * phase ** 2;
  }
  return Math.sqrt(square / mass);
}
