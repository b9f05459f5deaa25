import type { CoherenceMap, ReferencePlace, UnwrappedPhase } from '../model/index.ts';

/** Cells on each side of the reference's middle: 5 x 5 cells make it. */
const RADIUS = 2;

/** Steepest phase of a chosen reference, rad per cell: about 15 mm per km. Steeper ground moves, or is no zero to refer to. */
const STEEPEST_RAD = 0.2;

/** Fewer good cells than this do not make a reference. */
const LEAST_CELLS = 9;

export interface ReferenceSearch {
  readonly unwrapped: UnwrappedPhase;
  readonly coherence: CoherenceMap;
  /** Shape (rows, columns, 2): where each cell's phase is measured, as an offset from its middle (`Interferogram.centroids`). */
  readonly centroids: Float32Array;
  readonly minCoherence: number;
}

/** An area narrower than this, in cells on each side of its middle, would hold fewer than make a reference. */
const LEAST_REACH = 2;

/** Half axes of the ellipse of cells that makes a reference, in cells; less than 2 count as 2. */
export interface ReferenceReach {
  readonly rows: number;
  readonly columns: number;
}

interface PlaneFit {
  readonly phaseRad: number;
  readonly slopeRad: number;
  readonly spreadRad: number;
  readonly coherence: number;
  readonly cells: number;
}

/** Cells around a position: 5 x 5, or those of an ellipse. */
function* cellsAround(
  { unwrapped }: ReferenceSearch,
  row: number,
  column: number,
  reach: ReferenceReach | undefined,
): Generator<{ readonly index: number; readonly i: number; readonly j: number }> {
  const { rows, columns } = unwrapped.grid;
  const centreRow = Math.round(row);
  const centreColumn = Math.round(column);
  const half = reach && {
    rows: Math.max(LEAST_REACH, reach.rows),
    columns: Math.max(LEAST_REACH, reach.columns),
  };
  const [high, wide] = half ? [Math.ceil(half.rows), Math.ceil(half.columns)] : [RADIUS, RADIUS];
  for (let i = Math.max(0, centreRow - high); i <= Math.min(rows - 1, centreRow + high); i++)
    for (let j = Math.max(0, centreColumn - wide); j <= Math.min(columns - 1, centreColumn + wide); j++)
      if (!half || Math.hypot((i - row) / half.rows, (j - column) / half.columns) <= 1)
        yield { index: i * columns + j, i, j };
}

/**
 * Weighted plane through the cells of one component around a position, evaluated at the position: with a slope in the
 * phase the mean of the cells would be that of their centre, not of the place asked for.
 */
function fitPlane(
  search: ReferenceSearch,
  row: number,
  column: number,
  component: number,
  reach?: ReferenceReach,
): PlaneFit | undefined {
  const { unwrapped, coherence, centroids, minCoherence } = search;
  const m = new Float64Array(9);
  const b = new Float64Array(3);
  const used: { y: number; x: number; phase: number; weight: number }[] = [];
  for (const { index, i, j } of cellsAround(search, row, column, reach)) {
    const phase = unwrapped.phaseRad[index]!;
    const weight = coherence.coherence[index]!;
    if (Number.isNaN(phase) || !(weight >= minCoherence) || unwrapped.components[index] !== component) continue;
    used.push({ y: i + centroids[2 * index]! - row, x: j + centroids[2 * index + 1]! - column, phase, weight });
  }
  if (used.length < LEAST_CELLS) return undefined;
  let total = 0;
  for (const { y, x, phase, weight } of used) {
    const terms = [1, y, x] as const;
    for (let p = 0; p < 3; p++) {
      for (let q = 0; q < 3; q++) m[3 * p + q]! += weight * terms[p]! * terms[q]!;
      b[p]! += weight * terms[p]! * phase;
    }
    total += weight;
  }
  const solution = solve3(m, b);
  if (!solution) return undefined;
  const [phaseRad, slopeY, slopeX] = solution;
  let square = 0;
  for (const { y, x, phase, weight } of used) square += weight * (phase - phaseRad - slopeY * y - slopeX * x) ** 2;
  return {
    phaseRad,
    slopeRad: Math.hypot(slopeY, slopeX),
    spreadRad: Math.sqrt(square / total),
    coherence: total / used.length,
    cells: used.length,
  };
}

/** Cramer's rule; undefined where the cells lie in a line. */
function solve3(m: Float64Array, b: Float64Array): [number, number, number] | undefined {
  const det = (c: readonly number[]): number =>
    c[0]! * (c[4]! * c[8]! - c[5]! * c[7]!) -
    c[1]! * (c[3]! * c[8]! - c[5]! * c[6]!) +
    c[2]! * (c[3]! * c[7]! - c[4]! * c[6]!);
  const whole = det([...m]);
  if (!(Math.abs(whole) > 1e-9)) return undefined;
  const replaced = (k: number): number =>
    det([...m].map((value, index) => (index % 3 === k ? b[Math.floor(index / 3)]! : value)));
  return [replaced(0) / whole, replaced(1) / whole, replaced(2) / whole];
}

function componentAt(unwrapped: UnwrappedPhase, row: number, column: number): number {
  const { rows, columns } = unwrapped.grid;
  const i = Math.round(row);
  const j = Math.round(column);
  return i < 0 || j < 0 || i >= rows || j >= columns ? 0 : unwrapped.components[i * columns + j]!;
}

/** The component that most coherent cells around a position belong to; 0 without any. */
function commonComponent(search: ReferenceSearch, row: number, column: number, reach: ReferenceReach): number {
  const votes = new Map<number, number>();
  for (const { index } of cellsAround(search, row, column, reach)) {
    const component = search.unwrapped.components[index]!;
    if (component > 0 && search.coherence.coherence[index]! >= search.minCoherence)
      votes.set(component, (votes.get(component) ?? 0) + 1);
  }
  return [...votes].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 0;
}

/**
 * The place the job gave; undefined where its cells do not make a reference.
 * @param reach cells of the area that the job gave around it; without, 5 x 5
 */
export function givenReference(
  search: ReferenceSearch,
  row: number,
  column: number,
  reach?: ReferenceReach,
): ReferencePlace | undefined {
  const component = reach ? commonComponent(search, row, column, reach) : componentAt(search.unwrapped, row, column);
  const fit = component > 0 ? fitPlane(search, row, column, component, reach) : undefined;
  return fit && { how: 'given', row, column, component, ...fit };
}

/** Why cells do not make a reference. */
export interface ReferenceFault {
  /**
   * `no_data`: too few have a phase; `low_coherence`: too few of these are coherent; `unconnected`: the place is in no component;
   * `split`: too few are of its component; `in_line`: no plane goes through them.
   */
  readonly reason: 'no_data' | 'low_coherence' | 'unconnected' | 'split' | 'in_line';
  /** Of the cells around the place: those that pass, of how many there are. */
  readonly passing: number;
  readonly cells: number;
}

/** What is wrong with a place that `givenReference` did not take, first things first. */
export function whyNoReference(
  search: ReferenceSearch,
  row: number,
  column: number,
  reach?: ReferenceReach,
): ReferenceFault {
  const { unwrapped, coherence, minCoherence } = search;
  const around = [...cellsAround(search, row, column, reach)];
  const withData = around.filter(({ index }) => !Number.isNaN(unwrapped.phaseRad[index]!));
  const coherent = withData.filter(({ index }) => coherence.coherence[index]! >= minCoherence);
  const component = reach ? commonComponent(search, row, column, reach) : componentAt(unwrapped, row, column);
  const joined = coherent.filter(({ index }) => unwrapped.components[index] === component);
  const fault = (reason: ReferenceFault['reason'], passing: readonly unknown[]): ReferenceFault => ({
    reason,
    passing: passing.length,
    cells: around.length,
  });
  if (withData.length < LEAST_CELLS) return fault('no_data', withData);
  if (coherent.length < LEAST_CELLS) return fault('low_coherence', coherent);
  if (component === 0) return fault('unconnected', []);
  return joined.length < LEAST_CELLS ? fault('split', joined) : fault('in_line', joined);
}

/**
 * Chooses a place: full windows of the component that holds most points, away from every point; of these the one with the
 * best coherence, least slope and least spread.
 * @param points fractional cell positions of the job's points
 * @param isFarFromPoints false for cells too near to a point
 */
export function chooseReference(
  search: ReferenceSearch,
  points: readonly { readonly row: number; readonly column: number }[],
  isFarFromPoints: (row: number, column: number) => boolean,
): ReferencePlace | undefined {
  const { unwrapped } = search;
  const { rows, columns } = unwrapped.grid;
  const votes = new Map<number, number>();
  for (const { row, column } of points) {
    const component = componentAt(unwrapped, row, column);
    if (component > 0) votes.set(component, (votes.get(component) ?? 0) + 1);
  }
  const component = [...votes].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
  let best: ReferencePlace | undefined;
  let bestScore = -Infinity;
  for (let row = RADIUS; row < rows - RADIUS; row++)
    for (let column = RADIUS; column < columns - RADIUS; column++) {
      if (unwrapped.components[row * columns + column] !== component || !isFarFromPoints(row, column)) continue;
      const fit = fitPlane(search, row, column, component);
      if (!fit || fit.cells < (2 * RADIUS + 1) ** 2 || fit.slopeRad > STEEPEST_RAD) continue;
      const score = fit.coherence - fit.slopeRad - fit.spreadRad;
      if (score > bestScore) {
        bestScore = score;
        best = { how: 'chosen', row, column, component, ...fit };
      }
    }
  return best;
}
