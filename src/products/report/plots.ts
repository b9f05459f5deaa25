import { type ColorRange, formatTick, niceAbove } from '../quicklook/color-range.ts';
import { formatNumber } from './fields.ts';
import { type Html, html } from './html.ts';
import { colorClass } from './map.ts';
import type { ReportPoint } from './points.ts';

/** Size of a figure and of the room for its axes, units of its view box. */
const WIDTH = 640;
const HEIGHT = 360;
const LEFT = 64;
const RIGHT = 14;
const TOP = 14;
const BOTTOM = 58;

interface Axis {
  readonly low: number;
  readonly high: number;
  readonly step: number;
}

/** An axis with round marks that holds two values. */
export function axisFor(low: number, high: number, marks = 6): Axis {
  const width = high > low ? high - low : Math.max(1, Math.abs(high) * 0.1);
  const step = niceAbove(width / marks);
  const first = Math.floor(low / step + 1e-9) * step;
  return { low: first, high: Math.max(first + step, Math.ceil(high / step - 1e-9) * step), step };
}

function marksOf({ low, high, step }: Axis): number[] {
  return Array.from({ length: Math.round((high - low) / step) + 1 }, (_, k) => low + k * step);
}

const across = ({ low, high }: Axis, value: number): number =>
  LEFT + ((value - low) / (high - low)) * (WIDTH - LEFT - RIGHT);
const upward = ({ low, high }: Axis, value: number): number =>
  HEIGHT - BOTTOM - ((value - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);

function frame(x: Axis, y: Axis, names: { readonly x: string; readonly y: string }): Html {
  return html`<g class="axes"
    >${marksOf(x).map(
      (value) =>
        html`<path class="grid" d="M${across(x, value).toFixed(1)} ${TOP}V${HEIGHT - BOTTOM}" /><text
            x="${across(x, value).toFixed(1)}"
            y="${HEIGHT - BOTTOM + 22}"
            text-anchor="middle"
            >${formatTick(value, x.step)}</text
          >`,
    )}${marksOf(y).map(
      (value) =>
        html`<path class="grid" d="M${LEFT} ${upward(y, value).toFixed(1)}H${WIDTH - RIGHT}" /><text
            x="${LEFT - 8}"
            y="${(upward(y, value) + 5).toFixed(1)}"
            text-anchor="end"
            >${formatTick(value, y.step)}</text
          >`,
    )}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">${names.x}</text
    ><text transform="translate(16 ${(HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${names.y}</text></g
  >`;
}

function figure(title: string, words: string, inside: Html): Html {
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg class="plot fixed" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}. ${words}">${inside}</svg>
    <p class="note">${words}</p>
  </figure>`;
}

/** Bins of equal, round width that hold all values; `counts` has one for each. */
export function histogram(values: readonly number[]): {
  readonly low: number;
  readonly width: number;
  readonly counts: number[];
} {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  const wanted = Math.min(40, Math.max(5, Math.ceil(Math.sqrt(values.length))));
  const width = niceAbove(Math.max(high - low, 0.1) / wanted);
  const first = Math.floor(low / width) * width;
  const counts = Array.from({ length: Math.floor((high - first) / width + 1e-9) + 1 }, () => 0);
  for (const value of values) counts[Math.min(counts.length - 1, Math.floor((value - first) / width + 1e-9))]! += 1;
  return { low: first, width, counts };
}

/** How often each displacement was measured. */
export function histogramFigure(points: readonly ReportPoint[], range: ColorRange): Html {
  const values = points.flatMap((point) => (point.status === 'ok' ? (point.displacementMm ?? []) : []));
  if (values.length === 0) return html`<p>No point with status ok: there is no histogram.</p>`;
  const { low, width, counts } = histogram(values);
  const x = axisFor(low, low + width * counts.length);
  const y = axisFor(
    0,
    counts.reduce((most, count) => Math.max(most, count), 1),
    5,
  );
  const bars = counts.map((count, k) => {
    const [from, to] = [across(x, low + k * width), across(x, low + (k + 1) * width)];
    const top = upward(y, count);
    const color = colorClass(low + (k + 0.5) * width, 'displacement', range);
    return count === 0
      ? html``
      : html`<rect
          class="bin ${color}"
          x="${from.toFixed(1)}"
          y="${top.toFixed(1)}"
          width="${Math.max(1, to - from - 0.5).toFixed(1)}"
          height="${(HEIGHT - BOTTOM - top).toFixed(1)}"
        />`;
  });
  const words = `${values.length} points with status ok, in bins of ${formatNumber(width)} mm.`;
  return figure(
    'Histogram of displacement',
    words,
    html`${frame(x, y, { x: 'displacement, mm', y: 'points' })}${bars}`,
  );
}

/** The most points that are drawn one by one with their sigma. */
const MAX_SINGLE = 1500;
const CELLS = { x: 90, y: 50 } as const;

interface Sample {
  readonly km: number;
  readonly mm: number;
  readonly sigmaMm: number;
}

function single(samples: readonly Sample[], x: Axis, y: Axis): Html {
  return html`<g class="single"
    >${samples.map(({ km, mm, sigmaMm }) => {
      const [at, from, to] = [
        across(x, km),
        upward(y, Math.max(y.low, mm - sigmaMm)),
        upward(y, Math.min(y.high, mm + sigmaMm)),
      ];
      return html`<path d="M${at.toFixed(1)} ${from.toFixed(1)}V${to.toFixed(1)}" /><circle
          cx="${at.toFixed(1)}"
          cy="${upward(y, mm).toFixed(1)}"
          r="3.2"
        />`;
    })}</g
  >`;
}

/** Counts of points in cells, drawn the darker the more there are. */
function density(samples: readonly Sample[], x: Axis, y: Axis): Html {
  const counts = new Map<number, number>();
  for (const { km, mm } of samples) {
    const column = Math.min(CELLS.x - 1, Math.floor(((km - x.low) / (x.high - x.low)) * CELLS.x));
    const row = Math.min(CELLS.y - 1, Math.floor(((mm - y.low) / (y.high - y.low)) * CELLS.y));
    counts.set(row * CELLS.x + column, (counts.get(row * CELLS.x + column) ?? 0) + 1);
  }
  const most = [...counts.values()].reduce((all, count) => Math.max(all, count), 1);
  const [width, height] = [(WIDTH - LEFT - RIGHT) / CELLS.x, (HEIGHT - TOP - BOTTOM) / CELLS.y];
  return html`<g class="density"
    >${[...counts].map(([cell, count]) => {
      const [column, row] = [cell % CELLS.x, Math.floor(cell / CELLS.x)];
      const opacity = 0.15 + (0.85 * Math.log(1 + count)) / Math.log(1 + most);
      return html`<rect
        x="${(LEFT + column * width).toFixed(1)}"
        y="${(HEIGHT - BOTTOM - (row + 1) * height).toFixed(1)}"
        width="${width.toFixed(1)}"
        height="${height.toFixed(1)}"
        opacity="${opacity.toFixed(2)}"
      />`;
    })}</g
  >`;
}

/** Displacement against distance to the reference: what grows with distance is atmosphere or orbit rather than motion. */
export function distanceFigure(points: readonly ReportPoint[]): Html {
  const samples = points.flatMap(({ displacementMm, distanceM, sigmaMm }): Sample[] =>
    displacementMm === undefined || distanceM === undefined
      ? []
      : [{ km: distanceM / 1000, mm: displacementMm, sigmaMm: sigmaMm ?? 0 }],
  );
  if (samples.length === 0) return html`<p>No point has a displacement and a distance to the reference.</p>`;
  const isSingle = samples.length <= MAX_SINGLE;
  const ends = samples.map(
    ({ mm, sigmaMm }) => (isSingle ? [mm - sigmaMm, mm + sigmaMm] : [mm, mm]) as [number, number],
  );
  const x = axisFor(
    0,
    samples.reduce((most, { km }) => Math.max(most, km), 0),
  );
  const y = axisFor(
    ends.reduce((least, [low]) => Math.min(least, low), 0),
    ends.reduce((most, [, high]) => Math.max(most, high), 0),
  );
  const words = isSingle
    ? `${samples.length} points; lines are one sigma up and down.`
    : `${samples.length} points, the darker the more of them.`;
  const inside = html`${frame(x, y, { x: 'distance to the reference, km', y: 'displacement, mm' })}${isSingle ? single(samples, x, y) : density(samples, x, y)}`;
  return figure('Displacement against distance to the reference', words, inside);
}

/** Half the width of a bar of sigma in a table, units of its view box. */
const BAR = 60;

/** A displacement with its sigma on a scale from -`reachMm` to `reachMm`. */
export function sigmaBar({ displacementMm, sigmaMm = 0 }: ReportPoint, reachMm: number): Html {
  if (displacementMm === undefined) return html``;
  const at = (mm: number): string => (BAR * (1 + Math.max(-1, Math.min(1, mm / reachMm)))).toFixed(1);
  return html`<svg class="sigma" viewBox="0 0 ${2 * BAR} 16" aria-hidden="true">
    <path class="zero" d="M${BAR} 0V16" />
    <path class="reach" d="M${at(displacementMm - sigmaMm)} 8H${at(displacementMm + sigmaMm)}" />
    <circle cx="${at(displacementMm)}" cy="8" r="3" />
  </svg>`;
}
