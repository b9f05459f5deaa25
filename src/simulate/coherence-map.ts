import type { GroundBox } from './range-model.ts';
import { type Scene, type SceneLayout, boxNear, focusAlongM } from './scenes/scene.ts';

/** True (temporal) coherence of the scatterers, as a map of the ground frame. */
export interface CoherenceField {
  /** Coherence away from the lake and from structures. */
  readonly background: number;
  at(along: number, across: number): number;
  /** False only where the box has the background coherence everywhere. */
  varies(box: GroundBox): boolean;
}

const LAKE_RADIUS_M = 350;
const LAKE_COHERENCE = 0.05;

/**
 * A uniform coherence with one round lake that decorrelates, and structures with their own; a background of 1 leaves the lake
 * out.
 */
export function coherenceField(
  background: number,
  layout: SceneLayout,
  { structure, hasStructure }: Pick<Scene, 'structure' | 'hasStructure'> = {},
): CoherenceField {
  const lake = { along: focusAlongM(layout) - 2_400, across: 0.85 * layout.halfAcrossM };
  const hasLake = background < 1;
  return {
    background,
    at: (along, across) => {
      const own = structure?.(along, across)?.coherence;
      if (own !== undefined) return own;
      return hasLake && Math.hypot(along - lake.along, across - lake.across) < LAKE_RADIUS_M
        ? Math.min(LAKE_COHERENCE, background)
        : background;
    },
    varies: (box) => (hasLake && boxNear(box, lake, LAKE_RADIUS_M)) || hasStructure?.(box) === true,
  };
}
