/** Points of the integral over phase. */
const PHASE_STEPS = 720;

/** ln Γ(x), Lanczos, relative error 1e-13 for x > 0. */
function logGamma(x: number): number {
  const c = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  let sum = c[0]!;
  for (let i = 1; i < c.length; i++) sum += c[i]! / (x - 1 + i);
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Gauss' hypergeometric function 2F1(L, 1; 1/2; z) for 0 <= z < 1, by its series. */
function hypergeometric(looks: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; k < 20_000; k++) {
    term *= ((looks + k) / (0.5 + k)) * z;
    sum += term;
    if (term < 1e-13 * sum) break;
  }
  return sum;
}

/**
 * Probability density of the multilook interferometric phase about its mean (Lee et al. 1994, eq. 15).
 * @param looks effective number of looks, any real number >= 1
 */
export function phaseDensity(phaseRad: number, coherence: number, looks: number): number {
  const beta = coherence * Math.cos(phaseRad);
  const rest = 1 - coherence ** 2;
  const z = beta ** 2;
  const first =
    Math.exp(logGamma(looks + 0.5) - logGamma(looks) + looks * Math.log(rest) - (looks + 0.5) * Math.log(1 - z)) *
    (beta / (2 * Math.sqrt(Math.PI)));
  const second = (Math.exp(looks * Math.log(rest)) / (2 * Math.PI)) * hypergeometric(looks, z);
  return first + second;
}

/**
 * Standard deviation of the multilook phase in radians, from the exact distribution: at coherence 0 it is π/√3.
 * Near coherence 1, where the distribution is a narrow Gaussian, the Cramér-Rao bound √((1-γ²)/(2Lγ²)) is the limit.
 */
export function phaseSigmaRad(coherence: number, looks: number): number {
  const gamma = Math.min(Math.max(coherence, 0), 1);
  if (gamma === 1) return 0;
  const bound = Math.sqrt((1 - gamma ** 2) / (2 * looks * gamma ** 2));
  if (bound < 0.05) return bound;
  let mass = 0;
  let square = 0;
  for (let i = 0; i < PHASE_STEPS; i++) {
    const phase = ((i + 0.5) / PHASE_STEPS) * Math.PI;
    const density = phaseDensity(phase, gamma, looks);
    mass += density;
    square += density * phase ** 2;
  }
  return Math.sqrt(square / mass);
}
