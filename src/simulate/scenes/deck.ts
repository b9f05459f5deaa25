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

/** Height of the deck over the water, m. */
const DECK_HEIGHT_M = 40;
const HALF_LENGTH_M = 150;
const HALF_WIDTH_M = 7.5;

/** Motion of the whole deck in the line of sight, m. */
const MOTION_M = 0.008;

/** The deck against the open ground: +12 dB; the water: -10 dB, and nothing of it the same on the other date. */
const DECK = { heightM: DECK_HEIGHT_M, amplitude: 4, coherence: 0.95 } as const;
const WATER = { heightM: 0, amplitude: 0.316, coherence: 0 } as const;

/** Half width and reach of the water, m: the deck spans it from bank to bank. */
const WATER_HALF_WIDTH_M = 140;
const WATER_REACH_M = 700;

/** Direction of the deck, from the along-track axis toward the right. */
const DIRECTION_RAD = (20 * Math.PI) / 180;

/** Distance of points along the deck, m. */
const STEP_M = 20;

/** A deck of 300 by 15 m, 40 m above water without coherence, that moved by 8 mm toward the satellite as a whole; the banks are still. */
export function deckScene(layout: SceneLayout): Scene {
  const centre = { along: focusAlongM(layout), across: 0 };
  const motion = scaled(perLineOfSight({ east: 0, north: 0, up: 1 }, layout.lineOfSight), MOTION_M);
  const [sine, cosine] = [Math.sin(DIRECTION_RAD), Math.cos(DIRECTION_RAD)];
  const place = (span: number, side: number): { along: number; across: number } => ({
    along: centre.along + span * cosine - side * sine,
    across: centre.across + span * sine + side * cosine,
  });
  const spanAndSide = (along: number, across: number): readonly [span: number, side: number] => {
    const [l, c] = [along - centre.along, across - centre.across];
    return [l * cosine + c * sine, c * cosine - l * sine];
  };
  const isDeck = ([span, side]: readonly [number, number]): boolean =>
    Math.abs(span) < HALF_LENGTH_M && Math.abs(side) < HALF_WIDTH_M;
  const spans = Array.from({ length: 13 }, (_, k) => STEP_M * (k - 6));
  return {
    displacement: (along, across) => (isDeck(spanAndSide(along, across)) ? motion : STILL),
    moves: (box) => boxNear(box, centre, HALF_LENGTH_M),
    structure: (along, across) => {
      const at = spanAndSide(along, across);
      if (isDeck(at)) return DECK;
      return Math.abs(at[0]) < WATER_HALF_WIDTH_M && Math.abs(at[1]) < WATER_REACH_M ? WATER : undefined;
    },
    hasStructure: (box) => boxNear(box, centre, WATER_REACH_M + WATER_HALF_WIDTH_M),
    tallestM: DECK_HEIGHT_M,
    points: [
      ...spans.map((span) => ({ id: `deck${span}`, ...place(span, 0) })),
      ...[-1, 1].flatMap((end) =>
        [-400, -240, -80, 80, 240, 400].map((side) => ({
          id: `bank${end < 0 ? '-south' : '-north'}${side}`,
          ...place(end * 300, side),
        })),
      ),
      ...commonPoints(layout),
    ],
    reference: commonReference(layout),
  };
}
