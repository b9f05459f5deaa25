import { type ChebyshevVolume, buildTileModel, evaluateVolume } from '../geometry/index.ts';
import type { Gpu } from '../gpu/index.ts';
import type { CoherenceMap, Interferogram, Orbit, TileLayout, UnwrappedPhase } from '../model/index.ts';
import { NO_DATA, NO_DATA_LIMIT, geocodeKernel } from './geocode.kernel.ts';
import { MAP_TILE, fitMapToCells, fittedPart } from './map-fit.ts';
import type { MapGrid } from './map-grid.ts';
import type { MapStrip } from './map-strip.ts';
import type { HeightRange } from './seen-part.ts';

/** Cells that are brought to a map. */
export interface GeocodeSource {
  readonly referenceOrbit: Orbit;
  readonly interferogram: Pick<Interferogram, 'grid' | 'cells'>;
  readonly coherence: Pick<CoherenceMap, 'coherence'>;
  readonly unwrapped: Pick<UnwrappedPhase, 'phaseRad'>;
}

/** Cells on the lines of a map, shapes (rows, columns), NaN where there is no data. */
export interface GeocodedStrip {
  readonly wrappedPhaseRad: Float32Array<ArrayBuffer>;
  readonly coherence: Float32Array<ArrayBuffer>;
  readonly unwrappedPhaseRad: Float32Array<ArrayBuffer>;
  /** Index of the nearest cell with data; -1: there is none. */
  readonly nearestCell: Int32Array<ArrayBuffer>;
}

/** A rectangle of a strip, or of the cells. */
interface Block {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Columns of a strip that are made at once; fewer where their cells do not fit the adapter. */
const BLOCK_COLUMNS = 512;

/** Complex cells and map pixels are bound with four f32 each. */
const BYTES_BOUND = 16;

/** Indices of cells come back as f32. */
const EXACT_INDICES = 2 ** 24;

/** Places along each side of a block that say which cells it needs, and cells around them. */
const BLOCK_PLACES = 5;
const CELL_MARGIN = 3;

/** The cells that a block of a map needs; undefined where it has no height, or lies beside the cells. */
function cellsOf(volume: ChebyshevVolume, strip: MapStrip, block: Block, of: { rows: number; columns: number }) {
  const { min, max } = heightsIn(strip, block);
  if (!(min <= max)) return undefined;
  const reach = { top: Infinity, bottom: -Infinity, left: Infinity, right: -Infinity };
  for (let y = 0; y < BLOCK_PLACES; y++)
    for (let x = 0; x < BLOCK_PLACES; x++)
      for (const heightM of [min, max]) {
        const line = strip.firstRow + block.row + (y / (BLOCK_PLACES - 1)) * (block.rows - 1);
        const sample = block.column + (x / (BLOCK_PLACES - 1)) * (block.columns - 1);
        const [row, column] = [0, 1].map((q) => evaluateVolume(volume, q, line, sample, heightM)) as [number, number];
        reach.top = Math.min(reach.top, row);
        reach.bottom = Math.max(reach.bottom, row);
        reach.left = Math.min(reach.left, column);
        reach.right = Math.max(reach.right, column);
      }
  const row = Math.max(0, Math.floor(reach.top) - CELL_MARGIN);
  const column = Math.max(0, Math.floor(reach.left) - CELL_MARGIN);
  const rows = Math.min(of.rows, Math.ceil(reach.bottom) + CELL_MARGIN + 1) - row;
  const columns = Math.min(of.columns, Math.ceil(reach.right) + CELL_MARGIN + 1) - column;
  return rows > 0 && columns > 0 ? { row, column, rows, columns } : undefined;
}

function heightsIn({ map, heightsM }: MapStrip, block: Block): { min: number; max: number } {
  const range = { min: Infinity, max: -Infinity };
  for (let y = block.row; y < block.row + block.rows; y++)
    for (let x = block.column; x < block.column + block.columns; x++) {
      const height = heightsM[y * map.columns + x]!;
      if (height < range.min) range.min = height;
      if (height > range.max) range.max = height;
    }
  return range;
}

/** A rectangle of a plane, NaN as the kernel's mark. */
function cut(plane: Float32Array, columns: number, block: Block, perItem: number): Float32Array<ArrayBuffer> {
  const out = new Float32Array(block.rows * block.columns * perItem);
  for (let row = 0; row < block.rows; row++) {
    const at = ((block.row + row) * columns + block.column) * perItem;
    out.set(plane.subarray(at, at + block.columns * perItem), row * block.columns * perItem);
  }
  for (let k = 0; k < out.length; k++) if (Number.isNaN(out[k]!)) out[k] = NO_DATA;
  return out;
}

/** Both halves of a block, cut across its longer side. */
function halves(block: Block): [Block, Block] {
  if (block.rows >= block.columns) {
    const rows = Math.ceil(block.rows / 2);
    return [
      { ...block, rows },
      { ...block, row: block.row + rows, rows: block.rows - rows },
    ];
  }
  const columns = Math.ceil(block.columns / 2);
  return [
    { ...block, columns },
    { ...block, column: block.column + columns, columns: block.columns - columns },
  ];
}

/**
 * Brings wrapped phase, coherence and unwrapped phase from the radar grid to a map, strip by strip and block by block: of
 * cells and pixels only what a block needs is on the device, so that no map and no area is too large.
 */
export class Geocoder {
  readonly #gpu: Gpu;
  readonly #source: GeocodeSource;
  readonly #volume: ChebyshevVolume;
  readonly #mostItems: number;

  /** @param mostItems cells or pixels on the device at once; default: what fits the adapter */
  constructor(gpu: Gpu, map: MapGrid, heights: HeightRange, source: GeocodeSource, mostItems?: number) {
    this.#gpu = gpu;
    this.#source = source;
    this.#volume = fitMapToCells(map, source.interferogram.grid, source.referenceOrbit, heights);
    const { maxStorageBufferBindingSize, maxBufferSize } = gpu.limits;
    const fitting = Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / BYTES_BOUND);
    this.#mostItems = Math.min(mostItems ?? fitting, EXACT_INDICES);
  }

  async geocode(strip: MapStrip): Promise<GeocodedStrip> {
    const { columns } = strip.map;
    const count = strip.rows * columns;
    const plane = (): Float32Array<ArrayBuffer> => new Float32Array(count).fill(NaN);
    const out: GeocodedStrip = {
      wrappedPhaseRad: plane(),
      coherence: plane(),
      unwrappedPhaseRad: plane(),
      nearestCell: new Int32Array(count).fill(-1),
    };
    const part = fittedPart(this.#volume);
    const row = Math.max(0, part.top - strip.firstRow);
    const rows = Math.min(strip.rows, part.bottom - strip.firstRow) - row;
    for (let column = part.left; rows > 0 && column < part.right; column += BLOCK_COLUMNS) {
      const block = { row, column, rows, columns: Math.min(BLOCK_COLUMNS, part.right - column) };
      await this.#fill(strip, block, out);
    }
    return out;
  }

  async #fill(strip: MapStrip, block: Block, out: GeocodedStrip): Promise<void> {
    const cells = cellsOf(this.#volume, strip, block, this.#source.interferogram.grid);
    if (!cells) return;
    const isOne = block.rows * block.columns === 1;
    const items = Math.max(cells.rows * cells.columns, block.rows * block.columns);
    if (items > this.#mostItems && !isOne) {
      for (const half of halves(block)) await this.#fill(strip, half, out);
      return;
    }
    const packed = await this.#run(strip, block, cells);
    for (let row = 0, k = 0; row < block.rows; row++)
      for (let column = 0; column < block.columns; column++, k += 4) {
        if (packed[k]! <= NO_DATA_LIMIT) continue;
        const at = (block.row + row) * strip.map.columns + block.column + column;
        out.wrappedPhaseRad[at] = packed[k]!;
        out.coherence[at] = packed[k + 1]!;
        if (packed[k + 2]! > NO_DATA_LIMIT) out.unwrappedPhaseRad[at] = packed[k + 2]!;
        const nearest = packed[k + 3]!;
        out.nearestCell[at] =
          (cells.row + Math.floor(nearest / cells.columns)) * this.#source.interferogram.grid.columns +
          cells.column +
          (nearest % cells.columns);
      }
  }

  async #run(strip: MapStrip, block: Block, cells: Block): Promise<Float32Array> {
    const { interferogram, coherence, unwrapped } = this.#source;
    const { columns } = interferogram.grid;
    const layout: TileLayout = {
      firstLine: strip.firstRow + block.row,
      firstSample: block.column,
      tileLines: MAP_TILE.lines,
      tileSamples: MAP_TILE.samples,
      tileRows: Math.ceil(block.rows / MAP_TILE.lines),
      tileColumns: Math.ceil(block.columns / MAP_TILE.samples),
    };
    const tiles = buildTileModel(this.#volume, layout);
    const bases = tiles.bases.map((base, k) => base - (k % 2 === 0 ? cells.row : cells.column));
    using scope = this.#gpu.scope('products');
    const count = block.rows * block.columns;
    const output = scope.allocate('map rasters', count * BYTES_BOUND);
    await scope.dispatch(geocodeKernel, {
      params: {
        map_rows: block.rows,
        map_columns: block.columns,
        tile_lines: layout.tileLines,
        tile_samples: layout.tileSamples,
        tile_columns: layout.tileColumns,
        n_quantities: tiles.quantities,
        cell_rows: cells.rows,
        cell_columns: cells.columns,
        height_mid_m: tiles.heightMidM,
        height_half_m: tiles.heightHalfM,
      },
      buffers: {
        tiles: scope.upload('map tile models', tiles.coefficients),
        tile_bases: scope.upload('map tile bases', bases),
        map_heights: scope.upload('map heights', cut(strip.heightsM, strip.map.columns, block, 1)),
        cells: scope.upload('cells', cut(interferogram.cells, columns, cells, 4)),
        coherence: scope.upload('coherence', cut(coherence.coherence, columns, cells, 1)),
        unwrapped: scope.upload('unwrapped phase', cut(unwrapped.phaseRad, columns, cells, 1)),
        map: output,
      },
      workgroups: [Math.ceil(block.columns / 64), block.rows],
    });
    return scope.readFloat32(output, count * 4);
  }
}
