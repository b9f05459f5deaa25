import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BURST_MIDDLE_LINE, type BlockInput, DOPPLER_HALF_RATE, offsetsAt } from '../interferogram/block-input.ts';

/** Waves of both dates' field: range and azimuth frequency in cycles a pixel, within the band of IW samples. */
const WAVES = Array.from({ length: 8 }, (_, k) => ({
  range: -0.33 + (0.66 * k) / 7,
  azimuth: 0.25 * Math.sin(2.4 * k),
  phase: 1.7 * k * k,
}));

const AMPLITUDE = 900;

/** The ground as both dates see it: a sum of waves, known at any place, in a secondary's lines and samples. */
function fieldAt(line: number, sample: number): readonly [number, number] {
  let [re, im] = [0, 0];
  for (const { range, azimuth, phase } of WAVES) {
    const cycles = range * sample + azimuth * line;
    const angle = 2 * Math.PI * (cycles - Math.round(cycles)) + phase;
    re += Math.cos(angle);
    im += Math.sin(angle);
  }
  return [AMPLITUDE * re, AMPLITUDE * im];
}

/** int16 of a value under the carrier of a line. */
function underCarrier([re, im]: readonly [number, number], linesFromMiddle: number): [number, number] {
  const cycles = DOPPLER_HALF_RATE * linesFromMiddle ** 2;
  const angle = 2 * Math.PI * (cycles - Math.round(cycles));
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  return [Math.round(re * c - im * s), Math.round(re * s + im * c)];
}

/** Samples of a block whose interferogram has no phase: both dates under the secondary's carrier, the reference at its offsets. */
export interface KnownField {
  /** int16 I, Q. */
  readonly reference: Int16Array<ArrayBuffer>;
  readonly secondary: Int16Array<ArrayBuffer>;
  /** From a reference pixel to its place in the secondary window, pixels. */
  readonly azimuthOffset: Float64Array;
  readonly rangeOffset: Float64Array;
}

/** @param heightsM of every pixel, (lines, samples) */
export function knownField({ window, secondaryWindow }: BlockInput, heightsM: Float32Array): KnownField {
  const middle = carrierMiddle({ secondaryWindow });
  const reference = new Int16Array(2 * window.lines * window.samples);
  const azimuthOffset = new Float64Array(window.lines * window.samples);
  const rangeOffset = new Float64Array(window.lines * window.samples);
  for (let y = 0, at = 0; y < window.lines; y++)
    for (let x = 0; x < window.samples; x++, at++) {
      const offset = offsetsAt(y, x, heightsM[at]!);
      azimuthOffset[at] = offset.line + window.firstLine - secondaryWindow.firstLine;
      rangeOffset[at] = offset.sample + window.firstSample - secondaryWindow.firstSample;
      const [line, sample] = [y + azimuthOffset[at]!, x + rangeOffset[at]!];
      reference.set(underCarrier(fieldAt(line, sample), line - middle), 2 * at);
    }
  const secondary = new Int16Array(2 * secondaryWindow.lines * secondaryWindow.samples);
  for (let y = 0, at = 0; y < secondaryWindow.lines; y++)
    for (let x = 0; x < secondaryWindow.samples; x++, at += 2)
      secondary.set(underCarrier(fieldAt(y, x), y - middle), at);
  return { reference, secondary, azimuthOffset, rangeOffset };
}

/** Line of the secondary window at which the carrier is zero: the burst's middle. */
export const carrierMiddle = ({ secondaryWindow }: Pick<BlockInput, 'secondaryWindow'>): number =>
  BURST_MIDDLE_LINE - secondaryWindow.firstLine;

/** Writes a block for the other side, which works on complex floats. */
export async function writeArrays(
  folder: string,
  input: BlockInput,
  field: KnownField,
  repeats: number,
): Promise<void> {
  const { window, secondaryWindow, looks } = input;
  const job = {
    lines: window.lines,
    samples: window.samples,
    secondary_lines: secondaryWindow.lines,
    secondary_samples: secondaryWindow.samples,
    half_rate: DOPPLER_HALF_RATE,
    carrier_middle_line: carrierMiddle(input),
    looks: [looks.azimuth, looks.range],
    repeats,
  };
  await writeFile(join(folder, 'job.json'), JSON.stringify(job));
  await writeFile(join(folder, 'reference'), Float32Array.from(field.reference));
  await writeFile(join(folder, 'secondary'), Float32Array.from(field.secondary));
  await writeFile(join(folder, 'azimuth_offset'), field.azimuthOffset);
  await writeFile(join(folder, 'range_offset'), field.rangeOffset);
}
