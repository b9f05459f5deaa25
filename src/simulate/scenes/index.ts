import { bowlScene } from './bowl.ts';
import { bridgeScene } from './bridge.ts';
import { deckScene } from './deck.ts';
import { faultScene, smallFaultScene } from './fault.ts';
import { type Scene, type SceneLayout, STILL, commonPoints, commonReference, focusAlongM } from './scene.ts';

/** Nothing moves. */
function stillScene(layout: SceneLayout): Scene {
  const focus = focusAlongM(layout);
  const w = layout.halfAcrossM;
  return {
    displacement: () => STILL,
    moves: () => false,
    points: [
      { id: 'middle', along: focus, across: 0 },
      { id: 'middle-near', along: focus + 300, across: -0.6 * w },
      { id: 'middle-far', along: focus - 300, across: 0.6 * w },
      { id: 'north', along: focus + 1_900, across: 0.1 * w },
      { id: 'south', along: focus - 1_800, across: -0.2 * w },
      ...commonPoints(layout),
    ],
    reference: commonReference(layout),
  };
}

const scenes = {
  none: stillScene,
  bowl: bowlScene,
  bridge: bridgeScene,
  deck: deckScene,
  fault: faultScene,
  'fault-small': smallFaultScene,
} as const satisfies Record<string, (layout: SceneLayout) => Scene>;

export type SceneName = keyof typeof scenes;

/** Names for `simulate --scene`. */
export const sceneNames = Object.keys(scenes) as SceneName[];

export function isSceneName(name: string): name is SceneName {
  return Object.hasOwn(scenes, name);
}

/** The scene of that name, laid out on the ground that both dates see. */
export function createScene(name: SceneName, layout: SceneLayout): Scene {
  return scenes[name](layout);
}

export type { EastNorthUp, Scene, SceneLayout, ScenePlace, ScenePoint, Structure } from './scene.ts';
