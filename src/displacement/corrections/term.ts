import { degToRad, normalizeLongitudeDeg } from '../../units/index.ts';
import { type Lattice, latticeAt } from './lattice.ts';
import { type RampKind, rampMm } from './ramp.ts';

/** A correction as plain data: apparent displacement by place, mm, the sum of its parts. */
export interface CorrectionTerm {
  readonly lattice?: Lattice;
  /** With height above the ellipsoid. */
  readonly slopeMmPerKm?: number;
  readonly ramp?: {
    readonly kind: RampKind;
    readonly coefficients: readonly number[];
    /** Where east and north count from. */
    readonly latitudeDeg: number;
    readonly longitudeDeg: number;
  };
  /** What is taken off so that it is zero at the reference. */
  readonly atReferenceMm: number;
}

const KM_PER_DEGREE = 111.195;

/** East and north of a place from another, km: any plane will do that is the same for a fit and for what is made of it. */
export function localKm(
  origin: { readonly latitudeDeg: number; readonly longitudeDeg: number },
  latitudeDeg: number,
  longitudeDeg: number,
): { readonly eastKm: number; readonly northKm: number } {
  const perLongitude = KM_PER_DEGREE * Math.cos(degToRad(origin.latitudeDeg));
  return {
    eastKm: perLongitude * normalizeLongitudeDeg(longitudeDeg - origin.longitudeDeg),
    northKm: KM_PER_DEGREE * (latitudeDeg - origin.latitudeDeg),
  };
}

/** Value of a correction at a place, mm; NaN where it is not known. */
export function termMm(
  { lattice, slopeMmPerKm = 0, ramp, atReferenceMm }: CorrectionTerm,
  latitudeDeg: number,
  longitudeDeg: number,
  heightM: number,
): number {
  let sum = (slopeMmPerKm * heightM) / 1000 - atReferenceMm;
  if (lattice) sum += latticeAt(lattice, latitudeDeg, longitudeDeg);
  if (!ramp) return sum;
  const { eastKm, northKm } = localKm(ramp, latitudeDeg, longitudeDeg);
  return sum + rampMm(ramp.kind, ramp.coefficients, eastKm, northKm);
}

/** The same, zero at a reference place. */
export function relativeTo(
  place: { readonly latitudeDeg: number; readonly longitudeDeg: number; readonly heightM: number },
  term: Omit<CorrectionTerm, 'atReferenceMm'>,
): CorrectionTerm {
  const atReferenceMm = termMm({ ...term, atReferenceMm: 0 }, place.latitudeDeg, place.longitudeDeg, place.heightM);
  return { ...term, atReferenceMm };
}
