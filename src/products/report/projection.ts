import proj4 from 'proj4';
import { WGS84_SEMI_MAJOR_M, degToRad } from '../../units/index.ts';
import { type MapFrame, pixelWidthM } from '../quicklook/scale-bar.ts';
import type { PointPlace } from './points.ts';

/** A place on WGS84, degrees. */
export type LatLon = Pick<PointPlace, 'lat' | 'lon'>;

/** A map drawn in a box of {@link MAP_WIDTH} units across. */
export interface Projection {
  readonly height: number;
  /** Width of a unit on the ground at the middle, m. */
  readonly unitM: number;
  /** Box of the raster in the map; absent without a raster. */
  readonly raster?: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  /** Place in the box; outside of it for what the map does not show. */
  readonly place: (at: LatLon) => { readonly x: number; readonly y: number };
}

export const MAP_WIDTH = 1000;
const MARGIN = 30;
const WGS84_EPSG = 4326;
const UTM = /^32([67])(\d\d)$/;

/** How far beyond the raster the map reaches for the reference, in sizes of the raster. */
const MAX_REACH = 1;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Map coordinates of a place: degrees, the longitude next to that of the map, or metres of UTM. */
function forward({ epsg, left }: MapFrame): (at: LatLon) => readonly [x: number, y: number] {
  const [, side, zone] = UTM.exec(String(epsg)) ?? [];
  if (zone === undefined) return ({ lat, lon }) => [lon + 360 * Math.round((left - lon) / 360), lat];
  const converter = proj4(
    `+proj=utm +zone=${Number(zone)}${side === '7' ? ' +south' : ''} +datum=WGS84 +units=m +no_defs`,
  );
  return ({ lat, lon }) => converter.forward([lon, lat]) as [number, number];
}

function boxOf(places: readonly (readonly [x: number, y: number])[]): Box {
  const box = { left: Infinity, right: -Infinity, top: -Infinity, bottom: Infinity };
  for (const [x, y] of places) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.max(box.top, y);
    box.bottom = Math.min(box.bottom, y);
  }
  return box;
}

/** Widens a box for a place that is not too far from it. */
function reach(box: Box, [x, y]: readonly [number, number]): Box {
  const wide = boxOf([
    [box.left, box.top],
    [box.right, box.bottom],
    [x, y],
  ]);
  const isNear = wide.right - wide.left <= (1 + MAX_REACH) * (box.right - box.left);
  return isNear && wide.top - wide.bottom <= (1 + MAX_REACH) * (box.top - box.bottom) ? wide : box;
}

/** How a box of map coordinates is drawn. */
function drawnIn(
  box: Box,
  aspect: number,
): Pick<Projection, 'height'> & { unit: number; at: (x: number, y: number) => { x: number; y: number } } {
  const unit = (MAP_WIDTH - 2 * MARGIN) / (box.right - box.left);
  const unitY = unit * aspect;
  return {
    unit,
    height: Math.round((box.top - box.bottom) * unitY + 2 * MARGIN),
    at: (x, y) => ({ x: MARGIN + (x - box.left) * unit, y: MARGIN + (box.top - y) * unitY }),
  };
}

/** The map that a raster lies on, as much wider as the reference needs. */
export function rasterProjection(
  frame: MapFrame,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  reference: LatLon | undefined,
): Projection {
  const toMap = forward(frame);
  const size = { width: columns * frame.pixelWidth, height: rows * frame.pixelHeight };
  const raster = { left: frame.left, right: frame.left + size.width, top: frame.top, bottom: frame.top - size.height };
  const box = reference ? reach(raster, toMap(reference)) : raster;
  const { unit, height, at } = drawnIn(box, frame.pixelWidth / frame.pixelHeight);
  const corner = at(raster.left, raster.top);
  return {
    height,
    unitM: pixelWidthM(frame, rows / 2) / frame.pixelWidth / unit,
    raster: {
      ...corner,
      width: size.width * unit,
      height: (size.height * unit * frame.pixelWidth) / frame.pixelHeight,
    },
    place: (place) => at(...toMap(place)),
  };
}

/** A map of places alone, north up, a degree of longitude as much shorter as it is on the ground. */
export function pointProjection(places: readonly LatLon[]): Projection | undefined {
  const [first] = places;
  if (!first) return undefined;
  const toMap = forward({ epsg: WGS84_EPSG, left: first.lon, top: 0, pixelWidth: 1, pixelHeight: 1 });
  const around = boxOf(places.map(toMap));
  const middle = degToRad((around.top + around.bottom) / 2);
  const aspect = 1 / Math.max(0.05, Math.cos(middle));
  // Not flatter than 1 : 3 either way, nor smaller than some 100 m.
  const width = Math.max(around.right - around.left, ((around.top - around.bottom) * aspect) / 3, 0.001 * aspect);
  const tall = Math.max(around.top - around.bottom, width / aspect / 3);
  const [x, y] = [(around.left + around.right) / 2, (around.top + around.bottom) / 2];
  const box = { left: x - width / 2, right: x + width / 2, top: y + tall / 2, bottom: y - tall / 2 };
  const { unit, height, at } = drawnIn(box, aspect);
  return {
    height,
    unitM: degToRad(1 / unit) * WGS84_SEMI_MAJOR_M * Math.cos(middle),
    place: (place) => at(...toMap(place)),
  };
}
