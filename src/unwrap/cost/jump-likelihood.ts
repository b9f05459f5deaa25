import { phaseDensity } from '../../speckle/index.ts';
import { TWO_PI } from '../../units/index.ts';

/** What is believed of the difference of phase between neighbours before it is seen. */
export interface JumpModel {
  /** Standard deviation by which the slope of the cells around misses that of an edge, rad. */
  readonly slopeSigmaRad: number;
  /** Share of edges across which the ground may have torn, by anything within ± 4π. */
  readonly ruptureShare: number;
}

/**
 * The model that decides. A rupture is allowed on every fifth edge: where the ground tears, the tear should follow the
 * cells that show it, not lead through cells of low coherence to the border (figures: unwrapping).
 */
export const JUMP_MODEL: JumpModel = { slopeSigmaRad: 0.5, ruptureShare: 0.2 };

/** Rows of the table: coherence (bin + 1/2) / 40. */
export const COHERENCE_BINS = 40;

/** Columns of the table: differences from -4π to 4π. */
export const DIFFERENCE_STEPS = 513;

const PHASES = (DIFFERENCE_STEPS - 1) / 4;
const MAX_COHERENCE = 0.98;

/** Phase of more looks is surer than the slope is known, and narrower than a step of the table. */
const MAX_LOOKS = 300;

/** Density of the difference of two independent phases, as shares of PHASES cells of 2π; index PHASES - 1 is zero. */
function differenceShares(coherence: number, looks: number): Float64Array {
  const shares = Float64Array.from({ length: PHASES }, (_, index) =>
    phaseDensity(((index + 0.5) / PHASES - 0.5) * TWO_PI, coherence, looks),
  );
  const sum = shares.reduce((total, share) => total + share, 0);
  const differences = new Float64Array(2 * PHASES - 1);
  for (let i = 0; i < PHASES; i++)
    for (let j = 0; j < PHASES; j++) differences[i - j + PHASES - 1]! += (shares[i]! * shares[j]!) / (sum * sum);
  return differences;
}

/**
 * Log density of the true difference of phase across an edge against the slope expected there: speckle of both cells
 * (Lee et al. 1994), blurred by the error of the slope, and a rupture of any size.
 * @param looks effective looks of the phase of a cell
 * @returns shape (COHERENCE_BINS, DIFFERENCE_STEPS), nats per rad
 */
export function jumpLikelihood(looks: number, model: JumpModel): Float32Array<ArrayBuffer> {
  const { slopeSigmaRad, ruptureShare } = model;
  const step = TWO_PI / PHASES;
  const reach = Math.ceil((4 * slopeSigmaRad) / step);
  const blur = Float64Array.from({ length: 2 * reach + 1 }, (_, index) =>
    Math.exp(-0.5 * (((index - reach) * step) / slopeSigmaRad) ** 2),
  );
  const blurSum = blur.reduce((total, weight) => total + weight, 0);
  const rupture = ruptureShare / (4 * TWO_PI);
  const table = new Float32Array(COHERENCE_BINS * DIFFERENCE_STEPS);
  const middle = (DIFFERENCE_STEPS - 1) / 2;
  for (let bin = 0; bin < COHERENCE_BINS; bin++) {
    const differences = differenceShares(
      Math.min((bin + 0.5) / COHERENCE_BINS, MAX_COHERENCE),
      Math.min(Math.max(looks, 1), MAX_LOOKS),
    );
    const density = new Float64Array(DIFFERENCE_STEPS);
    for (let index = 0; index < differences.length; index++)
      for (let offset = -reach; offset <= reach; offset++) {
        const at = middle + index - (PHASES - 1) + offset;
        if (at >= 0 && at < DIFFERENCE_STEPS)
          density[at]! += (differences[index]! * blur[offset + reach]!) / (blurSum * step);
      }
    for (let at = 0; at < DIFFERENCE_STEPS; at++)
      table[bin * DIFFERENCE_STEPS + at] = Math.log((1 - ruptureShare) * density[at]! + rupture);
  }
  return table;
}
