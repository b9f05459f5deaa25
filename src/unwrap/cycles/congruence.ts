import { TWO_PI } from '../../units/index.ts';

/**
 * Whole cycles K such that phase + 2π K follows the continuous solution: the constant that the solution is free by is
 * first aligned with the wrapped phase, arg Σ coherence² exp(j (u - phase)), so that rounding is as far from ties as
 * it can be. Shapes (rows, columns); cells of coherence below 0 do not count in the alignment.
 */
export function congruentCycles(u: Float32Array, phaseRad: Float32Array, coherence: Float32Array): Int32Array {
  let real = 0;
  let imaginary = 0;
  for (let cell = 0; cell < u.length; cell++) {
    const weight = Math.max(coherence[cell]!, 0) ** 2;
    const difference = u[cell]! - phaseRad[cell]!;
    real += weight * Math.cos(difference);
    imaginary += weight * Math.sin(difference);
  }
  const offsetRad = Math.atan2(imaginary, real);
  const cycles = new Int32Array(u.length);
  for (let cell = 0; cell < u.length; cell++)
    cycles[cell] = Math.round((u[cell]! - offsetRad - phaseRad[cell]!) / TWO_PI);
  return cycles;
}
