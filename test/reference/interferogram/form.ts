import type { GridWindow, Looks, TileModel } from '../../../src/model/index.ts';
import { tileBase, tilePlace, tileValue } from '../geometry/tile-value.ts';

/** Inclusive limits in lines and samples of a burst. */
export interface ValidArea {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly firstSample: number;
  readonly lastSample: number;
}

export interface FormInput {
  /** In lines and samples of the reference burst. */
  readonly window: GridWindow;
  readonly looks: Looks;
  /** The mean of the products a quarter sample before and after each pixel, not the pixel's product. */
  readonly halfSamples: boolean;
  /** The window's lines; samples of the reference burst at hand. */
  readonly referenceWindow: GridWindow;
  /** Shape (lines, samples, 2) over the reference window. */
  readonly reference: ArrayLike<number>;
  readonly referenceValid: ValidArea;
  /** Shape (lines, samples) over the window; NaN without data. */
  readonly heightsM: ArrayLike<number>;
  /** In lines and samples of the secondary burst. */
  readonly secondaryWindow: GridWindow;
  readonly secondary: ArrayLike<number>;
  readonly secondaryValid: ValidArea;
  /** Quantities: cycles, line offset, sample offset. */
  readonly tiles: TileModel;
  /** Shape (tiles, 4): cycles per line at the tile's middle, its change per sample, half the rate, 0. */
  readonly carriers: ArrayLike<number>;
  /** (phases + 1, 12), (phases + 1, 8), (2, 12). */
  readonly taps: ArrayLike<number>;
  readonly phases: number;
}

type Complex = readonly [re: number, im: number];

const times = (a: Complex, b: Complex): Complex => [a[0] * b[0] - a[1] * b[1], a[0] * b[1] + a[1] * b[0]];
const conjugate = (a: Complex): Complex => [a[0], -a[1]];
const phasor = (cycles: number): Complex => [Math.cos(2 * Math.PI * cycles), Math.sin(2 * Math.PI * cycles)];
const power = (a: Complex): number => a[0] ** 2 + a[1] ** 2;

/** Linear mean of two rows of a tap table. */
function weights(taps: ArrayLike<number>, start: number, count: number, phases: number, fraction: number): number[] {
  const row = Math.min(Math.floor(fraction * phases), phases - 1);
  const mix = fraction * phases - row;
  return Array.from(
    { length: count },
    (_, k) => (1 - mix) * taps[start + row * count + k]! + mix * taps[start + (row + 1) * count + k]!,
  );
}

/** The reference's samples weighted by 12 taps from `first` on. */
function referenceSum(input: FormInput, n: number, first: number, tapAt: number): Complex {
  let [re, im] = [0, 0];
  for (let t = 0; t < 12; t++) {
    re += input.taps[tapAt + t]! * input.reference[2 * (n + first + t)]!;
    im += input.taps[tapAt + t]! * input.reference[2 * (n + first + t) + 1]!;
  }
  return [re, im];
}

/** Both dates at a place of the reference; their product is the flattened one. */
export interface BothDates {
  readonly reference: Complex;
  readonly secondary: Complex;
}

/**
 * Both dates of one pixel, at it or a quarter sample before and after; undefined where it has no data. Line and sample
 * count from the layout's first.
 */
export function formPixel(input: FormInput, line: number, sample: number): readonly BothDates[] | undefined {
  const { window, tiles, taps, phases, referenceValid: valid, secondaryValid, secondaryWindow } = input;
  const referenceLine = tiles.layout.firstLine + line;
  const referenceSample = tiles.layout.firstSample + sample;
  const n = (referenceLine - window.firstLine) * window.samples + referenceSample - window.firstSample;
  const reach = input.halfSamples ? 6 : 0;
  const heightM = input.heightsM[n]!;
  if (Number.isNaN(heightM) || referenceLine < valid.firstLine || referenceLine > valid.lastLine) return undefined;
  if (referenceSample - reach < valid.firstSample || referenceSample + reach > valid.lastSample) return undefined;

  const place = tilePlace(tiles, line, sample);
  const lineOffset = tileValue(tiles, 1, place, heightM);
  const sampleOffset = tileValue(tiles, 2, place, heightM);
  const lineBase = tileBase(tiles, place.tile, 1);
  const sampleBase = tileBase(tiles, place.tile, 2);
  // A workgroup holds one line and sample more on each side than the base alone would need.
  if (Math.abs(Math.floor(lineOffset) - lineBase) > 1 || Math.abs(Math.floor(sampleOffset) - sampleBase) > 1)
    return undefined;
  const y = referenceLine + lineOffset;
  const x = referenceSample + sampleOffset;
  const firstTapLine = Math.floor(y) - 3;
  const steps = input.halfSamples ? [-0.25, 0.25] : [0];
  const firstTapSample = Math.floor(x + steps[0]!) - 5;
  const lastTapSample = Math.floor(x + steps.at(-1)!) + 6;
  if (firstTapLine < secondaryValid.firstLine || firstTapLine + 7 > secondaryValid.lastLine) return undefined;
  if (firstTapSample < secondaryValid.firstSample || lastTapSample > secondaryValid.lastSample) return undefined;

  const { tileLines, tileSamples, tileColumns, firstLine, firstSample } = tiles.layout;
  const middleLine = firstLine + Math.floor(place.tile / tileColumns) * tileLines + (tileLines - 1) / 2 + lineBase;
  const middleSample = firstSample + (place.tile % tileColumns) * tileSamples + (tileSamples - 1) / 2 + sampleBase;
  const [doppler, slope, halfRate] = [0, 1, 2].map((k) => input.carriers[place.tile * 4 + k]!) as [
    number,
    number,
    number,
  ];
  const carrier = (atLine: number, atSample: number): number => {
    const lines = atLine - middleLine;
    return lines * (doppler + slope * (atSample - middleSample)) + halfRate * lines ** 2;
  };
  const azimuthWeights = weights(taps, (phases + 1) * 12, 8, phases, y - Math.floor(y));
  const secondaryAt = (shifted: number): Complex => {
    const rangeWeights = weights(taps, 0, 12, phases, shifted - Math.floor(shifted));
    let [re, im] = [0, 0];
    for (let a = 0; a < 8; a++)
      for (let t = 0; t < 12; t++) {
        const tapLine = firstTapLine + a;
        const tapSample = Math.floor(shifted) - 5 + t;
        const row = (tapLine - secondaryWindow.firstLine) * secondaryWindow.samples;
        const at = 2 * (row + tapSample - secondaryWindow.firstSample);
        const deramped = times([input.secondary[at]!, input.secondary[at + 1]!], phasor(-carrier(tapLine, tapSample)));
        re += azimuthWeights[a]! * rangeWeights[t]! * deramped[0];
        im += azimuthWeights[a]! * rangeWeights[t]! * deramped[1];
      }
    return times(times([re, im], phasor(carrier(y, shifted))), phasor(tileValue(tiles, 0, place, heightM)));
  };
  const { referenceWindow } = input;
  const at =
    (referenceLine - referenceWindow.firstLine) * referenceWindow.samples +
    referenceSample -
    referenceWindow.firstSample;
  return steps.map((step, side) => ({
    reference: input.halfSamples
      ? referenceSum(input, at, side - 6, (phases + 1) * 20 + side * 12)
      : ([input.reference[2 * at]!, input.reference[2 * at + 1]!] as const),
    secondary: secondaryAt(x + step),
  }));
}

/** Mean product and powers. */
function meanProduct(dates: readonly BothDates[]): readonly [re: number, im: number, first: number, second: number] {
  const sum = [0, 0, 0, 0] as [number, number, number, number];
  for (const { reference, secondary } of dates) {
    const [re, im] = times(reference, conjugate(secondary));
    for (const [k, term] of [re, im, power(reference), power(secondary)].entries())
      sum[k] = sum[k]! + term / dates.length;
  }
  return sum;
}

export interface FormedCells {
  readonly rows: number;
  readonly columns: number;
  /** (re, im, P1, P2) per cell, 0 where a pixel of the cell has no data. */
  readonly cells: Float64Array;
  readonly heightsM: Float64Array;
  /** Offset of the centroid of |reference · secondary| from the cell's middle (rows, columns), in cells. */
  readonly centroids: Float64Array;
}

/** Cells of a block of one burst pair. */
export function form(input: FormInput): FormedCells {
  const { window, looks, tiles } = input;
  const rows = Math.floor(window.lines / looks.azimuth);
  const columns = Math.floor(window.samples / looks.range);
  const cells = new Float64Array(rows * columns * 4);
  const heightsM = new Float64Array(rows * columns);
  const centroids = new Float64Array(rows * columns * 2);
  const skippedLines = window.firstLine - tiles.layout.firstLine;
  const count = looks.azimuth * looks.range;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const sum = [0, 0, 0, 0, 0];
      let amplitudes = 0;
      let lines = 0;
      let samples = 0;
      let valid = 0;
      for (let a = 0; a < looks.azimuth; a++)
        for (let r = 0; r < looks.range; r++) {
          const y = row * looks.azimuth + a;
          const x = column * looks.range + r;
          const pixel = formPixel(input, skippedLines + y, x);
          if (!pixel) continue;
          const [re, im, first, second] = meanProduct(pixel);
          for (const [k, term] of [re, im, first, second, input.heightsM[y * window.samples + x]!].entries())
            sum[k]! += term;
          const amplitude = Math.sqrt(first * second);
          amplitudes += amplitude;
          lines += amplitude * (a - (looks.azimuth - 1) / 2);
          samples += amplitude * (r - (looks.range - 1) / 2);
          valid++;
        }
      if (valid < count) continue;
      const cell = row * columns + column;
      for (let k = 0; k < 4; k++) cells[4 * cell + k] = sum[k]! / count;
      heightsM[cell] = sum[4]! / count;
      if (amplitudes === 0) continue;
      centroids[2 * cell] = lines / amplitudes / looks.azimuth;
      centroids[2 * cell + 1] = samples / amplitudes / looks.range;
    }
  return { rows, columns, cells, heightsM, centroids };
}
