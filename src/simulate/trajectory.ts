import type { Vector3 } from '../model/index.ts';
import { degToRad } from '../units/index.ts';

/** A satellite's path in the Earth-fixed frame; times are s since midnight UTC of the acquisition's epoch day. */
export interface Trajectory {
  /** ECEF, m. */
  positionM(timeS: number): Vector3;
  /** ECEF rotating frame, m/s. */
  velocityMps(timeS: number): Vector3;
}

/** State vectors as a file lists them. */
export interface StateVectors {
  readonly timesS: readonly number[];
  readonly positionsM: readonly Vector3[];
  readonly velocitiesMps: readonly Vector3[];
}

/** A Keplerian orbit over a rotating Earth, tied to its passage of the ascending node. */
export interface OrbitElements {
  readonly semiMajorAxisM: number;
  readonly eccentricity: number;
  readonly inclinationDeg: number;
  readonly argumentOfPerigeeDeg: number;
  /** Time of the ascending node, s since the epoch day. */
  readonly nodeTimeS: number;
  /** Earth-fixed longitude of the node at that time, degrees. */
  readonly nodeLongitudeDeg: number;
}

/** Earth's gravitational parameter, m³/s² (NGA.STND.0036). */
const GRAVITATIONAL_PARAMETER = 3.986004418e14;

/** Earth's rotation rate, rad/s (NGA.STND.0036). */
const EARTH_ROTATION_RAD_PER_S = 7.292115e-5;

/** Sun-synchronous drift of the node: one turn per tropical year, rad/s. */
const NODE_DRIFT_RAD_PER_S = (2 * Math.PI) / (365.2422 * 86_400);

function eccentricAnomaly(meanAnomaly: number, eccentricity: number): number {
  let anomaly = meanAnomaly;
  for (let i = 0; i < 6; i++) {
    anomaly -= (anomaly - eccentricity * Math.sin(anomaly) - meanAnomaly) / (1 - eccentricity * Math.cos(anomaly));
  }
  return anomaly;
}

/** Two-body motion (Kepler's equation) in a plane whose node turns with the Sun, seen from the rotating Earth. */
export function keplerTrajectory(elements: OrbitElements): Trajectory {
  const { semiMajorAxisM: a, eccentricity: e, nodeTimeS } = elements;
  const motion = Math.sqrt(GRAVITATIONAL_PARAMETER / a ** 3);
  const [sinI, cosI] = [Math.sin(degToRad(elements.inclinationDeg)), Math.cos(degToRad(elements.inclinationDeg))];
  const perigee = degToRad(elements.argumentOfPerigeeDeg);
  const [sinW, cosW] = [Math.sin(perigee), Math.cos(perigee)];
  const minor = Math.sqrt(1 - e * e);
  // At the node the true anomaly is -ω.
  const nodeEccentric =
    2 * Math.atan2(Math.sqrt(1 - e) * Math.sin(-perigee / 2), Math.sqrt(1 + e) * Math.cos(perigee / 2));
  const nodeMean = nodeEccentric - e * Math.sin(nodeEccentric);
  const nodeRate = NODE_DRIFT_RAD_PER_S - EARTH_ROTATION_RAD_PER_S;
  const node0 = degToRad(elements.nodeLongitudeDeg);

  const inFrame = (timeS: number): { position: Vector3; velocity: Vector3 } => {
    const anomaly = eccentricAnomaly(nodeMean + motion * (timeS - nodeTimeS), e);
    const [sinE, cosE] = [Math.sin(anomaly), Math.cos(anomaly)];
    const rate = motion / (1 - e * cosE);
    // Perifocal coordinates, then the angle from the node.
    const [p, q] = [a * (cosE - e), a * minor * sinE];
    const [dp, dq] = [-a * sinE * rate, a * minor * cosE * rate];
    const [x, y] = [p * cosW - q * sinW, p * sinW + q * cosW];
    const [dx, dy] = [dp * cosW - dq * sinW, dp * sinW + dq * cosW];
    const node = node0 + nodeRate * (timeS - nodeTimeS);
    const [sinN, cosN] = [Math.sin(node), Math.cos(node)];
    const [yc, dyc] = [y * cosI, dy * cosI];
    const [px, py] = [x * cosN - yc * sinN, x * sinN + yc * cosN];
    return {
      position: [px, py, y * sinI],
      velocity: [dx * cosN - dyc * sinN - nodeRate * py, dx * sinN + dyc * cosN + nodeRate * px, dy * sinI],
    };
  };
  return { positionM: (timeS) => inFrame(timeS).position, velocityMps: (timeS) => inFrame(timeS).velocity };
}

/** Number of state vectors one interpolation uses. */
const WINDOW = 8;

/**
 * Interpolates listed positions with the Lagrange polynomial of the 8 nearest vectors; the velocity is that polynomial's
 * derivative. At 10 s spacing the remainder is far below a micrometre. Times must ascend.
 */
export function listedTrajectory(vectors: StateVectors): Trajectory {
  const { timesS, positionsM } = vectors;
  const firstOf = (timeS: number): number => {
    let after = 0;
    while (after < timesS.length && timesS[after]! < timeS) after++;
    return Math.max(0, Math.min(timesS.length - WINDOW, after - WINDOW / 2));
  };
  const evaluate = (timeS: number, derivative: boolean): Vector3 => {
    const first = firstOf(timeS);
    const out: [number, number, number] = [0, 0, 0];
    for (let i = first; i < first + WINDOW; i++) {
      let value = 1;
      let slope = 0;
      for (let k = first; k < first + WINDOW; k++) {
        if (k === i) continue;
        const width = timesS[i]! - timesS[k]!;
        const factor = (timeS - timesS[k]!) / width;
        slope = slope * factor + value / width;
        value *= factor;
      }
      const weight = derivative ? slope : value;
      for (let axis = 0; axis < 3; axis++) out[axis]! += weight * positionsM[i]![axis]!;
    }
    return out;
  };
  return { positionM: (timeS) => evaluate(timeS, false), velocityMps: (timeS) => evaluate(timeS, true) };
}

/** Samples a trajectory at regular times. */
export function sampleTrajectory(trajectory: Trajectory, firstS: number, stepS: number, count: number): StateVectors {
  const timesS = Array.from({ length: count }, (_, i) => firstS + i * stepS);
  return {
    timesS,
    positionsM: timesS.map((timeS) => trajectory.positionM(timeS)),
    velocitiesMps: timesS.map((timeS) => trajectory.velocityMps(timeS)),
  };
}
