import { degToRad } from '../../units/index.ts';

/**
 * Frequency-dependent part of the solid earth tide (step 2 of the IERS Conventions 2010, Technical Note 36, section 7.1.1):
 * tables 7.3a and 7.3b as printed, terms of 0.05 mm and more. The first column is the Doodson number.
 */

/** In-phase and out-of-phase amplitudes, mm: radial, then transverse. */
type Term = readonly [
  doodson: string,
  radialIn: number,
  radialOut: number,
  transverseIn: number,
  transverseOut: number,
];

const DIURNAL: readonly Term[] = [
  ['135655', -0.08, 0, -0.01, 0.01],
  ['145545', -0.1, 0, 0, 0],
  ['145555', -0.51, 0, -0.02, 0.03],
  ['155655', 0.06, 0, 0, 0],
  ['162556', -0.06, 0, 0, 0],
  ['163555', -1.23, -0.07, 0.06, 0.01],
  ['165545', -0.22, 0.01, 0.01, 0],
  ['165555', 12.0, -0.8, -0.67, -0.03],
  ['165565', 1.73, -0.12, -0.1, 0],
  ['166554', -0.5, -0.01, 0.03, 0],
  ['167555', -0.11, 0.01, 0.01, 0],
];

const LONG_PERIOD: readonly Term[] = [
  ['055565', 0.47, 0.16, 0.23, 0.07],
  ['057555', -0.2, -0.11, -0.12, -0.05],
  ['065455', -0.11, -0.09, -0.08, -0.04],
  ['075555', -0.13, -0.15, -0.11, -0.07],
  ['075565', -0.05, -0.06, -0.05, -0.03],
];

/** Doodson's variables, rad: lunar time (from the Moon's lower culmination) and mean longitudes of Moon, Sun, lunar perigee, minus node, solar perigee. */
type DoodsonAngles = readonly [number, number, number, number, number, number];

/** Mean longitudes of date (Simon et al. 1994, sections 3.4 and 3.5, to the square terms that matter). */
function doodsonAngles(centuries: number, siderealRad: number): DoodsonAngles {
  const angle = (degrees: number, rate: number, square: number): number =>
    degToRad((degrees + (rate + square * centuries) * centuries) % 360);
  const moon = angle(218.316_645, 481_267.881_24, -0.001_466);
  return [
    siderealRad + Math.PI - moon,
    moon,
    angle(280.466_45, 36_000.769_75, 0.000_303),
    angle(83.353_243, 4069.013_635, -0.010_322),
    angle(234.955_445, 1934.136_262, -0.002_076),
    angle(282.937_341, 1.719_458, 0.000_457),
  ];
}

function argument(doodson: string, angles: DoodsonAngles): number {
  let sum = Number(doodson[0]) * angles[0];
  for (let k = 1; k < 6; k++) sum += (Number(doodson[k]) - 5) * angles[k]!;
  return sum;
}

/** Displacement in the local frame, m: up, north, east. */
export interface LocalTide {
  readonly up: number;
  readonly north: number;
  readonly east: number;
}

/**
 * Equations 7.12 and 7.13.
 * @param latitudeRad geocentric
 * @param centuries Julian, since J2000
 * @param siderealRad Greenwich mean sidereal time
 */
export function frequencyDependentTide(
  latitudeRad: number,
  longitudeRad: number,
  centuries: number,
  siderealRad: number,
): LocalTide {
  const angles = doodsonAngles(centuries, siderealRad);
  const [sinLatitude, sinTwice, cosTwice] = [
    Math.sin(latitudeRad),
    Math.sin(2 * latitudeRad),
    Math.cos(2 * latitudeRad),
  ];
  let [up, north, east] = [0, 0, 0];
  for (const [doodson, radialIn, radialOut, transverseIn, transverseOut] of DIURNAL) {
    const theta = argument(doodson, angles) + longitudeRad;
    const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
    up += (radialIn * sin + radialOut * cos) * sinTwice;
    north += (transverseIn * sin + transverseOut * cos) * cosTwice;
    east += (transverseIn * cos - transverseOut * sin) * sinLatitude;
  }
  for (const [doodson, radialIn, radialOut, transverseIn, transverseOut] of LONG_PERIOD) {
    const theta = argument(doodson, angles);
    const [sin, cos] = [Math.sin(theta), Math.cos(theta)];
    up += (radialIn * cos + radialOut * sin) * (1.5 * sinLatitude ** 2 - 0.5);
    north += (transverseIn * cos + transverseOut * sin) * sinTwice;
  }
  return { up: up / 1000, north: north / 1000, east: east / 1000 };
}
