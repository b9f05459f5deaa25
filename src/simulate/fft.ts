/** An in-place complex Fourier transform of one fixed length, a power of two. */
export interface Fourier {
  readonly length: number;
  /** X[k] = Σ x[n] exp(-j2πkn/N), over `re` and `im` in place. */
  forward(re: Float64Array, im: Float64Array): void;
  /** Σ X[k] exp(+j2πkn/N), not divided by N. */
  inverse(re: Float64Array, im: Float64Array): void;
}

/** Brings the input into bit-reversed order. */
function reorder(re: Float64Array, im: Float64Array, order: Uint32Array): void {
  for (let i = 0; i < order.length; i++) {
    const j = order[i]!;
    if (j <= i) continue;
    const a = re[i]!;
    const b = im[i]!;
    re[i] = re[j]!;
    im[i] = im[j]!;
    re[j] = a;
    im[j] = b;
  }
}

/** One radix-2 stage of butterflies that are `half` apart. */
function singleStage(re: Float64Array, im: Float64Array, half: number, cosine: Float64Array, sine: Float64Array): void {
  const n = re.length;
  const step = n / (2 * half);
  for (let start = 0; start < n; start += 2 * half) {
    for (let k = 0; k < half; k++) {
      const low = start + k;
      const high = low + half;
      const wr = cosine[k * step]!;
      const wi = sine[k * step]!;
      const tr = re[high]! * wr - im[high]! * wi;
      const ti = re[high]! * wi + im[high]! * wr;
      re[high] = re[low]! - tr;
      im[high] = im[low]! - ti;
      re[low] = re[low]! + tr;
      im[low] = im[low]! + ti;
    }
  }
}

/** The stages `half` and `2 half` in one pass over memory; `turn` is -1 forward and +1 inverse (the twiddle of a quarter). */
function doubleStage(
  re: Float64Array,
  im: Float64Array,
  half: number,
  cosine: Float64Array,
  sine: Float64Array,
  turn: number,
): void {
  const n = re.length;
  const step = n / (4 * half);
  for (let start = 0; start < n; start += 4 * half) {
    for (let k = 0; k < half; k++) {
      const a = start + k;
      const b = a + half;
      const c = b + half;
      const d = c + half;
      const w1r = cosine[2 * k * step]!;
      const w1i = sine[2 * k * step]!;
      const w2r = cosine[k * step]!;
      const w2i = sine[k * step]!;
      const br = re[b]! * w1r - im[b]! * w1i;
      const bi = re[b]! * w1i + im[b]! * w1r;
      const dr = re[d]! * w1r - im[d]! * w1i;
      const di = re[d]! * w1i + im[d]! * w1r;
      const sumR = re[c]! + dr;
      const sumI = im[c]! + di;
      const differenceR = re[c]! - dr;
      const differenceI = im[c]! - di;
      const cr = sumR * w2r - sumI * w2i;
      const ci = sumR * w2i + sumI * w2r;
      // W^(k + half) is W^k turned by a quarter.
      const er = -turn * (differenceR * w2i + differenceI * w2r);
      const ei = turn * (differenceR * w2r - differenceI * w2i);
      const lowR = re[a]! + br;
      const lowI = im[a]! + bi;
      const highR = re[a]! - br;
      const highI = im[a]! - bi;
      re[a] = lowR + cr;
      im[a] = lowI + ci;
      re[c] = lowR - cr;
      im[c] = lowI - ci;
      re[b] = highR + er;
      im[b] = highI + ei;
      re[d] = highR - er;
      im[d] = highI - ei;
    }
  }
}

function transform(
  re: Float64Array,
  im: Float64Array,
  order: Uint32Array,
  cosine: Float64Array,
  sine: Float64Array,
  turn: number,
): void {
  reorder(re, im, order);
  let half = 1;
  if (Math.round(Math.log2(order.length)) % 2 === 1) {
    singleStage(re, im, 1, cosine, sine);
    half = 2;
  }
  for (; half < order.length; half *= 4) doubleStage(re, im, half, cosine, sine, turn);
}

/** Decimation in time (Cooley and Tukey 1965), two radix-2 stages per pass. `length` must be a power of two. */
export function fourier(length: number): Fourier {
  const bits = Math.round(Math.log2(length));
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    let reversed = 0;
    for (let bit = 0; bit < bits; bit++) reversed |= ((i >> bit) & 1) << (bits - 1 - bit);
    order[i] = reversed;
  }
  const cosine = Float64Array.from({ length: length / 2 }, (_, k) => Math.cos((2 * Math.PI * k) / length));
  const forwardSine = Float64Array.from({ length: length / 2 }, (_, k) => -Math.sin((2 * Math.PI * k) / length));
  const inverseSine = forwardSine.map((value) => -value);
  return {
    length,
    forward: (re, im) => transform(re, im, order, cosine, forwardSine, -1),
    inverse: (re, im) => transform(re, im, order, cosine, inverseSine, 1),
  };
}
