import { degToRad, radToDeg } from '../units/index.ts';
import { curvatureRadiiM } from './ellipsoid.ts';

/**
 * A flat map of the scene aligned with the track: `along` metres in flight direction and `across` metres to the right of
 * it, affine in latitude and longitude. Scatterers sit on a regular lattice of it; scenes are drawn in it.
 */
export interface GroundFrame {
  readonly latitudeDeg: number;
  readonly longitudeDeg: number;
  /** Direction of flight, degrees clockwise from north. */
  readonly headingDeg: number;
  toGeographic(along: number, across: number): { latitudeDeg: number; longitudeDeg: number };
  toFrame(latitudeDeg: number, longitudeDeg: number): { along: number; across: number };
  /** East and north metres of the map to along and across, and back (a rotation). */
  rotate(east: number, north: number): { along: number; across: number };
  unrotate(along: number, across: number): { east: number; north: number };
}

export function groundFrame(latitudeDeg: number, longitudeDeg: number, headingDeg: number): GroundFrame {
  const { meridian, primeVertical } = curvatureRadiiM(latitudeDeg);
  const northScale = radToDeg(1 / meridian);
  const eastScale = radToDeg(1 / (primeVertical * Math.cos(degToRad(latitudeDeg))));
  const [sine, cosine] = [Math.sin(degToRad(headingDeg)), Math.cos(degToRad(headingDeg))];
  const rotate = (east: number, north: number): { along: number; across: number } => ({
    along: east * sine + north * cosine,
    across: east * cosine - north * sine,
  });
  const unrotate = (along: number, across: number): { east: number; north: number } => ({
    east: along * sine + across * cosine,
    north: along * cosine - across * sine,
  });
  return {
    latitudeDeg,
    longitudeDeg,
    headingDeg,
    rotate,
    unrotate,
    toGeographic: (along, across) => {
      const { east, north } = unrotate(along, across);
      return { latitudeDeg: latitudeDeg + north * northScale, longitudeDeg: longitudeDeg + east * eastScale };
    },
    toFrame: (lat, lon) => rotate((lon - longitudeDeg) / eastScale, (lat - latitudeDeg) / northScale),
  };
}
