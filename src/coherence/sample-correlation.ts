import type { PairLines, SampleBox, WindowLayout } from './window-coherence.ts';

/** What a look at parts of both rasters tells. */
export interface SampleStatistics {
  /** Effective number of independent looks of a window: N / Σ (1-|k|/K)(1-|l|/L) |ρ(k,l)|². */
  readonly effectiveLooks: number;
  /** Σ |ρ|² over all lags: 1 for independent samples. */
  readonly correlatedSamples: number;
  /** Powers of two that bring each raster's amplitude to about 1. */
  readonly scale: { readonly reference: number; readonly secondary: number };
  /** Share of the samples looked at that have data in both. */
  readonly shareWithData: number;
}

/** Beyond this many samples nothing is correlated but by oversampling more than eightfold. */
const LAGS = 8;
/** Parts looked at: groups of lines down, parts across, their size. Few lines: within many, a TOPS carrier turns. */
const GROUPS_DOWN = 8;
const PARTS_ACROSS = 4;
const PART: SampleBox = { lines: 16, samples: 1024 };

/** Unit phasors of a part, 0 where there is no data, and their number. */
function phasorsOf(values: Float32Array, columns: number, from: number, samples: number, lines: number) {
  const re = new Float64Array(lines * samples);
  const im = new Float64Array(lines * samples);
  let count = 0;
  let power = 0;
  for (let line = 0; line < lines; line++)
    for (let k = 0; k < samples; k++) {
      const at = 2 * (line * columns + from + k);
      const amplitude = Math.hypot(values[at]!, values[at + 1]!);
      if (!(amplitude > 0)) continue;
      re[line * samples + k] = values[at]! / amplitude;
      im[line * samples + k] = values[at + 1]! / amplitude;
      count++;
      power += amplitude;
    }
  return { re, im, count, meanAmplitude: count > 0 ? power / count : 0 };
}

type Phasors = ReturnType<typeof phasorsOf>;

/** |mean of z(y + k, x + l) conj z(y, x)|² and the number of pairs. */
function lagPower({ re, im }: Phasors, lines: number, samples: number, k: number, l: number) {
  let sumRe = 0;
  let sumIm = 0;
  let pairs = 0;
  const [from, to] = [Math.max(0, -l), Math.min(samples, samples - l)];
  for (let line = 0; line + k < lines; line++)
    for (let x = from; x < to; x++) {
      const here = line * samples + x;
      const there = here + k * samples + l;
      const [a, b, c, d] = [re[there]!, im[there]!, re[here]!, im[here]!];
      sumRe += a * c + b * d;
      sumIm += b * c - a * d;
      if ((a !== 0 || b !== 0) && (c !== 0 || d !== 0)) pairs++;
    }
  return { power: pairs > 0 ? (sumRe ** 2 + sumIm ** 2) / pairs ** 2 : 0, pairs };
}

/** |E[e^{j(φ1-φ2)}]| of circular Gaussians of correlation r: π/4 r 2F1(1/2, 1/2; 2; r²) (Middleton 1960, section 9.1). */
function phasorCorrelation(r: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 400; n++) {
    term *= ((n + 0.5) ** 2 / ((n + 2) * (n + 1))) * r ** 2;
    sum += term;
  }
  return Math.min(1, (Math.PI / 4) * r * sum);
}

/** |ρ|² whose phasors have this squared correlation. */
function fromPhasorPower(power: number): number {
  const wanted = Math.sqrt(Math.max(power, 0));
  let low = 0;
  let high = 1;
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2;
    if (phasorCorrelation(middle) < wanted) low = middle;
    else high = middle;
  }
  return low ** 2;
}

/** Half of the lags: the others are their mirror image. */
function halfLags(): [k: number, l: number][] {
  const lags: [number, number][] = [];
  for (let k = 0; k <= LAGS; k++) for (let l = k === 0 ? 1 : -LAGS; l <= LAGS; l++) lags.push([k, l]);
  return lags;
}

/** Squared phasor correlation of one raster per lag, gathered over parts. */
class LagPowers {
  readonly lags = halfLags();
  readonly #powers = new Float64Array(this.lags.length);
  readonly #noise = new Float64Array(this.lags.length);
  #weight = 0;

  add(part: Phasors, lines: number, samples: number): void {
    if (part.count === 0) return;
    this.#weight += part.count;
    this.lags.forEach(([k, l], n) => {
      const { power, pairs } = lagPower(part, lines, samples, k, l);
      if (pairs === 0) return;
      this.#powers[n]! += part.count * power;
      this.#noise[n]! += part.count / pairs;
    });
  }

  /** |ρ|² per lag. What noise adds to a squared mean is taken off: 1/pairs, times how correlated the phasors are. */
  squares(): Float64Array {
    const raw = this.#powers.map((power) => (this.#weight > 0 ? power / this.#weight : 0));
    const noise = this.#noise.map((value) => (this.#weight > 0 ? value / this.#weight : 0));
    const inflation = 1 + 2 * raw.reduce((sum, power, n) => sum + Math.max(0, power - noise[n]!), 0);
    return raw.map((power, n) => fromPhasorPower(power - inflation * noise[n]!));
  }
}

/** Nearest power of two to one over an amplitude: scaling by it rounds nothing. */
function scaleOf(amplitude: number): number {
  return amplitude > 0 ? 2 ** -Math.round(Math.log2(amplitude)) : 1;
}

/** First samples of parts of a given size spread evenly. */
function starts(size: number, part: number, count: number): number[] {
  if (size <= part) return [0];
  const most = Math.min(count, Math.floor(size / part));
  return Array.from({ length: most }, (_, k) => Math.floor(((k + 0.5) / most) * size - part / 2));
}

/**
 * Looks at parts of both rasters: how correlated neighbouring samples are, and how bright they are. The correlation is that of
 * phasors, so that bright targets count no more than other samples, each part on its own, so that a slowly turning carrier does not
 * matter. Of both rasters the geometric mean is taken: it is their product that is averaged.
 */
export async function sampleStatistics(
  { rows, columns, window }: WindowLayout,
  readLines: (first: number, count: number) => Promise<PairLines>,
): Promise<SampleStatistics> {
  const powers = { reference: new LagPowers(), secondary: new LagPowers() };
  const amplitude = { reference: 0, secondary: 0 };
  const seen = { reference: 0, secondary: 0 };
  let samplesLookedAt = 0;
  const lines = Math.min(PART.lines, rows);
  const samples = Math.min(PART.samples, columns);
  for (const first of starts(rows, lines, GROUPS_DOWN)) {
    const pair = await readLines(first, lines);
    for (const from of starts(columns, samples, PARTS_ACROSS)) {
      samplesLookedAt += lines * samples;
      for (const date of ['reference', 'secondary'] as const) {
        const part = phasorsOf(pair[date], columns, from, samples, lines);
        powers[date].add(part, lines, samples);
        amplitude[date] += part.count * part.meanAmplitude;
        seen[date] += part.count;
      }
    }
  }
  const [first, second] = [powers.reference.squares(), powers.secondary.squares()];
  let within = 1;
  let all = 1;
  powers.reference.lags.forEach(([k, l], n) => {
    const square = Math.sqrt(first[n]! * second[n]!);
    const weight = Math.max(0, 1 - k / window.lines) * Math.max(0, 1 - Math.abs(l) / window.samples);
    within += 2 * weight * square;
    all += 2 * square;
  });
  return {
    effectiveLooks: Math.max(1, (window.lines * window.samples) / within),
    correlatedSamples: all,
    scale: {
      reference: scaleOf(amplitude.reference / Math.max(1, seen.reference)),
      secondary: scaleOf(amplitude.secondary / Math.max(1, seen.secondary)),
    },
    shareWithData: Math.min(seen.reference, seen.secondary) / samplesLookedAt,
  };
}
