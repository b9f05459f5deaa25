/** WGS84. */
const A = 6_378_137;
const F = 1 / 298.257_223_563;

/**
 * UTM easting and northing of a place by Snyder's series (Map Projections: A Working Manual, 1987, eqs. 8-9 to 8-15 and 3-21),
 * good to centimetres within a zone.
 */
export function utm(latitudeDeg: number, longitudeDeg: number, zone: number, isSouth: boolean): [x: number, y: number] {
  const e2 = F * (2 - F);
  const ep2 = e2 / (1 - e2);
  const phi = (latitudeDeg * Math.PI) / 180;
  const [sin, cos, tan] = [Math.sin(phi), Math.cos(phi), Math.tan(phi)];
  const n = A / Math.sqrt(1 - e2 * sin ** 2);
  const t = tan ** 2;
  const c = ep2 * cos ** 2;
  const a = cos * ((longitudeDeg - (6 * zone - 183)) * (Math.PI / 180));
  const m =
    A *
    ((1 - e2 / 4 - (3 * e2 ** 2) / 64 - (5 * e2 ** 3) / 256) * phi -
      ((3 * e2) / 8 + (3 * e2 ** 2) / 32 + (45 * e2 ** 3) / 1024) * Math.sin(2 * phi) +
      ((15 * e2 ** 2) / 256 + (45 * e2 ** 3) / 1024) * Math.sin(4 * phi) -
      ((35 * e2 ** 3) / 3072) * Math.sin(6 * phi));
  const x = 0.9996 * n * (a + ((1 - t + c) * a ** 3) / 6 + ((5 - 18 * t + t ** 2 + 72 * c - 58 * ep2) * a ** 5) / 120);
  const y =
    0.9996 *
    (m +
      n *
        tan *
        (a ** 2 / 2 +
          ((5 - t + 9 * c + 4 * c ** 2) * a ** 4) / 24 +
          ((61 - 58 * t + t ** 2 + 600 * c - 330 * ep2) * a ** 6) / 720));
  return [500_000 + x, y + (isSouth ? 10_000_000 : 0)];
}
