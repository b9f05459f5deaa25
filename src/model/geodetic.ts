/** A position on WGS84: degrees, and metres above the ellipsoid. */
export interface Geodetic {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  readonly heightM: number;
}

/** Earth-centred Earth-fixed coordinates or a vector in them, m. */
export type Vector3 = readonly [x: number, y: number, z: number];

/** A bounding box in degrees; `west > east` crosses the antimeridian. */
export interface BoundingBox {
  readonly north: number;
  readonly south: number;
  readonly east: number;
  readonly west: number;
}
