import type { HeightAt } from './closest-approach.ts';
import type { GroundFrame } from './ground-frame.ts';

/** One plane wave of the relief. */
interface Wave {
  readonly amplitudeM: number;
  readonly wavelengthM: number;
  /** Direction of travel, degrees from the along-track axis toward the right. */
  readonly directionDeg: number;
  readonly phaseRad: number;
}

/** Waves no shorter than 1.7 km: a 30 m grid carries them to centimetres, and no slope lays over. */
const WAVES: readonly Wave[] = [
  { amplitudeM: 95, wavelengthM: 9_300, directionDeg: 24, phaseRad: 0.6 },
  { amplitudeM: 48, wavelengthM: 5_200, directionDeg: -63, phaseRad: 2.1 },
  { amplitudeM: 20, wavelengthM: 2_900, directionDeg: 71, phaseRad: 4.4 },
  { amplitudeM: 7, wavelengthM: 1_700, directionDeg: -17, phaseRad: 1.3 },
];

const MEAN_HEIGHT_M = 310;

/** The bare ground of the scene: heights above the ellipsoid as a closed form of the ground frame. */
export interface Terrain {
  readonly minHeightM: number;
  readonly maxHeightM: number;
  heightM(along: number, across: number): number;
  readonly heightAt: HeightAt;
  /** Heights of `count` places of a row, `step` metres apart in across, written to `out` from `offset`. */
  fillRow(along: number, across: number, step: number, count: number, out: Float64Array, offset: number): void;
}

/** Highest minus lowest ground of the waves as they are, m. */
export const RELIEF_M = 2 * WAVES.reduce((sum, wave) => sum + wave.amplitudeM, 0);

/** A sum of plane waves around a mean height, with `reliefM` between its lowest and its highest possible ground. */
export function waveTerrain(frame: GroundFrame, reliefM: number = RELIEF_M): Terrain {
  const waves = WAVES.map((wave) => {
    const wavenumber = (2 * Math.PI) / wave.wavelengthM;
    const direction = (wave.directionDeg * Math.PI) / 180;
    return {
      amplitudeM: wave.amplitudeM * (reliefM / RELIEF_M),
      phaseRad: wave.phaseRad,
      along: wavenumber * Math.cos(direction),
      across: wavenumber * Math.sin(direction),
    };
  });
  const heightM = (along: number, across: number): number => {
    let height = MEAN_HEIGHT_M;
    for (const wave of waves) {
      height += wave.amplitudeM * Math.sin(wave.along * along + wave.across * across + wave.phaseRad);
    }
    return height;
  };
  return {
    minHeightM: MEAN_HEIGHT_M - reliefM / 2,
    maxHeightM: MEAN_HEIGHT_M + reliefM / 2,
    heightM,
    heightAt: (latitudeDeg, longitudeDeg) => {
      const { along, across } = frame.toFrame(latitudeDeg, longitudeDeg);
      return heightM(along, across);
    },
    fillRow: (along, across, step, count, out, offset) => {
      out.fill(MEAN_HEIGHT_M, offset, offset + count);
      for (const wave of waves) {
        const start = wave.along * along + wave.across * across + wave.phaseRad;
        // Each next sine follows by turning the phasor by one step.
        let sine = wave.amplitudeM * Math.sin(start);
        let cosine = wave.amplitudeM * Math.cos(start);
        const turnSin = Math.sin(wave.across * step);
        const turnCos = Math.cos(wave.across * step);
        for (let i = offset; i < offset + count; i++) {
          out[i]! += sine;
          const nextSine = sine * turnCos + cosine * turnSin;
          cosine = cosine * turnCos - sine * turnSin;
          sine = nextSine;
        }
      }
    },
  };
}
