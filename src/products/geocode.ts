import {
  type ChebyshevVolume,
  type FitDegrees,
  buildTileModel,
  cellOfRadar,
  chebyshevNodes,
  demHeight,
  fitVolume,
  geo2rdr,
  geodeticToEcef,
} from '../geometry/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { CoherenceMap, Dem, Interferogram, LookGrid, Orbit, TileLayout, UnwrappedPhase } from '../model/index.ts';
import { NO_DATA, NO_DATA_LIMIT, geocodeKernel } from './geocode.kernel.ts';
import { type MapGrid, mapPosition } from './map-grid.ts';

export interface GeocodeRequest {
  readonly map: MapGrid;
  readonly dem: Dem;
  readonly referenceOrbit: Orbit;
  readonly interferogram: Interferogram;
  readonly coherence: CoherenceMap;
  readonly unwrapped: UnwrappedPhase;
}

/** Rasters on the map grid, shape (rows, columns), NaN where there is no data. */
export interface MapRasters {
  readonly map: MapGrid;
  readonly wrappedPhaseRad: Float32Array<ArrayBuffer>;
  readonly coherence: Float32Array<ArrayBuffer>;
  readonly unwrappedPhaseRad: Float32Array<ArrayBuffer>;
}

/** Enough for 200 km and 4 km of heights: below 1e-3 cell (test/unit/products/geocode.test.ts). */
const DEGREES: FitDegrees = { line: 6, sample: 6, height: 3 };

const TILE = { lines: 16, samples: 64 } as const;

/** Cell row and column as functions of map row, map column and height. */
export function fitMapToCells(
  map: MapGrid,
  grid: LookGrid,
  orbit: Orbit,
  heights: { minHeightM: number; maxHeightM: number },
): ChebyshevVolume {
  const domain = {
    line: { min: -TILE.lines, max: map.rows + TILE.lines },
    sample: { min: -TILE.samples, max: map.columns + TILE.samples },
    heightM: { min: heights.minHeightM - 1, max: heights.maxHeightM + 1 },
  };
  const nodes = chebyshevNodes(domain, DEGREES);
  const rows = new Float64Array(nodes.lines.length);
  const columns = new Float64Array(nodes.lines.length);
  for (let i = 0; i < rows.length; i++) {
    const position = mapPosition(map, nodes.lines[i]!, nodes.samples[i]!);
    const radar = geo2rdr(orbit, geodeticToEcef({ ...position, heightM: nodes.heightsM[i]! }));
    const cell = cellOfRadar(grid, radar.azimuthTimeS, radar.slantRangeM);
    rows[i] = cell.row;
    columns[i] = cell.column;
  }
  return fitVolume(domain, DEGREES, [rows, columns]);
}

/** NaN to the kernel's mark. */
function mark(values: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(values, (value) => (Number.isNaN(value) ? NO_DATA : value));
}

/** Brings wrapped phase, coherence and unwrapped phase from the radar grid to a map grid, heights from the DEM. */
export async function geocode(gpu: Gpu, request: GeocodeRequest): Promise<MapRasters> {
  const { map, dem, interferogram } = request;
  const { grid } = interferogram;
  const count = map.rows * map.columns;
  const heights = new Float32Array(count);
  for (let row = 0; row < map.rows; row++)
    for (let column = 0; column < map.columns; column++) {
      const { latitudeDeg, longitudeDeg } = mapPosition(map, row, column);
      heights[row * map.columns + column] = demHeight(dem, longitudeDeg, latitudeDeg);
    }
  const layout: TileLayout = {
    firstLine: 0,
    firstSample: 0,
    tileLines: TILE.lines,
    tileSamples: TILE.samples,
    tileRows: Math.ceil(map.rows / TILE.lines),
    tileColumns: Math.ceil(map.columns / TILE.samples),
  };
  const tiles = buildTileModel(fitMapToCells(map, grid, request.referenceOrbit, dem), layout);
  using scope = gpu.scope('products');
  const output = scope.allocate('map rasters', count * 16);
  await scope.dispatch(geocodeKernel, {
    params: {
      map_rows: map.rows,
      map_columns: map.columns,
      tile_lines: layout.tileLines,
      tile_samples: layout.tileSamples,
      tile_columns: layout.tileColumns,
      n_quantities: tiles.quantities,
      cell_rows: grid.rows,
      cell_columns: grid.columns,
      height_mid_m: tiles.heightMidM,
      height_half_m: tiles.heightHalfM,
    },
    buffers: {
      tiles: scope.upload('map tile models', tiles.coefficients),
      tile_bases: scope.upload('map tile bases', tiles.bases),
      map_heights: scope.upload('map heights', mark(heights)),
      cells: scope.upload('cells', Float32Array.from(interferogram.cells)),
      coherence: scope.upload('coherence', mark(request.coherence.coherence)),
      unwrapped: scope.upload('unwrapped phase', mark(request.unwrapped.phaseRad)),
      map: output,
    },
    workgroups: [Math.ceil(map.columns / 64), map.rows],
  });
  const packed = await scope.readFloat32(output, count * 4);
  const plane = (k: number): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: count }, (_, i) => (packed[4 * i + k]! <= NO_DATA_LIMIT ? NaN : packed[4 * i + k]!));
  return { map, wrappedPhaseRad: plane(0), coherence: plane(1), unwrappedPhaseRad: plane(2) };
}
