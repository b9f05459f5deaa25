import { describe, expect, it } from 'vitest';
import { NearPlaces, geodeticToEcef } from '../../../src/geometry/index.ts';
import { Random } from '../../support/random.ts';

describe('places within 500 m', () => {
  it('are the ones a look at every place finds', () => {
    const random = new Random(1);
    const somewhere = () =>
      geodeticToEcef({
        latitudeDeg: random.uniform(-0.02, 0.02),
        longitudeDeg: 180 + random.uniform(-0.02, 0.02),
        heightM: random.uniform(0, 3000),
      });
    const places = Array.from({ length: 60 }, somewhere);
    const near = new NearPlaces(places, 500);
    let far = 0;
    for (let n = 0; n < 2000; n++) {
      const here = somewhere();
      const expected = places.every((place) => Math.hypot(...place.map((x, axis) => x - here[axis]!)) >= 500);
      expect(near.isFar(here)).toBe(expected);
      if (expected) far++;
    }
    expect(far).toBeGreaterThan(100);
    expect(far).toBeLessThan(1900);
  });
});
