import type { PixelAxes } from './dem-image.ts';
import type { DemWindow } from './dem-window.ts';

/** A raster laid along the axes, of which windows can be read. */
export interface StitchTile {
  readonly axes: PixelAxes;
  readonly columns: number;
  readonly rows: number;
  /** Heights of a window inside it, shape (rows, columns); voids are NaN. */
  read(window: DemWindow): Promise<Float32Array>;
}

/** A rectangle of posts. */
export interface StitchGrid {
  readonly axes: PixelAxes;
  readonly columns: number;
  readonly rows: number;
}

export interface Stitched {
  readonly heightsM: Float32Array;
  /** 1 where a tile or the sea has the post (its height may be a void), shape (rows, columns). */
  readonly covered: Uint8Array;
}

/** All tiles whose posts lie on one lattice, put together without interpolation. */
type Layer = StitchGrid & Stitched;

/** Posts this close, in pixels, are the same: edges of tiles are written with rounded steps. */
const SAME_POST_PX = 0.01;
const SAME_STEP = 1e-6;

/** Layers up to this size are read from all their tiles at the same time. */
const TOGETHER_POSTS = 1e7;

const fromWhole = (value: number): number => Math.abs(value - Math.round(value));

function onOneLattice(a: PixelAxes, b: PixelAxes): boolean {
  return (
    Math.abs(a.stepX / b.stepX - 1) < SAME_STEP &&
    Math.abs(a.stepY / b.stepY - 1) < SAME_STEP &&
    fromWhole((b.west - a.west) / a.stepX) < SAME_POST_PX &&
    fromWhole((a.north - b.north) / a.stepY) < SAME_POST_PX
  );
}

/** The lattice as fine as the finest tile, for longitude and for latitude on its own. */
export function finestAxes(tiles: readonly { readonly axes: PixelAxes }[]): PixelAxes {
  const all = tiles.map(({ axes }) => axes);
  const x = all.reduce((best, axes) => (axes.stepX < best.stepX ? axes : best));
  const y = all.reduce((best, axes) => (axes.stepY < best.stepY ? axes : best));
  return { west: x.west, north: y.north, stepX: x.stepX, stepY: y.stepY };
}

/** The part of a tile that lies in a layer, and where it begins there; undefined where none does. */
function partIn(tile: StitchTile, layer: StitchGrid): { window: DemWindow; first: number } | undefined {
  const left = Math.round((tile.axes.west - layer.axes.west) / layer.axes.stepX);
  const top = Math.round((layer.axes.north - tile.axes.north) / layer.axes.stepY);
  const firstColumn = Math.max(0, -left);
  const firstRow = Math.max(0, -top);
  const columns = Math.min(tile.columns, layer.columns - left) - firstColumn;
  const rows = Math.min(tile.rows, layer.rows - top) - firstRow;
  if (columns <= 0 || rows <= 0) return undefined;
  return {
    window: { firstColumn, firstRow, columns, rows },
    first: (top + firstRow) * layer.columns + left + firstColumn,
  };
}

function copyPart(heights: Float32Array, { columns, rows }: DemWindow, first: number, layer: Layer): void {
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) {
      const at = first + row * layer.columns + column;
      // Where tiles overlap the first with a height is taken.
      if (layer.covered[at] === 1 && !Number.isNaN(layer.heightsM[at]!)) continue;
      layer.heightsM[at] = heights[row * columns + column]!;
      layer.covered[at] = 1;
    }
}

/** The layer of some tiles, as far as the grid reaches and two posts on. */
async function layerOf(tiles: readonly StitchTile[], grid: StitchGrid): Promise<Layer> {
  const { west, north, stepX, stepY } = tiles[0]!.axes;
  const firstColumn = Math.floor((grid.axes.west - west) / stepX) - 2;
  const firstRow = Math.floor((north - grid.axes.north) / stepY) - 2;
  const columns = Math.ceil(((grid.columns - 1) * grid.axes.stepX) / stepX) + 6;
  const rows = Math.ceil(((grid.rows - 1) * grid.axes.stepY) / stepY) + 6;
  const layer: Layer = {
    axes: { west: west + firstColumn * stepX, north: north - firstRow * stepY, stepX, stepY },
    columns,
    rows,
    heightsM: new Float32Array(columns * rows).fill(Number.NaN),
    covered: new Uint8Array(columns * rows),
  };
  const parts = tiles.flatMap((tile) => {
    const part = partIn(tile, layer);
    return part ? [{ ...part, tile }] : [];
  });
  // Tiles that are elsewhere answer late; large parts of many would take the memory of the layer once more.
  const together = columns * rows <= TOGETHER_POSTS ? parts.length : 1;
  for (let k = 0; k < parts.length; k += together) {
    const group = parts.slice(k, k + together);
    const heights = await Promise.all(group.map(({ tile, window }) => tile.read(window)));
    for (const [n, { window, first }] of group.entries()) copyPart(heights[n]!, window, first, layer);
  }
  return layer;
}

/** For every post of a line: the post before it in a layer, and the share of the one after. */
function stencil(count: number, position: (index: number) => number) {
  const before = new Int32Array(count);
  const share = new Float64Array(count);
  for (let index = 0; index < count; index += 1) {
    const at = position(index);
    const exact = fromWhole(at) < SAME_POST_PX;
    before[index] = exact ? Math.round(at) : Math.floor(at);
    share[index] = exact ? 0 : at - Math.floor(at);
  }
  return { before, share };
}

/** Fills what `target` does not cover from a layer, bilinearly, where the layer covers all posts around. */
function fillFrom(layer: Layer, target: Layer): void {
  const across = stencil(
    target.columns,
    (k) => (target.axes.west + k * target.axes.stepX - layer.axes.west) / layer.axes.stepX,
  );
  const down = stencil(
    target.rows,
    (k) => (layer.axes.north - target.axes.north + k * target.axes.stepY) / layer.axes.stepY,
  );
  for (let row = 0; row < target.rows; row += 1) {
    const j = down.before[row]!;
    const v = down.share[row]!;
    if (j < 0 || j + (v > 0 ? 1 : 0) >= layer.rows) continue;
    for (let column = 0; column < target.columns; column += 1) {
      const to = row * target.columns + column;
      if (target.covered[to] === 1) continue;
      const i = across.before[column]!;
      const u = across.share[column]!;
      if (i < 0 || i + (u > 0 ? 1 : 0) >= layer.columns) continue;
      let height = 0;
      let isCovered = true;
      for (let corner = 0; corner < 4; corner += 1) {
        const weight = (corner & 1 ? u : 1 - u) * (corner & 2 ? v : 1 - v);
        if (weight === 0) continue;
        const from = (j + (corner >> 1)) * layer.columns + i + (corner & 1);
        if (layer.covered[from] === 0) isCovered = false;
        height += weight * layer.heightsM[from]!;
      }
      if (!isCovered) continue;
      target.heightsM[to] = height;
      target.covered[to] = 1;
    }
  }
}

function fillSea(target: Layer, isSea: (x: number, y: number) => boolean): void {
  for (let row = 0; row < target.rows; row += 1)
    for (let column = 0; column < target.columns; column += 1) {
      const at = row * target.columns + column;
      const { west, north, stepX, stepY } = target.axes;
      if (target.covered[at] === 1 || !isSea(west + column * stepX, north - row * stepY)) continue;
      target.heightsM[at] = 0;
      target.covered[at] = 1;
    }
}

/**
 * Puts tiles together on one grid: posts that a tile has on the grid are copied as they are; tiles of another spacing
 * are interpolated bilinearly, across their edges to finer neighbours too. Finer tiles come before coarser ones.
 * @param isSea whether a place that no tile covers has height 0
 */
export async function stitch(
  tiles: readonly StitchTile[],
  grid: StitchGrid,
  isSea: ((x: number, y: number) => boolean) | undefined,
): Promise<Stitched> {
  const groups: StitchTile[][] = [];
  for (const tile of tiles) {
    const group = groups.find((members) => onOneLattice(members[0]!.axes, tile.axes));
    if (group) group.push(tile);
    else groups.push([tile]);
  }
  const area = ([tile]: StitchTile[]): number => tile!.axes.stepX * tile!.axes.stepY;
  const layers: Layer[] = [];
  for (const members of groups.toSorted((a, b) => area(a) - area(b))) {
    const layer = await layerOf(members, grid);
    // Between its last post and its neighbour's first a coarse tile is interpolated towards the neighbour.
    for (const finer of layers) fillFrom(finer, layer);
    if (isSea) fillSea(layer, isSea);
    layers.push(layer);
  }
  const target: Layer = {
    ...grid,
    heightsM: new Float32Array(grid.columns * grid.rows).fill(Number.NaN),
    covered: new Uint8Array(grid.columns * grid.rows),
  };
  for (const layer of layers) fillFrom(layer, target);
  if (isSea) fillSea(target, isSea);
  return { heightsM: target.heightsM, covered: target.covered };
}
