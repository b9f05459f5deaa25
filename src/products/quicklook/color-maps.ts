import { type Oklab, type Rgb, colorDifference, oklabToRgb, oklch } from './oklab.ts';

/** What a raster shows, which decides its colours, its range and how it is averaged. */
export type QuicklookKind =
  | 'phase'
  | 'unwrapped'
  | 'displacement'
  | 'coherence'
  | 'sigma'
  | 'height'
  | 'sequential'
  | 'classes';

/**
 * Colours of a scale. Every map is a path through OKLab, walked in steps of equal length, so that equal differences of the
 * values look equally large: computed here, none is taken from a published table.
 */
export const COLOR_COUNT = 250;

/** A path through OKLab, from 0 to 1. */
type ColorPath = (share: number) => Oklab;

const DIVERGING = { dark: 0.42, light: 0.96, chroma: 0.17, negativeHueDeg: 28, positiveHueDeg: 258 } as const;

function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** Dark red over near white to dark blue: red away from the satellite, blue toward it, as deformation maps have it. */
function diverging(share: number): Oklab {
  const away = Math.abs(2 * share - 1);
  const { dark, light, chroma, negativeHueDeg, positiveHueDeg } = DIVERGING;
  const hueDeg = share < 0.5 ? negativeHueDeg : positiveHueDeg;
  return oklch(mix(light, dark, away), chroma * Math.min(1, 1.6 * away), hueDeg);
}

/** A whole turn of hue whose lightness swings once, so that it is a circle in print without colour too. */
function cyclic(share: number): Oklab {
  return oklch(0.7 - 0.12 * Math.cos(2 * Math.PI * share), 0.125, 290 + 360 * share);
}

const PATHS: Readonly<Record<Exclude<QuicklookKind, 'classes'>, ColorPath>> = {
  phase: cyclic,
  displacement: diverging,
  unwrapped: (share) => oklch(mix(0.28, 0.95, share), 0.14, mix(300, 100, share)),
  coherence: (share) => oklch(mix(0.15, 0.97, share), 0.1, mix(275, 105, share)),
  sigma: (share) => oklch(mix(0.97, 0.35, share), 0.14, mix(95, 20, share)),
  height: (share) => oklch(mix(0.35, 0.97, share), 0.1, mix(165, 60, share)),
  sequential: (share) => oklch(mix(0.22, 0.95, share), 0.12, mix(250, 130, share)),
};

const SAMPLES = 4096;

/** Places on the path at equal distances along it. */
function equalSteps(path: ColorPath, count: number, isClosed: boolean): Oklab[] {
  const colors = Array.from({ length: SAMPLES + 1 }, (_, k) => path(k / SAMPLES));
  const lengths = new Float64Array(SAMPLES + 1);
  for (let k = 1; k <= SAMPLES; k++) lengths[k] = lengths[k - 1]! + colorDifference(colors[k - 1]!, colors[k]!);
  const total = lengths[SAMPLES]!;
  let at = 0;
  return Array.from({ length: count }, (_, k) => {
    const wanted = (total * k) / (isClosed ? count : count - 1);
    while (at < SAMPLES - 1 && lengths[at + 1]! < wanted) at++;
    const share = (wanted - lengths[at]!) / (lengths[at + 1]! - lengths[at]!);
    const [from, to] = [colors[at]!, colors[at + 1]!];
    return [mix(from[0], to[0], share), mix(from[1], to[1], share), mix(from[2], to[2], share)];
  });
}

/** Hues a golden angle apart at three lightnesses: neighbours in number are far in colour. */
function classColors(): Oklab[] {
  return Array.from({ length: COLOR_COUNT }, (_, k) => oklch([0.68, 0.52, 0.82][k % 3]!, 0.14, 250 + 137.508 * k));
}

/** The colours of a kind in OKLab, from the lowest value to the highest; of `phase` the circle from -pi on. */
export function oklabScale(kind: QuicklookKind): Oklab[] {
  if (kind === 'classes') return classColors();
  if (kind !== 'displacement') return equalSteps(PATHS[kind], COLOR_COUNT, kind === 'phase');
  // Each half by itself, so that zero is the middle whatever the reds and the blues can reach.
  const half = COLOR_COUNT / 2;
  const low = equalSteps((share) => diverging(share / 2), half, true);
  const high = equalSteps((share) => diverging(1 - share / 2), half, true);
  return [...low, ...high.toReversed()];
}

/** The same in sRGB. */
export function colorScale(kind: QuicklookKind): Rgb[] {
  return oklabScale(kind).map(oklabToRgb);
}
