/** Blocks of an object, both included. */
export interface BlockRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The next request for missing blocks: grown around the one that waits longest, over blocks that are near enough.
 * @param missing in order of waiting, the longest first; not empty
 * @param maxGap blocks nobody asked for that a request may run over
 * @param maxBlocks length of the longest request
 */
export function nextRange(missing: ReadonlySet<number>, maxGap: number, maxBlocks: number): BlockRange {
  const [seed = 0] = missing;
  let first = seed;
  let last = seed;
  for (let next = last + 1; next - last <= maxGap + 1 && next - first < maxBlocks; next += 1)
    if (missing.has(next)) last = next;
  for (let next = first - 1; next >= 0 && first - next <= maxGap + 1 && last - next < maxBlocks; next -= 1)
    if (missing.has(next)) first = next;
  return { first, last };
}

/** Blocks that the requests for all missing ones come to, narrow gaps included. */
export function coveredBlocks(missing: ReadonlySet<number>, maxGap: number): number {
  const sorted = [...missing].sort((a, b) => a - b);
  let covered = 0;
  for (const [k, block] of sorted.entries()) {
    const gap = k === 0 ? 0 : block - sorted[k - 1]! - 1;
    covered += gap <= maxGap ? gap + 1 : 1;
  }
  return covered;
}
