import { rdr2geo } from '../../geometry/index.ts';
import type { BurstPlacement, Dem } from '../../model/index.ts';
import type { OpenedPair } from '../open-pair.ts';

/** Room around a placement, in its lines and samples and in the DEM's pixels: what interpolation and tiles at its edge reach. */
const MARGIN_PX = 96;
const DEM_MARGIN_PX = 16;

/** The crop begins at multiples of this, as blocks of the height search do. */
const BLOCK_PX = 8;

type DemPlace = NonNullable<Dem['place']>;

function movedPlace(place: DemPlace, columns: number, rows: number): DemPlace {
  const [x, y] = [0, 1].map(
    (axis) => place.origin[axis]! + columns * place.columnStep[axis]! + rows * place.rowStep[axis]!,
  ) as [number, number];
  return { ...place, origin: [x, y] };
}

/** A window of a DEM in pixels, as a DEM of its own. Its least and greatest height stay those of the whole. */
export function cropDem(dem: Dem, window: { column: number; row: number; columns: number; rows: number }): Dem {
  const { column, row, columns, rows } = window;
  const heightsM = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++) {
    const from = (row + y) * dem.columns + column;
    heightsM.set(dem.heightsM.subarray(from, from + columns), y * columns);
  }
  return {
    ...dem,
    columns,
    rows,
    heightsM,
    ...(dem.place && { place: movedPlace(dem.place, column, row) }),
    toPixel(longitudeDeg, latitudeDeg) {
      const whole = dem.toPixel(longitudeDeg, latitudeDeg);
      return { column: whole.column - column, row: whole.row - row };
    },
  };
}

/** The part of a DEM that lies below a placement, whatever its heights; all of it where they do not meet. */
export function demBelow({ referenceOrbit }: OpenedPair, dem: Dem, { pair, window }: BurstPlacement): Dem {
  const { reference, referenceSwath: swath } = pair;
  const reach = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const line of [-MARGIN_PX, window.lines / 2, window.lines + MARGIN_PX])
    for (const sample of [-MARGIN_PX, window.samples / 2, window.samples + MARGIN_PX])
      for (const heightM of [dem.minHeightM, dem.maxHeightM]) {
        const timeS = reference.firstLineTimeS + (window.firstLine + line) * swath.azimuthTimeIntervalS;
        const rangeM = swath.nearRangeM + (window.firstSample + sample) * swath.rangeSpacingM;
        const { longitudeDeg, latitudeDeg } = rdr2geo(referenceOrbit, timeS, rangeM, heightM);
        const { column, row } = dem.toPixel(longitudeDeg, latitudeDeg);
        reach.left = Math.min(reach.left, column);
        reach.right = Math.max(reach.right, column);
        reach.top = Math.min(reach.top, row);
        reach.bottom = Math.max(reach.bottom, row);
      }
  const first = (pixel: number): number => Math.max(0, Math.floor((pixel - DEM_MARGIN_PX) / BLOCK_PX) * BLOCK_PX);
  const end = (pixel: number, size: number): number => Math.min(size, Math.ceil(pixel + DEM_MARGIN_PX));
  const [column, row] = [first(reach.left), first(reach.top)];
  const columns = end(reach.right, dem.columns) - column;
  const rows = end(reach.bottom, dem.rows) - row;
  // NaN, where a projection has no place for a position, fails this too.
  return columns > 0 && rows > 0 ? cropDem(dem, { column, row, columns, rows }) : dem;
}
