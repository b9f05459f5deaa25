import { describe, expect, it } from 'vitest';
import { closestApproach } from '../../../src/simulate/closest-approach.ts';
import { coherenceField } from '../../../src/simulate/coherence-map.ts';
import { withDemError } from '../../../src/simulate/dem-error.ts';
import { toEcef } from '../../../src/simulate/ellipsoid.ts';
import { layOut } from '../../../src/simulate/layout.ts';
import { planDefaultPair } from '../../../src/simulate/plan-default.ts';
import { createScene } from '../../../src/simulate/scenes/index.ts';

const crop = { swaths: ['iw1'], bursts: 2, samples: 900 } as const;
const pair = planDefaultPair(crop, 130);
const { layout } = layOut(pair);

/** B = h sin θ R / ... turned round: 1 m of height changes the difference of both ranges by B / (R sin θ). */
function baselineByHeightM(): number {
  const place = layout.frame.toGeographic(0, 0);
  const ranges = [310, 311].map((heightM) =>
    [pair.reference, pair.secondary].map(
      ({ trajectory, swaths }) =>
        closestApproach(trajectory, toEcef({ ...place, heightM }), swaths[0]!.bursts[0]!.firstLineTimeS).rangeM,
    ),
  );
  const up = layout.lineOfSight.up;
  // Straight up by 1 m: each range falls by the cosine of its own incidence, which differ by B cos(0) / R.
  const change = ranges[1]![1]! - ranges[0]![1]! - (ranges[1]![0]! - ranges[0]![0]!);
  return (Math.abs(change) * ranges[0]![0]!) / Math.sqrt(1 - up ** 2);
}

describe('what can be asked of a simulated pair', () => {
  it('a perpendicular baseline: by what a metre of height does to both ranges', () => {
    expect(baselineByHeightM()).toBeGreaterThan(128);
    expect(baselineByHeightM()).toBeLessThan(132);
  });

  it('an error of the DEM: its root mean square, none on average, alike at 50 m and not at 5 km', () => {
    const flat = withDemError(() => 100, layout.frame, 3, 7);
    const errorAt = (along: number, across: number): number => {
      const { latitudeDeg, longitudeDeg } = layout.frame.toGeographic(along, across);
      return flat(latitudeDeg, longitudeDeg) - 100;
    };
    let [sum, square, near, far] = [0, 0, 0, 0];
    const side = 100;
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) {
        const [along, across] = [137 * (i - side / 2), 141 * (j - side / 2)];
        const error = errorAt(along, across);
        sum += error;
        square += error ** 2;
        near += error * errorAt(along + 50, across);
        far += error * errorAt(along + 3000, across + 4000);
      }
    const count = side ** 2;
    expect(Math.abs(sum / count)).toBeLessThan(0.3);
    expect(Math.abs(Math.sqrt(square / count) - 3)).toBeLessThan(0.3);
    expect(near / square).toBeGreaterThan(0.9);
    expect(Math.abs(far / square)).toBeLessThan(0.4);
  });

  it('a deck over water: 300 x 15 m, 40 m high, moving 8 mm; water without coherence around, banks still', () => {
    const scene = createScene('deck', layout);
    const coherence = coherenceField(0.8, layout, scene);
    const middle = scene.points.find(({ id }) => id === 'deck0')!;
    let [deck, agreeing] = [0, 0];
    for (let along = -200; along <= 200; along++)
      for (let across = -200; across <= 200; across++) {
        const at = [middle.along + along, middle.across + across] as const;
        const isDeck = scene.structure!(...at)?.heightM === 40;
        if (isDeck) deck++;
        const { east, north, up } = scene.displacement(...at);
        const { lineOfSight: sight } = layout;
        const towardMm = 1000 * (east * sight.east + north * sight.north + up * sight.up);
        if (isDeck === Math.abs(towardMm - 8) < 1e-9 && isDeck === towardMm > 0) agreeing++;
      }
    expect(Math.abs(deck - 4500)).toBeLessThan(60);
    expect(agreeing).toBe(401 ** 2);
    for (const { id, along, across } of scene.points) {
      expect(coherence.at(along, across), id).toBe(id.startsWith('deck') ? 0.95 : 0.8);
      expect(scene.structure!(along, across)?.heightM ?? 0, id).toBe(id.startsWith('deck') ? 40 : 0);
    }
    expect(coherence.at(middle.along, middle.across + 100)).toBe(0);
  });
});
