import {
  type Scene,
  type SceneLayout,
  STILL,
  boxNear,
  commonPoints,
  commonReference,
  focusAlongM,
  perLineOfSight,
  scaled,
} from './scene.ts';

/** Mostly vertical slip with some along-strike motion. */
const SLIP = { east: 0.25, north: 0.35, up: 0.9 };

/** Step across the trace at its middle, in the line of sight, m. */
const STEP_M = 0.04;
const HALF_LENGTH_M = 2_600;
const REACH_M = 2_000;

/**
 * A fault along the track: a step of 40 mm at its middle that dies out at both tips, cos²(πl/2L); both sides return to
 * rest within 2 km of the trace, (1 - (d/2 km)²)², so that the field is smooth round the tips.
 */
export function faultScene(layout: SceneLayout): Scene {
  const centre = { along: focusAlongM(layout), across: 0 };
  const slip = perLineOfSight(SLIP, layout.lineOfSight);
  const w = layout.halfAcrossM;
  const d = Math.min(0.75 * w, 650);
  return {
    displacement: (along, across) => {
      const [l, c] = [along - centre.along, across - centre.across];
      if (Math.abs(l) >= HALF_LENGTH_M || Math.abs(c) >= REACH_M) return STILL;
      const taper = Math.cos((Math.PI * l) / (2 * HALF_LENGTH_M)) ** 2;
      const decay = (1 - (c / REACH_M) ** 2) ** 2;
      return scaled(slip, (c < 0 ? -0.5 : 0.5) * STEP_M * taper * decay);
    },
    moves: (box) => boxNear(box, centre, HALF_LENGTH_M),
    faultDistanceM: (along, across) =>
      Math.hypot(Math.max(0, Math.abs(along - centre.along) - HALF_LENGTH_M), across - centre.across),
    points: [
      { id: 'fault-near', along: centre.along, across: -d },
      { id: 'fault-far', along: centre.along + 60, across: d },
      { id: 'fault-near-north', along: centre.along + 900, across: -0.9 * d },
      { id: 'fault-far-north', along: centre.along + 1_000, across: 0.8 * d },
      { id: 'fault-near-south', along: centre.along - 1_100, across: -0.8 * d },
      { id: 'fault-far-south', along: centre.along - 900, across: 0.9 * d },
      ...commonPoints(layout),
    ],
    reference: commonReference(layout),
  };
}

const SMALL_STEP_M = 0.012;

/** Along-track metres of the small fault's trace per metre across. */
const OBLIQUITY = 0.35;

/** A step of 12 mm, below half a fringe, on a trace that crosses the whole scene; the ground behind it is still. */
export function smallFaultScene(layout: SceneLayout): Scene {
  const origin = focusAlongM(layout);
  const slip = scaled(perLineOfSight(SLIP, layout.lineOfSight), SMALL_STEP_M);
  // The trace leaves a very wide scene: points keep near its middle.
  const w = Math.min(layout.halfAcrossM, 8_000);
  const beyond = (along: number, across: number): number => along - origin - OBLIQUITY * across;
  const traceAt = (across: number): number => origin + OBLIQUITY * across;
  return {
    displacement: (along, across) => (beyond(along, across) > 0 ? slip : STILL),
    moves: (box) => beyond(box.along, box.across) + box.halfAlong + OBLIQUITY * box.halfAcross > 0,
    faultDistanceM: (along, across) => Math.abs(beyond(along, across)) / Math.hypot(1, OBLIQUITY),
    points: [
      { id: 'step-north', along: traceAt(0) + 600, across: 0 },
      { id: 'step-south', along: traceAt(0) - 600, across: 0 },
      { id: 'step-north-near', along: traceAt(-0.7 * w) + 700, across: -0.7 * w },
      { id: 'step-south-near', along: traceAt(-0.7 * w) - 700, across: -0.7 * w },
      { id: 'step-south-far', along: traceAt(0.7 * w) - 700, across: 0.7 * w },
      { id: 'step-south-mid', along: traceAt(0.3 * w) - 1_500, across: 0.3 * w },
      ...commonPoints(layout),
    ],
    reference: commonReference(layout),
  };
}
