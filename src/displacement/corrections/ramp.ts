import type { Design } from './linear-fit.ts';
import { type FitSample, stableFit } from './stable-fit.ts';

export type RampKind = 'plane' | 'quadratic';

export interface RampEstimate {
  readonly refused: 'too_few_coherent_cells' | 'deformation_too_wide' | 'not_determined' | undefined;
  /** Offset, east, north per km; then east squared, east times north, north squared per km squared; mm. */
  readonly coefficients: readonly number[];
  /** Root mean square over the samples of its standard deviation beside its middle, mm. */
  readonly sigmaMm: number;
  readonly keptShare: number;
}

function termsAt(kind: RampKind, eastKm: number, northKm: number): number[] {
  const plane = [1, eastKm, northKm];
  return kind === 'plane' ? plane : [...plane, eastKm * eastKm, eastKm * northKm, northKm * northKm];
}

/** Value of a ramp, mm. */
export function rampMm(kind: RampKind, coefficients: readonly number[], eastKm: number, northKm: number): number {
  const [offset = 0, east = 0, north = 0, eastEast = 0, eastNorth = 0, northNorth = 0] = coefficients;
  const plane = offset + east * eastKm + north * northKm;
  if (kind === 'plane') return plane;
  return plane + eastEast * eastKm * eastKm + eastNorth * eastKm * northKm + northNorth * northKm * northKm;
}

/** Plane or quadratic surface through the ground that does not deform. It takes real long waves away with it. */
export function estimateRamp(samples: readonly FitSample[], kind: RampKind): RampEstimate {
  const rows = samples.map(({ eastKm, northKm }) => termsAt(kind, eastKm, northKm));
  const unknowns = kind === 'plane' ? 3 : 6;
  const design: Design = { terms: Float64Array.from(rows.flat()), unknowns };
  const fit = stableFit(samples, design);
  if (typeof fit === 'string') return { refused: fit, coefficients: [], sigmaMm: NaN, keptShare: NaN };
  let variance = 0;
  for (const terms of rows)
    for (let i = 1; i < unknowns; i++)
      for (let j = 1; j < unknowns; j++) variance += terms[i]! * terms[j]! * fit.covariance[i * unknowns + j]!;
  return {
    refused: undefined,
    coefficients: [...fit.found],
    sigmaMm: Math.sqrt(Math.max(0, variance) / samples.length),
    keptShare: fit.kept.reduce((sum, flag) => sum + flag, 0) / samples.length,
  };
}
