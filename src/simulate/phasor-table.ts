/** Entries of the table over one cycle. */
export const PHASOR_STEPS = 4096;

/** cos and sin of k / PHASOR_STEPS cycles, interleaved; one entry more than a cycle. */
export const PHASORS: Float64Array = (() => {
  const table = new Float64Array(2 * (PHASOR_STEPS + 1));
  for (let k = 0; k <= PHASOR_STEPS; k++) {
    table[2 * k] = Math.cos((2 * Math.PI * k) / PHASOR_STEPS);
    table[2 * k + 1] = Math.sin((2 * Math.PI * k) / PHASOR_STEPS);
  }
  return table;
})();
