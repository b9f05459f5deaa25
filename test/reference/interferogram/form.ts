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
  /** Shape (lines, samples, 2) over the window. */
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
  /** (phases + 1, 12), then (phases + 1, 8). */
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

/** Product and powers of one pixel; undefined where it has no data. Line and sample count from the layout's first. */
function formPixel(input: FormInput, line: number, sample: number): readonly [Complex, number, number] | undefined {
  const { window, tiles, taps, phases, referenceValid: valid, secondaryValid, secondaryWindow } = input;
  const referenceLine = tiles.layout.firstLine + line;
  const referenceSample = tiles.layout.firstSample + sample;
  const n = (referenceLine - window.firstLine) * window.samples + referenceSample - window.firstSample;
  const heightM = input.heightsM[n]!;
  if (Number.isNaN(heightM) || referenceLine < valid.firstLine || referenceLine > valid.lastLine) return undefined;
  if (referenceSample < valid.firstSample || referenceSample > valid.lastSample) return undefined;

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
  const firstTapSample = Math.floor(x) - 5;
  if (firstTapLine < secondaryValid.firstLine || firstTapLine + 7 > secondaryValid.lastLine) return undefined;
  if (firstTapSample < secondaryValid.firstSample || firstTapSample + 11 > secondaryValid.lastSample) return undefined;

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
  const rangeWeights = weights(taps, 0, 12, phases, x - Math.floor(x));
  const azimuthWeights = weights(taps, (phases + 1) * 12, 8, phases, y - Math.floor(y));
  let re = 0;
  let im = 0;
  for (let a = 0; a < 8; a++)
    for (let t = 0; t < 12; t++) {
      const tapLine = firstTapLine + a;
      const tapSample = firstTapSample + t;
      const at =
        2 * ((tapLine - secondaryWindow.firstLine) * secondaryWindow.samples + tapSample - secondaryWindow.firstSample);
      const deramped = times([input.secondary[at]!, input.secondary[at + 1]!], phasor(-carrier(tapLine, tapSample)));
      re += azimuthWeights[a]! * rangeWeights[t]! * deramped[0];
      im += azimuthWeights[a]! * rangeWeights[t]! * deramped[1];
    }
  const resampled = times([re, im], phasor(carrier(y, x)));
  const value: Complex = [input.reference[2 * n]!, input.reference[2 * n + 1]!];
  const product = times(times(value, conjugate(resampled)), phasor(-tileValue(tiles, 0, place, heightM)));
  return [product, power(value), power(resampled)];
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
          const [product, first, second] = pixel;
          for (const [k, term] of [...product, first, second, input.heightsM[y * window.samples + x]!].entries())
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
