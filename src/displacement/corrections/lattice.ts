/** A geographic rectangle; `east >= west`, beyond 180 where it crosses the antimeridian. */
export interface PlaceBox {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** Values of a quantity at regular places, plain data. */
export interface Lattice {
  readonly south: number;
  readonly west: number;
  readonly stepLatitudeDeg: number;
  readonly stepLongitudeDeg: number;
  /** At least 2 each. */
  readonly rows: number;
  readonly columns: number;
  /** Shape (rows, columns), from south-west on; NaN where not known. */
  readonly values: Float64Array;
}

/** Points along each side: with them 250 km are bilinear to 1e-3 of what changes (test/unit/displacement/corrections). */
const SMOOTH = { rows: 17, columns: 17 } as const;

/** A quantity over an area, from exact values at its lattice, by default one for what changes little. */
export function latticeOf(
  box: PlaceBox,
  exactAt: (latitudeDeg: number, longitudeDeg: number) => number,
  { rows, columns }: { readonly rows: number; readonly columns: number } = SMOOTH,
): Lattice {
  const stepLatitudeDeg = Math.max(box.north - box.south, 1e-6) / (rows - 1);
  const stepLongitudeDeg = Math.max(box.east - box.west, 1e-6) / (columns - 1);
  const values = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++)
      values[i * columns + j] = exactAt(box.south + i * stepLatitudeDeg, box.west + j * stepLongitudeDeg);
  return { south: box.south, west: box.west, stepLatitudeDeg, stepLongitudeDeg, rows, columns, values };
}

/** Bilinear between the places of a lattice, and on beyond them. */
export function latticeAt(lattice: Lattice, latitudeDeg: number, longitudeDeg: number): number {
  const { rows, columns, values, stepLongitudeDeg } = lattice;
  const middle = lattice.west + ((columns - 1) * stepLongitudeDeg) / 2;
  const fromWest = longitudeDeg - lattice.west - 360 * Math.round((longitudeDeg - middle) / 360);
  const y = (latitudeDeg - lattice.south) / lattice.stepLatitudeDeg;
  const x = fromWest / stepLongitudeDeg;
  const i = Math.min(rows - 2, Math.max(0, Math.floor(y)));
  const j = Math.min(columns - 2, Math.max(0, Math.floor(x)));
  const [down, across] = [y - i, x - j];
  const at = i * columns + j;
  const south = values[at]! * (1 - across) + values[at + 1]! * across;
  const north = values[at + columns]! * (1 - across) + values[at + columns + 1]! * across;
  return south * (1 - down) + north * down;
}
