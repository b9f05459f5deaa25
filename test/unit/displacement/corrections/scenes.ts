import type { FitSample } from '../../../../src/displacement/corrections/stable-fit.ts';

/** Uniform numbers in 0..1 (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function gaussian(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

/** A smooth random surface: waves of many lengths, amplitude as their length. Values about -1..1. */
export function roughSurface(seed: number): (eastKm: number, northKm: number) => number {
  const next = uniform(seed);
  const waves = Array.from({ length: 60 }, () => {
    const lengthKm = 2 * 12 ** next();
    const direction = 2 * Math.PI * next();
    const k = (2 * Math.PI) / lengthKm;
    return { x: k * Math.cos(direction), y: k * Math.sin(direction), phase: 2 * Math.PI * next(), size: lengthKm };
  });
  const total = Math.sqrt(waves.reduce((sum, { size }) => sum + size * size, 0));
  return (eastKm, northKm) =>
    waves.reduce((sum, { x, y, phase, size }) => sum + size * Math.cos(x * eastKm + y * northKm + phase), 0) / total;
}

export interface Scene {
  readonly seed: number;
  readonly reliefM: number;
  readonly displacementMm: (place: { eastKm: number; northKm: number; heightM: number }) => number;
  readonly noiseMm: number;
  readonly halfWidthKm?: number;
}

/** Samples 500 m apart over a square, on rough ground whose lowest and highest are `reliefM` apart. */
export function samplesOf({ seed, reliefM, displacementMm, noiseMm, halfWidthKm = 12 }: Scene): FitSample[] {
  const surface = roughSurface(seed);
  const next = uniform(seed + 1);
  const places: { eastKm: number; northKm: number; raw: number }[] = [];
  for (let eastKm = -halfWidthKm; eastKm <= halfWidthKm; eastKm += 0.5)
    for (let northKm = -halfWidthKm; northKm <= halfWidthKm; northKm += 0.5)
      places.push({ eastKm, northKm, raw: surface(eastKm, northKm) });
  const low = Math.min(...places.map(({ raw }) => raw));
  const high = Math.max(...places.map(({ raw }) => raw));
  return places.map(({ eastKm, northKm, raw }) => {
    const heightM = (reliefM * (raw - low)) / (high - low);
    const place = { eastKm, northKm, heightM };
    return { ...place, isNearPoint: false, displacementMm: displacementMm(place) + noiseMm * gaussian(next) };
  });
}

/** A Gaussian bowl, mm, by default 40 mm deep and 1.5 km wide. */
export function bowl(atEastKm: number, atNorthKm: number, depthMm = 40, widthKm = 1.5) {
  return ({ eastKm, northKm }: { eastKm: number; northKm: number }): number =>
    -depthMm * Math.exp(-((eastKm - atEastKm) ** 2 + (northKm - atNorthKm) ** 2) / (2 * widthKm ** 2));
}
