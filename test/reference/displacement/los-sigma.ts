/**
 * Standard deviation of the displacement in mm: a table at even steps of sqrt(1 - coherence) from 0 to 1, linear between.
 * @param coherence NaN without data; held within 0..1
 */
export function losSigma(coherence: ArrayLike<number>, tableMm: ArrayLike<number>): Float64Array {
  const steps = tableMm.length - 1;
  return Float64Array.from(coherence, (value) => {
    if (Number.isNaN(value)) return NaN;
    const at = Math.sqrt(1 - Math.min(1, Math.max(0, value))) * steps;
    const below = Math.min(Math.floor(at), steps - 1);
    const part = at - below;
    return tableMm[below]! * (1 - part) + tableMm[below + 1]! * part;
  });
}
