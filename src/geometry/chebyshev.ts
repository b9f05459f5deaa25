/** A closed interval. */
export interface Interval {
  readonly min: number;
  readonly max: number;
}

/** The box of (line, sample, height) a fit is valid in. */
export interface FitDomain {
  readonly line: Interval;
  readonly sample: Interval;
  readonly heightM: Interval;
}

/** Polynomial degrees per dimension. */
export interface FitDegrees {
  readonly line: number;
  readonly sample: number;
  readonly height: number;
}

/**
 * Trivariate Chebyshev series of several quantities over one box, in f64:
 * q(line, sample, h) = Σ c_ijk T_i(line) T_j(sample) T_k(h) with each variable mapped to [-1, 1].
 */
export interface ChebyshevVolume {
  readonly domain: FitDomain;
  readonly degrees: FitDegrees;
  /** One array per quantity, shape (line+1, sample+1, height+1), row-major. */
  readonly coefficients: readonly Float64Array[];
}

/** The tensor grid of Chebyshev nodes of a box, flattened line-major: where the quantities have to be known. */
export interface ChebyshevNodes {
  readonly lines: Float64Array;
  readonly samples: Float64Array;
  readonly heightsM: Float64Array;
}

function nodesOf(interval: Interval, degree: number): Float64Array {
  const count = degree + 1;
  const middle = (interval.min + interval.max) / 2;
  const half = (interval.max - interval.min) / 2;
  return Float64Array.from({ length: count }, (_, k) => middle + half * Math.cos((Math.PI * (k + 0.5)) / count));
}

/** T_0..T_degree at x in [-1, 1]. */
export function chebyshevBasis(x: number, degree: number): Float64Array {
  const basis = new Float64Array(degree + 1);
  basis[0] = 1;
  if (degree > 0) basis[1] = x;
  for (let k = 2; k <= degree; k++) basis[k] = 2 * x * basis[k - 1]! - basis[k - 2]!;
  return basis;
}

/** Maps a value of an interval to [-1, 1]; an interval of no length maps to 0. */
export function toUnit(value: number, interval: Interval): number {
  const half = (interval.max - interval.min) / 2;
  return half === 0 ? 0 : (value - (interval.min + interval.max) / 2) / half;
}

/** Lists the nodes of a box in the order `fitVolume` expects their values. */
export function chebyshevNodes(domain: FitDomain, degrees: FitDegrees): ChebyshevNodes {
  const lineNodes = nodesOf(domain.line, degrees.line);
  const sampleNodes = nodesOf(domain.sample, degrees.sample);
  const heightNodes = nodesOf(domain.heightM, degrees.height);
  const count = lineNodes.length * sampleNodes.length * heightNodes.length;
  const lines = new Float64Array(count);
  const samples = new Float64Array(count);
  const heightsM = new Float64Array(count);
  let n = 0;
  for (const line of lineNodes)
    for (const sample of sampleNodes)
      for (const height of heightNodes) {
        lines[n] = line;
        samples[n] = sample;
        heightsM[n] = height;
        n++;
      }
  return { lines, samples, heightsM };
}

/** Values at nodes to coefficients along one axis of a (outer, count, inner) array, in place. */
function transformAxis(values: Float64Array, outer: number, count: number, inner: number): void {
  const column = new Float64Array(count);
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      const at = (k: number): number => (o * count + k) * inner + i;
      for (let k = 0; k < count; k++) column[k] = values[at(k)]!;
      for (let m = 0; m < count; m++) {
        let sum = 0;
        for (let k = 0; k < count; k++) sum += column[k]! * Math.cos((Math.PI * m * (k + 0.5)) / count);
        values[at(m)] = (sum * (m === 0 ? 1 : 2)) / count;
      }
    }
}

/**
 * Interpolates the values at the nodes (discrete cosine transform in each dimension).
 * @param values one array per quantity, in the order of `chebyshevNodes`.
 */
export function fitVolume(domain: FitDomain, degrees: FitDegrees, values: readonly Float64Array[]): ChebyshevVolume {
  const counts = [degrees.line + 1, degrees.sample + 1, degrees.height + 1] as const;
  const coefficients = values.map((quantity) => {
    const out = Float64Array.from(quantity);
    transformAxis(out, 1, counts[0], counts[1] * counts[2]);
    transformAxis(out, counts[0], counts[1], counts[2]);
    transformAxis(out, counts[0] * counts[1], counts[2], 1);
    return out;
  });
  return { domain, degrees, coefficients };
}

/** Contracts the line axis of every quantity at one line: arrays of shape (sample+1, height+1). */
export function contractLine(volume: ChebyshevVolume, line: number): Float64Array[] {
  const { domain, degrees } = volume;
  const basis = chebyshevBasis(toUnit(line, domain.line), degrees.line);
  const inner = (degrees.sample + 1) * (degrees.height + 1);
  return volume.coefficients.map((coefficients) => {
    const out = new Float64Array(inner);
    for (let i = 0; i < basis.length; i++)
      for (let n = 0; n < inner; n++) out[n]! += basis[i]! * coefficients[i * inner + n]!;
    return out;
  });
}

/** Evaluates one quantity in f64. */
export function evaluateVolume(
  volume: ChebyshevVolume,
  quantity: number,
  line: number,
  sample: number,
  heightM: number,
): number {
  const { domain, degrees } = volume;
  const a = chebyshevBasis(toUnit(line, domain.line), degrees.line);
  const b = chebyshevBasis(toUnit(sample, domain.sample), degrees.sample);
  const c = chebyshevBasis(toUnit(heightM, domain.heightM), degrees.height);
  const coefficients = volume.coefficients[quantity]!;
  let sum = 0;
  let n = 0;
  for (const ai of a)
    for (const bj of b) {
      let inner = 0;
      for (const ck of c) inner += coefficients[n++]! * ck;
      sum += ai * bj * inner;
    }
  return sum;
}
