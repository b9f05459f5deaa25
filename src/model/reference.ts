/** A place whose displacement is taken as zero. */
export interface ReferencePlace {
  readonly how: 'given' | 'chosen';
  /** Fractional cell position. */
  readonly row: number;
  readonly column: number;
  /** Unwrapped phase at that position, rad, from a plane through its cells. */
  readonly phaseRad: number;
  /** Mean coherence of its cells. */
  readonly coherence: number;
  readonly cells: number;
  /** Standard deviation of the phase about the plane, rad. */
  readonly spreadRad: number;
  readonly component: number;
}
