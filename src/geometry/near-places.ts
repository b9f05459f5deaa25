import type { Vector3 } from '../model/index.ts';

/** Boxes along one axis: enough for the whole Earth at boxes of 500 m and more. */
const BOXES = 40_000;

/** Places sorted into cubes as wide as a radius, so that "is one of them nearer than that?" looks at 27 cubes only. */
export class NearPlaces {
  readonly #radiusM: number;
  readonly #boxes = new Map<number, Vector3[]>();

  /** @param radiusM at least 500 m */
  constructor(places: readonly Vector3[], radiusM: number) {
    this.#radiusM = radiusM;
    for (const place of places) {
      const [x, y, z] = this.#boxOf(place);
      const key = (x * BOXES + y) * BOXES + z;
      const box = this.#boxes.get(key);
      if (box) box.push(place);
      else this.#boxes.set(key, [place]);
    }
  }

  /** True where no place lies within the radius. */
  isFar(placeM: Vector3): boolean {
    const [x, y, z] = this.#boxOf(placeM);
    for (let i = x - 1; i <= x + 1; i++)
      for (let j = y - 1; j <= y + 1; j++)
        for (let k = z - 1; k <= z + 1; k++)
          for (const place of this.#boxes.get((i * BOXES + j) * BOXES + k) ?? []) {
            const distanceM = Math.hypot(place[0] - placeM[0], place[1] - placeM[1], place[2] - placeM[2]);
            if (distanceM < this.#radiusM) return false;
          }
    return true;
  }

  #boxOf(placeM: Vector3): Vector3 {
    return placeM.map((value) => Math.floor(value / this.#radiusM) + BOXES / 2) as unknown as Vector3;
  }
}
