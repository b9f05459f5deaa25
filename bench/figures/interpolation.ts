import { Random } from '../../test/support/random.ts';
import {
  type Resampler,
  SWATH_IMAGES,
  type SwathImage,
  imageLoss,
  isce3Resampler,
  ourResampler,
  spectralLoss,
} from './resampling-loss.ts';
import { imageOf, lossBetween, randomSpectrum, resample } from './speckle-image.ts';

const SHIFTS = 400;
const SPECKLE_SHIFTS = 4;

type Resamplers = Readonly<Record<'azimuth' | 'range', Resampler>>;

interface Loss {
  readonly mean: number;
  readonly worst: number;
}

function lossOf(values: readonly number[]): Loss {
  return { mean: values.reduce((sum, value) => sum + value, 0) / values.length, worst: Math.max(...values) };
}

const text = ({ mean, worst }: Loss): string => `${mean.toExponential(2)} mean, ${worst.toExponential(2)} worst`;

function report(swath: SwathImage, who: string, resamplers: Resamplers): number {
  const random = new Random(7);
  const shifts = Array.from({ length: SHIFTS }, () => ({ azimuth: random.uniform(), range: random.uniform() }));
  const losses = (['range', 'azimuth'] as const).map((dimension) =>
    shifts.map((shift) => spectralLoss(swath[dimension], resamplers[dimension], shift[dimension])),
  ) as [number[], number[]];
  const image = lossOf(losses[0].map((range, n) => imageLoss(range, losses[1][n]!)));
  const spectrum = randomSpectrum(swath, 11);
  const original = imageOf(spectrum);
  const speckle = shifts.slice(0, SPECKLE_SHIFTS).map((shift, n) => {
    const exact = imageOf(spectrum, shift.azimuth, shift.range);
    const expected = imageLoss(losses[0][n]!, losses[1][n]!);
    return { measured: lossBetween(exact, resample(original, shift, resamplers)), expected };
  });
  console.log(`${swath.name} ${who}`);
  console.log(`  range     ${text(lossOf(losses[0]))}`);
  console.log(`  azimuth   ${text(lossOf(losses[1]))}`);
  console.log(`  image     ${text(image)}`);
  console.log(
    `  speckle   ${speckle.map(({ measured, expected }) => `${measured.toExponential(2)} (spectrum ${expected.toExponential(2)})`).join(', ')}`,
  );
  return image.worst;
}

export const description =
  "coherence that resampling costs an image at random shifts, per swath, beside ISCE3's kernel";

export async function run(): Promise<void> {
  console.log(`${SHIFTS} random shifts, integrals over the spectrum; ${SPECKLE_SHIFTS} of them on speckle, 256 x 256`);
  for (const swath of SWATH_IMAGES) {
    const ours = report(swath, `ours, ${swath.range.taps} x ${swath.azimuth.taps} taps`, {
      azimuth: ourResampler(swath.azimuth),
      range: ourResampler(swath.range),
    });
    const theirs = report(swath, 'ISCE3, 8 x 8 taps', { azimuth: isce3Resampler, range: isce3Resampler });
    const verdict = ours < swath.limit ? 'met' : 'MISSED';
    console.log(
      `  => worst loss ${ours.toExponential(2)} | limit ${swath.limit.toExponential(0)} | ${verdict} | ISCE3 loses ${(theirs / ours).toFixed(0)} times as much`,
    );
  }
}
