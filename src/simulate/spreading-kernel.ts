/** Cells of the oversampled grid that one scatterer touches, per dimension. */
export const KERNEL_WIDTH = 6;

/** Grid cells per output sample. */
export const OVERSAMPLING = 2;

/** Steps of the weight table between two cells; weights between steps are interpolated. */
export const KERNEL_STEPS = 1024;

/** Shape for bands up to ±0.22 cycles per cell: π √((W (σ - ½)/σ)² - 0.8) with σ = 1/(2 · 0.22) (Beatty et al. 2005). */
const SHAPE = Math.PI * Math.sqrt((KERNEL_WIDTH * (1 - 0.22)) ** 2 - 0.8);

/** Modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < 80; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Kaiser-Bessel weight at a distance in cells. */
function weight(distance: number): number {
  const x = (2 * distance) / KERNEL_WIDTH;
  return Math.abs(x) >= 1 ? 0 : besselI0(SHAPE * Math.sqrt(1 - x * x)) / besselI0(SHAPE);
}

/**
 * Weights of the 6 cells from floor(p) - 2 to floor(p) + 3 for a scatterer at p, for the fractions 0..1 in KERNEL_STEPS
 * steps. Shape (KERNEL_STEPS + 1, 6).
 */
export function kernelTable(): Float64Array {
  const table = new Float64Array((KERNEL_STEPS + 1) * KERNEL_WIDTH);
  for (let step = 0; step <= KERNEL_STEPS; step++) {
    for (let cell = 0; cell < KERNEL_WIDTH; cell++) {
      table[step * KERNEL_WIDTH + cell] = weight(cell - 2 - step / KERNEL_STEPS);
    }
  }
  return table;
}

/** Fourier transform of the kernel at a frequency in cycles per cell, by which the spectrum is divided. */
export function kernelSpectrum(cyclesPerCell: number): number {
  const squared = SHAPE * SHAPE - (Math.PI * KERNEL_WIDTH * cyclesPerCell) ** 2;
  const root = Math.sqrt(Math.abs(squared));
  const ratio = squared >= 0 ? Math.sinh(root) / root : Math.sin(root) / root;
  return (KERNEL_WIDTH * ratio) / besselI0(SHAPE);
}
