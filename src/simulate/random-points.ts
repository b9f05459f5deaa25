import { randomStream } from './random.ts';
import type { Scene, SceneLayout, ScenePoint } from './scenes/index.ts';

/** Distance that points keep from the reference, m. */
const FROM_REFERENCE_M = 600;

/** Distance that points keep from a fault's trace, m: nearer, a multilook cell holds both sides. */
const FROM_FAULT_M = 250;

/** Share of the ground's half width and half length that points are spread over. */
const SPREAD = 0.9;

/** Key of this stream among those of a seed. */
const STREAM_KEY = 0x706f_696e;

/** Uniform in [-1, 1). */
function signed(next: () => number): number {
  return next() / 2 ** 31 - 1;
}

/**
 * Points spread at random over the ground of a scene, away from its reference, from fault traces and from structures: many
 * independent measurements for statistics. Decided by the seed.
 */
export function randomPoints(scene: Scene, layout: SceneLayout, count: number, seed: number): ScenePoint[] {
  const next = randomStream(STREAM_KEY, seed);
  const points: ScenePoint[] = [];
  while (points.length < count) {
    const along = signed(next) * SPREAD * layout.halfAlongM;
    const across = signed(next) * SPREAD * layout.halfAcrossM;
    if (Math.hypot(along - scene.reference.along, across - scene.reference.across) < FROM_REFERENCE_M) continue;
    if ((scene.faultDistanceM?.(along, across) ?? Infinity) < FROM_FAULT_M) continue;
    if (scene.structure?.(along, across)) continue;
    points.push({ id: `random-${points.length + 1}`, along, across });
  }
  return points;
}
