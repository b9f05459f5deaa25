import type { QuicklookKind } from './color-maps.ts';

/** Values at both ends of a colour scale; what is beyond takes the colour of the end. */
export interface ColorRange {
  readonly low: number;
  readonly high: number;
}

const STEPS = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10] as const;
const COARSE_STEPS = [1, 2, 2.5, 5, 10] as const;

/** The least number of 1, 2, 2.5, 5 and 10 times a power of ten that is not below a value. */
export function niceAbove(value: number, steps: readonly number[] = COARSE_STEPS): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  // Rounding must not lift a value that is itself such a number.
  return power * steps.find((step) => step * power >= value * (1 - 1e-9))!;
}

/** The greatest number of 1, 2 and 5 times a power of ten that is not above a value. */
export function niceBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value) + 1e-9);
  return power * [5, 2, 1].find((step) => step * power <= value * (1 + 1e-9))!;
}

const MAX_SAMPLES = 200_000;

/** Values without NaN in order, of a large raster some of them. */
function sortedValues(values: Float32Array): Float32Array {
  const step = Math.max(1, Math.ceil(values.length / MAX_SAMPLES));
  const taken: number[] = [];
  for (let k = 0; k < values.length; k += step) if (Number.isFinite(values[k]!)) taken.push(values[k]!);
  return Float32Array.from(taken).sort();
}

function quantile(sorted: Float32Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? 0;
}

/** The range that the colours of a kind are spread over: fixed where its values are, else 98 % of them, at round numbers. */
export function colorRange(kind: QuicklookKind, values: Float32Array): ColorRange {
  if (kind === 'phase') return { low: -Math.PI, high: Math.PI };
  if (kind === 'coherence') return { low: 0, high: 1 };
  const sorted = sortedValues(values);
  if (kind === 'classes') return { low: 0, high: Math.max(1, sorted.at(-1) ?? 1) };
  if (kind === 'sigma') return { low: 0, high: niceAbove(quantile(sorted, 0.98), STEPS) };
  const [first, last] = [quantile(sorted, 0.01), quantile(sorted, 0.99)];
  if (kind === 'displacement') {
    const high = niceAbove(Math.max(Math.abs(first), Math.abs(last)), STEPS);
    return { low: -high, high };
  }
  const step = niceBelow(Math.max(last - first, 1e-6 * Math.abs(last), 1e-6) / 4);
  const low = step * Math.floor(first / step + 1e-6);
  return { low, high: Math.max(low + step, step * Math.ceil(last / step - 1e-6)) };
}

/** A number with no more digits than it needs beside a step. */
export function formatTick(value: number, step: number): string {
  let digits = 0;
  while (digits < 6 && Math.abs(step * 10 ** digits - Math.round(step * 10 ** digits)) > 1e-6) digits++;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace('-', '') : text;
}

/** Five marks of a scale, the ends among them, and what to write there. */
export function ticks(
  kind: QuicklookKind,
  { low, high }: ColorRange,
): { readonly value: number; readonly text: string }[] {
  if (kind === 'phase') {
    const names = ['-π', '-π/2', '0', 'π/2', 'π'];
    return names.map((text, k) => ({ value: ((k - 2) * Math.PI) / 2, text }));
  }
  const step = (high - low) / 4;
  return Array.from({ length: 5 }, (_, k) => ({ value: low + k * step, text: formatTick(low + k * step, step) }));
}
