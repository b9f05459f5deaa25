import { Random } from '../../test/support/random.ts';
import { type Resampler, type SwathImage, amplitude } from './resampling-loss.ts';

/** Lines and samples of an image, periodic in both. */
const SIZE = 256;

/** A complex image, shape (SIZE, SIZE). */
interface Image {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const signedFrequency = (bin: number): number => (bin < SIZE / 2 ? bin : bin - SIZE) / SIZE;

const empty = (): Image => ({ re: new Float64Array(SIZE * SIZE), im: new Float64Array(SIZE * SIZE) });

/** A spectrum of white circular noise under the swath's windows. */
export function randomSpectrum(swath: SwathImage, seed: number): Image {
  const random = new Random(seed);
  const spectrum = empty();
  for (let n = 0; n < SIZE * SIZE; n++) {
    const [row, column] = [Math.floor(n / SIZE), n % SIZE];
    const gain = amplitude(swath.azimuth, signedFrequency(row)) * amplitude(swath.range, signedFrequency(column));
    spectrum.re[n] = gain * random.normal();
    spectrum.im[n] = gain * random.normal();
  }
  return spectrum;
}

/** Transform of every row to the space domain, moved by `shift`; the result is transposed, so that twice makes an image. */
function transformRows({ re, im }: Image, shift: number): Image {
  const out = empty();
  const [cosine, sine] = [new Float64Array(SIZE), new Float64Array(SIZE)];
  for (let x = 0; x < SIZE; x++) {
    for (let bin = 0; bin < SIZE; bin++) {
      const angle = 2 * Math.PI * signedFrequency(bin) * (x + shift);
      cosine[bin] = Math.cos(angle);
      sine[bin] = Math.sin(angle);
    }
    for (let row = 0; row < SIZE; row++) {
      let [a, b] = [0, 0];
      for (let bin = 0, n = row * SIZE; bin < SIZE; bin++, n++) {
        a += re[n]! * cosine[bin]! - im[n]! * sine[bin]!;
        b += re[n]! * sine[bin]! + im[n]! * cosine[bin]!;
      }
      out.re[x * SIZE + row] = a;
      out.im[x * SIZE + row] = b;
    }
  }
  return out;
}

/** The image of a spectrum, shifted exactly by a fraction of a line and of a sample. */
export function imageOf(spectrum: Image, lines = 0, samples = 0): Image {
  return transformRows(transformRows(spectrum, samples), lines);
}

/** Weighted sum of neighbours along the rows; transposed as above. */
function filterRows({ re, im }: Image, weights: readonly number[]): Image {
  const out = empty();
  const first = 1 - weights.length / 2;
  for (let row = 0; row < SIZE; row++)
    for (let x = 0; x < SIZE; x++) {
      let [a, b] = [0, 0];
      for (const [k, weight] of weights.entries()) {
        const n = row * SIZE + ((x + first + k + SIZE) % SIZE);
        a += weight * re[n]!;
        b += weight * im[n]!;
      }
      out.re[x * SIZE + row] = a;
      out.im[x * SIZE + row] = b;
    }
  return out;
}

/** An image resampled by a fraction of a line and of a sample. */
export function resample(
  image: Image,
  fractions: { readonly azimuth: number; readonly range: number },
  resamplers: { readonly azimuth: Resampler; readonly range: Resampler },
): Image {
  return filterRows(filterRows(image, resamplers.range(fractions.range)), resamplers.azimuth(fractions.azimuth));
}

/** 1 - coherence of two images. */
export function lossBetween(a: Image, b: Image): number {
  let [re, im, p, q] = [0, 0, 0, 0];
  for (let n = 0; n < SIZE * SIZE; n++) {
    re += a.re[n]! * b.re[n]! + a.im[n]! * b.im[n]!;
    im += a.im[n]! * b.re[n]! - a.re[n]! * b.im[n]!;
    p += a.re[n]! ** 2 + a.im[n]! ** 2;
    q += b.re[n]! ** 2 + b.im[n]! ** 2;
  }
  return 1 - Math.hypot(re, im) / Math.sqrt(p * q);
}
