/** One cell of a burst overlap: interferogram of the earlier burst times conjugate of that of the later. */
export interface OverlapSample {
  readonly re: number;
  readonly im: number;
  /** Doppler of the earlier burst minus that of the later at the cell, Hz. */
  readonly separationHz: number;
  /** Geometric mean of the sample coherences of both interferograms at the cell, 0..1: its square weights the cell. */
  readonly coherence: number;
}

/** What spectral diversity says of the azimuth registration. */
export interface AzimuthShift {
  /** Time by which the secondary was resampled late, s. */
  readonly shiftS: number;
  /** Standard deviation, s. */
  readonly sigmaS: number;
  /** Weighted mean phase of the overlaps, rad. */
  readonly residualBeforeRad: number;
  /** Shifts this far apart look the same, s: one cycle of the mean Doppler separation. */
  readonly cycleS: number;
  readonly cells: number;
}

/** Phase of one overlap's cells when a shift is corrected. */
export interface OverlapPhase {
  readonly phaseRad: number;
  /** Standard deviation of that mean, from the spread of the cells, rad. */
  readonly sigmaRad: number;
}

/** Steps of the coarse search over one cycle of the overlap. */
const SEARCH_STEPS = 400;
const REFINEMENTS = 40;

/** Fewer cells than this have no spread to judge them by. */
const LEAST_CELLS = 8;

/** A sample as a phase with its weight. */
interface Term {
  readonly phaseRad: number;
  readonly separationHz: number;
  readonly weight: number;
}

function termsOf(samples: readonly OverlapSample[]): Term[] {
  return samples
    .filter(({ re, im, coherence }) => (re !== 0 || im !== 0) && coherence > 0)
    .map(({ re, im, separationHz, coherence }) => ({
      phaseRad: Math.atan2(im, re),
      separationHz,
      weight: coherence ** 2,
    }));
}

/** Σ w e^{j(φ - 2π Δf dt)}. */
function sumAt(terms: readonly Term[], shiftS: number): { re: number; im: number } {
  let re = 0;
  let im = 0;
  for (const { phaseRad, separationHz, weight } of terms) {
    const rest = phaseRad - 2 * Math.PI * separationHz * shiftS;
    re += weight * Math.cos(rest);
    im += weight * Math.sin(rest);
  }
  return { re, im };
}

/** Weighted mean phase of the overlaps when a shift is corrected, rad. */
export function overlapResidualRad(samples: readonly OverlapSample[], shiftS: number): number {
  const { re, im } = sumAt(termsOf(samples), shiftS);
  return Math.atan2(im, re);
}

/**
 * Weighted mean phase of an overlap when a shift is corrected, and how sure it is.
 * @returns undefined with fewer than 8 cells
 */
export function overlapPhase(samples: readonly OverlapSample[], shiftS: number): OverlapPhase | undefined {
  const terms = termsOf(samples);
  if (terms.length < LEAST_CELLS) return undefined;
  const phaseRad = overlapResidualRad(samples, shiftS);
  let [spread, agreement] = [0, 0];
  for (const { phaseRad: phase, separationHz, weight } of terms) {
    const rest = phase - 2 * Math.PI * separationHz * shiftS - phaseRad;
    spread += weight ** 2 * Math.sin(rest) ** 2;
    agreement += weight * Math.cos(rest);
  }
  return { phaseRad, sigmaRad: Math.sqrt(spread) / agreement };
}

/**
 * Enhanced spectral diversity: the shift that maximises Re Σ w e^{j(φ - 2π Δf dt)} over half a cycle of the mean Doppler
 * separation either way of `aroundS` (after Fattahi et al. 2016; the maximum instead of a mean of phases needs no unwrapping; the real part
 * and not the modulus, which a separation that hardly varies leaves the same for every shift). Its standard deviation comes
 * from the spread of the cells about it.
 * @returns undefined with fewer than 8 cells
 */
export function estimateAzimuthShift(samples: readonly OverlapSample[], aroundS = 0): AzimuthShift | undefined {
  const terms = termsOf(samples);
  if (terms.length < LEAST_CELLS) return undefined;
  const total = terms.reduce((sum, term) => sum + term.weight, 0);
  const agreementAt = (shiftS: number): number => sumAt(terms, shiftS).re;
  const meanHz = terms.reduce((sum, term) => sum + term.weight * term.separationHz, 0) / total;
  const halfCycleS = Math.abs(1 / (2 * meanHz));
  let best = aroundS;
  for (let k = -SEARCH_STEPS; k <= SEARCH_STEPS; k++) {
    const shiftS = aroundS + (k / SEARCH_STEPS) * halfCycleS;
    if (agreementAt(shiftS) > agreementAt(best)) best = shiftS;
  }
  // Separations differ between swaths: the maximum may lie beyond half a mean cycle, and the search may end on its slope.
  const stepS = halfCycleS / SEARCH_STEPS;
  const uphillS = agreementAt(best + stepS) > agreementAt(best - stepS) ? stepS : -stepS;
  for (let k = 0; k < SEARCH_STEPS && agreementAt(best + uphillS) > agreementAt(best); k++) best += uphillS;
  let [low, high] = [best - stepS, best + stepS];
  for (let k = 0; k < REFINEMENTS; k++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (agreementAt(a) > agreementAt(b)) high = b;
    else low = a;
  }
  const shiftS = (low + high) / 2;
  let spread = 0;
  for (const { phaseRad, separationHz, weight } of terms) {
    const rest = phaseRad - 2 * Math.PI * separationHz * shiftS;
    spread += weight ** 2 * Math.sin(rest) ** 2;
  }
  const concentration = agreementAt(shiftS) / total;
  const phaseSigmaRad = Math.sqrt(spread) / (total * Math.max(concentration, 1e-6));
  return {
    shiftS,
    sigmaS: phaseSigmaRad / (2 * Math.PI * Math.abs(meanHz)),
    residualBeforeRad: overlapResidualRad(samples, 0),
    cycleS: 2 * halfCycleS,
    cells: terms.length,
  };
}
