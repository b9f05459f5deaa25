/** An in-place complex Fourier transform of one fixed length, a power of two. */
export interface Fourier {
  readonly length: number;
  /** X[k] = Σ x[n] exp(-j2πkn/N), over `re` and `im` in place. */
  forward(re: Float64Array, im: Float64Array): void;
  /** Σ X[k] exp(+j2πkn/N), not divided by N. */
  inverse(re: Float64Array, im: Float64Array): void;
}

function transform(
  re: Float64Array,
  im: Float64Array,
  order: Uint32Array,
  cosine: Float64Array,
  sine: Float64Array,
): void {
  const n = order.length;
  for (let i = 0; i < n; i++) {
    const j = order[i]!;
    if (j <= i) continue;
    const [a, b] = [re[i]!, im[i]!];
    re[i] = re[j]!;
    im[i] = im[j]!;
    re[j] = a;
    im[j] = b;
  }
  for (let half = 1; half < n; half *= 2) {
    const step = n / (2 * half);
    for (let start = 0; start < n; start += 2 * half) {
      for (let k = 0, twiddle = 0; k < half; k++, twiddle += step) {
        const low = start + k;
        const high = low + half;
        const [wr, wi] = [cosine[twiddle]!, sine[twiddle]!];
        const tr = re[high]! * wr - im[high]! * wi;
        const ti = re[high]! * wi + im[high]! * wr;
        re[high] = re[low]! - tr;
        im[high] = im[low]! - ti;
        re[low] = re[low]! + tr;
        im[low] = im[low]! + ti;
      }
    }
  }
}

/** Radix-2 decimation in time (Cooley and Tukey 1965). `length` must be a power of two. */
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
    forward: (re, im) => transform(re, im, order, cosine, forwardSine),
    inverse: (re, im) => transform(re, im, order, cosine, inverseSine),
  };
}
