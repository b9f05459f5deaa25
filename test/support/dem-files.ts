import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { GEOGRAPHIC, type TinyDem, tinyDem } from './tiny-dem.ts';

/** A part of the raster that `whole` describes, with its own tie point. */
export function cut(whole: TinyDem, column: number, row: number, columns: number, rows: number): TinyDem {
  const [stepX, stepY] = whole.scale;
  const [x, y] = whole.origin;
  return {
    ...whole,
    columns,
    rows,
    height: (i, j) => whole.height(column + i, row + j),
    origin: [x + column * stepX, y - row * stepY],
  };
}

/** Writes DEMs under their names into a folder, and says where. */
export function writeDems(folder: string, dems: Readonly<Record<string, TinyDem>>): string[] {
  return Object.entries(dems).map(([name, dem]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, tinyDem(dem));
    return path;
  });
}

/** A degree tile laid as Copernicus lays it, but coarse: `columns` by `rows` posts from the north-west corner on. */
export function degreeTile(
  west: number,
  south: number,
  columns: number,
  rows: number,
  surface: (longitude: number, latitude: number) => number,
): TinyDem {
  return {
    ...GEOGRAPHIC,
    columns,
    rows,
    height: (column, row) => surface(west + column / columns, south + 1 - row / rows),
    scale: [1 / columns, 1 / rows],
    origin: [west, south + 1],
  };
}

export function gloName(south: number, west: number, spacing: '10' | '30' = '10'): string {
  const latitude = `${south < 0 ? 'S' : 'N'}${String(Math.abs(south)).padStart(2, '0')}`;
  const longitude = `${west < 0 ? 'W' : 'E'}${String(Math.abs(west)).padStart(3, '0')}`;
  return `Copernicus_DSM_COG_${spacing}_${latitude}_00_${longitude}_00_DEM`;
}
