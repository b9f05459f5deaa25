import { normalizeLongitudeDeg } from '../../units/index.ts';

/** A geographic rectangle; `east >= west`, beyond 180 where it crosses the antimeridian. */
export interface PlaceBox {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** Points along each side: with them 250 km are bilinear to 1e-3 of what changes (test/unit/displacement/corrections). */
const SIDE = 17;

/**
 * A quantity that changes little over an area, from a lattice of exact values, bilinear between and beyond them.
 * @param exactAt called 17 x 17 times
 */
export function smoothField(
  box: PlaceBox,
  exactAt: (latitudeDeg: number, longitudeDeg: number) => number,
): (latitudeDeg: number, longitudeDeg: number) => number {
  const stepLatitude = Math.max(box.north - box.south, 1e-6) / (SIDE - 1);
  const stepLongitude = Math.max(box.east - box.west, 1e-6) / (SIDE - 1);
  const middle = (box.west + box.east) / 2;
  const values = Float64Array.from({ length: SIDE * SIDE }, (_, k) =>
    exactAt(box.south + Math.floor(k / SIDE) * stepLatitude, box.west + (k % SIDE) * stepLongitude),
  );
  return (latitudeDeg, longitudeDeg) => {
    const fromWest = middle - box.west + normalizeLongitudeDeg(longitudeDeg - middle);
    const y = (latitudeDeg - box.south) / stepLatitude;
    const x = fromWest / stepLongitude;
    const i = Math.min(SIDE - 2, Math.max(0, Math.floor(y)));
    const j = Math.min(SIDE - 2, Math.max(0, Math.floor(x)));
    const [down, across] = [y - i, x - j];
    const at = i * SIDE + j;
    const south = values[at]! * (1 - across) + values[at + 1]! * across;
    const north = values[at + SIDE]! * (1 - across) + values[at + SIDE + 1]! * across;
    return south * (1 - down) + north * down;
  };
}
