import { type Scene, type SceneLayout, STILL, boxNear, commonPoints, commonReference, focusAlongM } from './scene.ts';

const RADIUS_M = 2_000;

/** Peak of the subsidence in the line of sight, m. */
const PEAK_M = 0.06;

/** Horizontal motion toward the centre, as a length times the tilt of the bowl, m. */
const TILT_ARM_M = 120;

/** A subsidence bowl: (1 - (r/2 km)²)³, 60 mm away from the satellite at its centre, nothing outside 2 km. */
export function bowlScene(layout: SceneLayout): Scene {
  const centre = { along: focusAlongM(layout), across: 0 };
  const peakUpM = -PEAK_M / layout.lineOfSight.up;
  const w = layout.halfAcrossM;
  return {
    displacement: (along, across) => {
      const [dl, dc] = [along - centre.along, across - centre.across];
      const left = 1 - (dl * dl + dc * dc) / (RADIUS_M * RADIUS_M);
      if (left <= 0) return STILL;
      const up = peakUpM * left ** 3;
      // Ground moves down the slope of the bowl: -arm · grad(up).
      const pull = (TILT_ARM_M * peakUpM * 6 * left * left) / (RADIUS_M * RADIUS_M);
      const { east, north } = layout.frame.unrotate(pull * dl, pull * dc);
      return { east, north, up };
    },
    moves: (box) => boxNear(box, centre, RADIUS_M),
    points: [
      { id: 'bowl-centre', ...centre },
      { id: 'bowl-north', along: centre.along + 700, across: 0.1 * w },
      { id: 'bowl-south', along: centre.along - 650, across: -0.15 * w },
      { id: 'bowl-slope-near', along: centre.along + 250, across: -0.55 * w },
      { id: 'bowl-slope-far', along: centre.along - 200, across: 0.6 * w },
      { id: 'bowl-rim', along: centre.along - 1_700, across: 0.2 * w },
      ...commonPoints(layout),
    ],
    reference: commonReference(layout),
  };
}
