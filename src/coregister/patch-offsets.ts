/** A patch of both dates at full resolution, carriers removed: shapes (lines, samples, 2), I and Q; both 0 without data. */
export interface CorrelationPatch {
  readonly lines: number;
  readonly samples: number;
  readonly reference: Float32Array;
  readonly secondary: Float32Array;
}

/** By how much the secondary lies behind the reference: secondary(l, s) = reference(l - lines, s - samples). */
export interface PatchOffsets {
  readonly lines: number;
  readonly samples: number;
  /** Standard deviations from the patches' own spread (delete-one jackknife). */
  readonly sigmaLines: number;
  readonly sigmaSamples: number;
  /** Root mean square of the patches' coherence at the offset. */
  readonly coherence: number;
  readonly patches: number;
}

/** Offsets are looked for up to this many lines and samples. */
const SEARCH_LAGS = 3;

/** Correlations are kept up to here: what interpolates them in between needs neighbours. */
const KEPT_LAGS = 6;
const LAGS = 2 * KEPT_LAGS + 1;

/** Fewer patches than this give no spread. */
const LEAST_PATCHES = 4;

/** A patch with less of it valid does not count. */
const LEAST_VALID = 0.5;

/** How far, in standard deviations of the correlation where nothing correlates, the peak must stand out. */
const LEAST_PEAK_SIGMA = 8;

const COARSE_STEP = 0.1;
const STENCIL_STEPS = [0.1, 0.05, 0.02, 0.02, 0.02];

/** Complex correlations at whole lags, shape (LAGS, LAGS, 2). */
type Correlation = Float64Array;

/**
 * Removes a carrier from both dates of a patch alike, so that what is left is band-limited around zero Doppler. The phase
 * between both dates stays.
 * @param cyclesPerLine Doppler at (line, sample) of the patch, linear along a column
 */
export function removeCarrier(
  patch: CorrelationPatch,
  cyclesPerLine: (line: number, sample: number) => number,
): CorrelationPatch {
  const { lines, samples } = patch;
  const reference = new Float32Array(patch.reference.length);
  const secondary = new Float32Array(patch.secondary.length);
  const middle = (lines - 1) / 2;
  for (let line = 0; line < lines; line++)
    for (let sample = 0; sample < samples; sample++) {
      const cycles = cyclesPerLine((line + middle) / 2, sample) * (line - middle);
      const angle = -2 * Math.PI * (cycles - Math.round(cycles));
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const at = 2 * (line * samples + sample);
      for (const [from, to] of [
        [patch.reference, reference],
        [patch.secondary, secondary],
      ] as const) {
        to[at] = from[at]! * cos - from[at + 1]! * sin;
        to[at + 1] = from[at]! * sin + from[at + 1]! * cos;
      }
    }
  return { lines, samples, reference, secondary };
}

/** Share of a patch where both dates have data. */
function validShare({ lines, samples, reference, secondary }: CorrelationPatch): number {
  let count = 0;
  for (let k = 0; k < reference.length; k += 2)
    if ((reference[k] !== 0 || reference[k + 1] !== 0) && (secondary[k] !== 0 || secondary[k + 1] !== 0)) count++;
  return count / (lines * samples);
}

/** Σ r conj(s) over what overlaps at each whole lag of the secondary, normalised by both energies there. */
function correlate({ lines, samples, reference, secondary }: CorrelationPatch): Correlation {
  const out = new Float64Array(LAGS * LAGS * 2);
  for (let lineLag = -KEPT_LAGS; lineLag <= KEPT_LAGS; lineLag++)
    for (let sampleLag = -KEPT_LAGS; sampleLag <= KEPT_LAGS; sampleLag++) {
      let [re, im, first, second] = [0, 0, 0, 0];
      const lastSample = samples - Math.max(0, sampleLag);
      for (let line = Math.max(0, -lineLag); line < lines - Math.max(0, lineLag); line++)
        for (let sample = Math.max(0, -sampleLag); sample < lastSample; sample++) {
          const at = 2 * (line * samples + sample);
          const other = at + 2 * (lineLag * samples + sampleLag);
          const [a, b, c, d] = [reference[at]!, reference[at + 1]!, secondary[other]!, secondary[other + 1]!];
          re += a * c + b * d;
          im += b * c - a * d;
          first += a * a + b * b;
          second += c * c + d * d;
        }
      const scale = first * second > 0 ? 1 / Math.sqrt(first * second) : 0;
      const cell = 2 * ((lineLag + KEPT_LAGS) * LAGS + sampleLag + KEPT_LAGS);
      out[cell] = re * scale;
      out[cell + 1] = im * scale;
    }
  return out;
}

/** Weights of the whole lags for a lag in between: sinc under a raised cosine. */
function lagWeights(lag: number): Float64Array {
  return Float64Array.from({ length: LAGS }, (_, k) => {
    const x = k - KEPT_LAGS - lag;
    if (Math.abs(x) < 1e-12) return 1;
    if (Math.abs(x) > KEPT_LAGS + 1) return 0;
    return (Math.sin(Math.PI * x) / (Math.PI * x)) * Math.cos((Math.PI * x) / (2 * (KEPT_LAGS + 1))) ** 2;
  });
}

/** Σ |c|² over the patches at a lag. */
function powerAt(correlations: readonly Correlation[], lines: number, samples: number): number {
  const [along, across] = [lagWeights(lines), lagWeights(samples)];
  let power = 0;
  for (const correlation of correlations) {
    let [re, im] = [0, 0];
    for (let row = 0; row < LAGS; row++) {
      let [rowRe, rowIm] = [0, 0];
      for (let column = 0; column < LAGS; column++) {
        const cell = 2 * (row * LAGS + column);
        rowRe += across[column]! * correlation[cell]!;
        rowIm += across[column]! * correlation[cell + 1]!;
      }
      re += along[row]! * rowRe;
      im += along[row]! * rowIm;
    }
    power += re * re + im * im;
  }
  return power;
}

interface Place {
  readonly lines: number;
  readonly samples: number;
}

/** Steps to the maximum near a place: paraboloids through ever smaller stencils of nine. */
function refine(correlations: readonly Correlation[], start: Place): Place {
  let { lines, samples } = start;
  for (const h of STENCIL_STEPS) {
    const q = (i: number, j: number): number => powerAt(correlations, lines + i * h, samples + j * h);
    const middle = q(0, 0);
    const [up, down, left, right] = [q(1, 0), q(-1, 0), q(0, -1), q(0, 1)];
    const cross = (q(1, 1) - q(1, -1) - q(-1, 1) + q(-1, -1)) / 4;
    const [gradientL, gradientS] = [(up - down) / 2, (right - left) / 2];
    const [bendL, bendS] = [up - 2 * middle + down, right - 2 * middle + left];
    const determinant = bendL * bendS - cross * cross;
    if (!(bendL < 0 && determinant > 0)) break;
    const limit = (steps: number): number => h * Math.min(Math.max(steps, -3), 3);
    lines -= limit((bendS * gradientL - cross * gradientS) / determinant);
    samples -= limit((bendL * gradientS - cross * gradientL) / determinant);
  }
  return { lines, samples };
}

/** The highest of whole lags, then of steps around it. */
function coarsePeak(correlations: readonly Correlation[]): Place & { power: number } {
  let best = { lines: 0, samples: 0, power: -1 };
  const visit = (lines: number, samples: number): void => {
    const power = powerAt(correlations, lines, samples);
    if (power > best.power) best = { lines, samples, power };
  };
  for (let i = -SEARCH_LAGS; i <= SEARCH_LAGS; i++) for (let j = -SEARCH_LAGS; j <= SEARCH_LAGS; j++) visit(i, j);
  const { lines, samples } = best;
  for (let i = -6; i <= 6; i++) for (let j = -6; j <= 6; j++) visit(lines + i * COARSE_STEP, samples + j * COARSE_STEP);
  return best;
}

/** Mean and standard deviation of Σ |c|² where nothing correlates: the outermost whole lags. */
function floorOf(correlations: readonly Correlation[]): { mean: number; sigma: number } {
  const values: number[] = [];
  for (let i = -KEPT_LAGS; i <= KEPT_LAGS; i++)
    for (let j = -KEPT_LAGS; j <= KEPT_LAGS; j++)
      if (Math.max(Math.abs(i), Math.abs(j)) > SEARCH_LAGS + 1 && i !== 0 && j !== 0) {
        const cell = 2 * ((i + KEPT_LAGS) * LAGS + j + KEPT_LAGS);
        values.push(correlations.reduce((sum, c) => sum + c[cell]! ** 2 + c[cell + 1]! ** 2, 0));
      }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const sigma = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { mean, sigma };
}

/** Delete-one jackknife standard deviation. */
function jackknife(values: readonly number[]): number {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  return Math.sqrt(((n - 1) / n) * values.reduce((sum, value) => sum + (value - mean) ** 2, 0));
}

/**
 * Offset of the secondary against the reference by coherent correlation: the lag that maximises Σ |c|² over the patches, c each
 * patch's complex correlation coefficient, interpolated between whole lags. Phases differ between patches, so moduli are
 * summed. Its bound per axis, in resolution cells, is √(3/2N) √(1-γ²) / (πγ) (Bamler & Eineder 2005); correlation of
 * intensities does about as well at high coherence, far worse at low.
 * @returns undefined with fewer than four usable patches, or where no peak stands out within three lines and samples
 */
export function estimatePatchOffsets(patches: readonly CorrelationPatch[]): PatchOffsets | undefined {
  const usable = patches.filter((patch) => validShare(patch) >= LEAST_VALID);
  if (usable.length < LEAST_PATCHES) return undefined;
  const correlations = usable.map(correlate);
  const floor = floorOf(correlations);
  const coarse = coarsePeak(correlations);
  if (!(coarse.power > floor.mean + LEAST_PEAK_SIGMA * floor.sigma)) return undefined;
  const peak = refine(correlations, coarse);
  if (Math.max(Math.abs(peak.lines), Math.abs(peak.samples)) > SEARCH_LAGS) return undefined;
  const left = correlations.map((_, k) =>
    refine(
      correlations.filter((_other, index) => index !== k),
      peak,
    ),
  );
  return {
    ...peak,
    sigmaLines: jackknife(left.map(({ lines }) => lines)),
    sigmaSamples: jackknife(left.map(({ samples }) => samples)),
    coherence: Math.sqrt(powerAt(correlations, peak.lines, peak.samples) / usable.length),
    patches: usable.length,
  };
}
