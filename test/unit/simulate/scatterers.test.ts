import { describe, expect, it } from 'vitest';
import { coherenceField } from '../../../src/simulate/coherence-map.ts';
import { groundFrame } from '../../../src/simulate/ground-frame.ts';
import {
  ALONG_STEP_M,
  BLOCK_ACROSS,
  BLOCK_ALONG,
  type Ground,
  type ScattererBlock,
  emptyBlock,
  fillHeights,
  fillScatterers,
} from '../../../src/simulate/scatterers.ts';
import { type SceneLayout, type SceneName, createScene } from '../../../src/simulate/scenes/index.ts';
import { waveTerrain } from '../../../src/simulate/terrain.ts';

const frame = groundFrame(44.4, 4.5, -14);
const layout: SceneLayout = {
  frame,
  halfAlongM: 18_000,
  halfAcrossM: 2_500,
  overlapsAlongM: [0],
  lineOfSight: { east: -0.55, north: -0.12, up: 0.826 },
};
const STEP = 2.4;

function ground(scene: SceneName, coherence: number, seed: number): Ground {
  return {
    frame,
    terrain: waveTerrain(frame),
    scene: createScene(scene, layout),
    coherence: coherenceField(coherence, layout),
    delayPerM: 0,
    acrossStepM: STEP,
    seed,
  };
}

function block(from: Ground, row: number, column: number): ScattererBlock {
  const filled = emptyBlock();
  fillHeights(from, row, column, filled);
  fillScatterers(from, row, column, filled);
  return filled;
}

/** Sample coherence of the reflectivities of the two dates. */
function coherenceOf({ first, second }: ScattererBlock): number {
  let [re, im, a, b] = [0, 0, 0, 0];
  for (let k = 0; k < first.length; k += 2) {
    re += first[k]! * second[k]! + first[k + 1]! * second[k + 1]!;
    im += first[k + 1]! * second[k]! - first[k]! * second[k + 1]!;
    a += first[k]! ** 2 + first[k + 1]! ** 2;
    b += second[k]! ** 2 + second[k + 1]! ** 2;
  }
  return Math.hypot(re, im) / Math.sqrt(a * b);
}

describe('scatterers', () => {
  it('have the coherence that is asked for', () => {
    // Standard error of a sample coherence of n scatterers: (1 - g²)/√(2n).
    const n = BLOCK_ALONG * BLOCK_ACROSS;
    for (const g of [0.3, 0.7, 0.95]) {
      const measured = coherenceOf(block(ground('none', g, 1), 4, 1));
      expect(Math.abs(measured - g)).toBeLessThan((5 * (1 - g * g)) / Math.sqrt(2 * n));
    }
    expect(coherenceOf(block(ground('none', 1, 1), 4, 1))).toBeCloseTo(1, 12);
  });
  it('decorrelate on the lake, and not in scenes free of noise', () => {
    // The lake is 2400 m before the focus (-1200 m) and at 0.85 of the half width.
    const [row, column] = [
      Math.floor(-3_600 / (BLOCK_ALONG * ALONG_STEP_M)),
      Math.floor(2_125 / (BLOCK_ACROSS * STEP)),
    ];
    expect(coherenceField(0.7, layout).at(-3_600, 2_125)).toBe(0.05);
    expect(coherenceField(1, layout).at(-3_600, 2_125)).toBe(1);
    expect(coherenceOf(block(ground('none', 0.7, 1), row, column))).toBeLessThan(0.5);
  });
  it('depend on the seed, not on what was filled before', () => {
    const scratch = block(ground('bowl', 1, 9), 3, 3);
    const filled = block(ground('bowl', 1, 9), -2, 0).first.slice();
    fillHeights(ground('bowl', 1, 9), -2, 0, scratch);
    fillScatterers(ground('bowl', 1, 9), -2, 0, scratch);
    expect(scratch.first).toEqual(filled);
    expect(block(ground('bowl', 1, 8), -2, 0).first).not.toEqual(filled);
  });
});

describe('scenes', () => {
  const towardMm = (scene: SceneName, along: number, across: number): number => {
    const { east, north, up } = createScene(scene, layout).displacement(along, across);
    return 1000 * (east * layout.lineOfSight.east + north * layout.lineOfSight.north + up * layout.lineOfSight.up);
  };
  const focus = -1_200;
  it('bowl: 60 mm away at its centre, nothing outside 2 km', () => {
    expect(towardMm('bowl', focus, 0)).toBeCloseTo(-60, 9);
    expect(towardMm('bowl', focus + 2_001, 0)).toBe(0);
    expect(createScene('bowl', layout).displacement(focus + 1_000, 0).up).toBeCloseTo((-0.06 / 0.826) * 0.75 ** 3, 12);
  });
  it('fault: a step of 40 mm at the middle of its trace, none at and beyond its tips', () => {
    expect(towardMm('fault', focus, 0.01) - towardMm('fault', focus, -0.01)).toBeCloseTo(40, 6);
    expect(towardMm('fault', focus + 2_599.9, 0.01) - towardMm('fault', focus + 2_599.9, -0.01)).toBeLessThan(1e-6);
    expect(towardMm('fault', focus + 2_700, 500)).toBe(0);
  });
  it('small fault: 12 mm across a trace through the whole scene', () => {
    for (const across of [-2_500, 0, 2_500]) {
      const trace = focus + 0.35 * across;
      expect(towardMm('fault-small', trace + 1, across) - towardMm('fault-small', trace - 1, across)).toBeCloseTo(
        12,
        9,
      );
    }
  });
  it('bridge: 7 mm at mid-span, still at the ends and beside the deck', () => {
    expect(towardMm('bridge', focus, 0)).toBeCloseTo(7, 9);
    const end = 339.9;
    const angle = (38 * Math.PI) / 180;
    expect(towardMm('bridge', focus + end * Math.cos(angle), end * Math.sin(angle))).toBeLessThan(1e-4);
    expect(towardMm('bridge', focus + 40 * Math.sin(angle), -40 * Math.cos(angle))).toBe(0);
  });
  it.each(['none', 'bowl', 'bridge', 'fault', 'fault-small'] as const)(
    '%s: nothing moves where the box says so, the reference point is still and far from every point',
    (name) => {
      const scene = createScene(name, layout);
      for (let along = -9_000; along <= 9_000; along += 300) {
        for (let across = -2_400; across <= 2_400; across += 300) {
          const box = { along, across, heightM: 0, halfAlong: 150, halfAcross: 150, halfHeightM: 10 };
          if (scene.moves(box)) continue;
          for (const d of [-150, 0, 150]) {
            expect(scene.displacement(along + d, across - d)).toEqual({ east: 0, north: 0, up: 0 });
          }
        }
      }
      const { reference } = scene;
      expect(scene.displacement(reference.along, reference.across)).toEqual({ east: 0, north: 0, up: 0 });
      for (const point of scene.points) {
        expect(Math.hypot(point.along - reference.along, point.across - reference.across)).toBeGreaterThan(500);
        expect(scene.faultDistanceM?.(point.along, point.across) ?? Infinity).toBeGreaterThan(400);
      }
    },
  );
});
