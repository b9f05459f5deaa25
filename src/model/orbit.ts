/** Where the state vectors come from, best first. */
export type OrbitKind = 'POEORB' | 'RESORB' | 'PREORB' | 'annotation';

/** Earth-fixed state vectors of one pass, ascending in time. */
export interface Orbit {
  readonly kind: OrbitKind;
  /** File name of the EOF file, or the granule's name for annotation vectors. */
  readonly source: string;
  /** Days since 1970-01-01; times below are seconds since its midnight UTC. */
  readonly epochDay: number;
  /** Shape (n). */
  readonly timesS: Float64Array;
  /** Shape (n, 3), ECEF, m. */
  readonly positionsM: Float64Array;
  /** Shape (n, 3), ECEF rotating frame, m/s. */
  readonly velocitiesMps: Float64Array;
}
