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

/** Height of the deck over the ground, m. */
export const DECK_HEIGHT_M = 12;
const HALF_LENGTH_M = 340;
const HALF_WIDTH_M = 24;

/** Motion of the deck at mid-span, in the line of sight, m. */
const PEAK_M = 0.007;

/** Amplitude of the deck against the open ground (+15.6 dB), and of the river below it (-10 dB). */
const DECK_AMPLITUDE = 6;
const RIVER_AMPLITUDE = 0.316;
const RIVER_HALF_WIDTH_M = 160;
const RIVER_REACH_M = 900;

/** Direction of the deck, from the along-track axis toward the right. */
const DECK_DIRECTION_RAD = (38 * Math.PI) / 180;

/**
 * A bridge over a river: a bright deck 48 m wide and 680 m long, 12 m above the ground, that rises by 7 mm toward the
 * satellite at mid-span and stands still at its ends (cos²); everything around it is stable.
 */
export function bridgeScene(layout: SceneLayout): Scene {
  const centre = { along: focusAlongM(layout), across: 0 };
  const motion = perLineOfSight({ east: 0, north: 0, up: 1 }, layout.lineOfSight);
  const [sine, cosine] = [Math.sin(DECK_DIRECTION_RAD), Math.cos(DECK_DIRECTION_RAD)];
  const onDeck = (along: number, across: number): { span: number; side: number } => {
    const [l, c] = [along - centre.along, across - centre.across];
    return { span: l * cosine + c * sine, side: c * cosine - l * sine };
  };
  const isDeck = (at: { span: number; side: number }): boolean =>
    Math.abs(at.span) < HALF_LENGTH_M && Math.abs(at.side) < HALF_WIDTH_M;
  const deckPlace = (span: number): { along: number; across: number } => ({
    along: centre.along + span * cosine,
    across: centre.across + span * sine,
  });
  return {
    displacement: (along, across) => {
      const at = onDeck(along, across);
      return isDeck(at) ? scaled(motion, PEAK_M * Math.cos((Math.PI * at.span) / (2 * HALF_LENGTH_M)) ** 2) : STILL;
    },
    moves: (box) => boxNear(box, centre, HALF_LENGTH_M + HALF_WIDTH_M),
    structure: (along, across) => {
      const at = onDeck(along, across);
      if (isDeck(at)) return { heightM: DECK_HEIGHT_M, amplitude: DECK_AMPLITUDE };
      const river = Math.abs(at.span) < RIVER_HALF_WIDTH_M && Math.abs(at.side) < RIVER_REACH_M;
      return river ? { heightM: 0, amplitude: RIVER_AMPLITUDE } : undefined;
    },
    hasStructure: (box) => boxNear(box, centre, RIVER_REACH_M + RIVER_HALF_WIDTH_M),
    points: [
      { id: 'deck-middle', ...deckPlace(0) },
      { id: 'deck-north', ...deckPlace(120) },
      { id: 'deck-south', ...deckPlace(-130) },
      { id: 'bank-north', along: centre.along + 800, across: 0.2 * layout.halfAcrossM },
      { id: 'bank-south', along: centre.along - 900, across: -0.2 * layout.halfAcrossM },
      ...commonPoints(layout),
    ],
    reference: commonReference(layout),
  };
}
