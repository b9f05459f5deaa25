import type { HeightAt } from './closest-approach.ts';
import type { GroundFrame } from './ground-frame.ts';
import { randomStream } from './random.ts';

const WAVES = 24;

/** Wavelengths of the error, m. */
const SHORTEST_M = 400;
const LONGEST_M = 3_000;

/** Key of the stream: another than those of the speckle, which have rows and columns of blocks. */
const STREAM = 0x3d_e4;

/** A DEM with an error of `rmsM` added: plane waves of random direction and phase, equal in power over their octaves. */
export function withDemError(heightAt: HeightAt, frame: GroundFrame, rmsM: number, seed: number): HeightAt {
  if (rmsM === 0) return heightAt;
  const random = randomStream(seed, STREAM);
  const uniform = (): number => random() / 2 ** 32;
  const waves = Array.from({ length: WAVES }, () => {
    const wavenumber = (2 * Math.PI) / (SHORTEST_M * (LONGEST_M / SHORTEST_M) ** uniform());
    const direction = 2 * Math.PI * uniform();
    return {
      along: wavenumber * Math.cos(direction),
      across: wavenumber * Math.sin(direction),
      phaseRad: 2 * Math.PI * uniform(),
    };
  });
  const amplitudeM = rmsM * Math.sqrt(2 / WAVES);
  return (latitudeDeg, longitudeDeg) => {
    const at = frame.toFrame(latitudeDeg, longitudeDeg);
    const error = waves.reduce(
      (sum, wave) => sum + Math.sin(wave.along * at.along + wave.across * at.across + wave.phaseRad),
      0,
    );
    return heightAt(latitudeDeg, longitudeDeg) + amplitudeM * error;
  };
}
