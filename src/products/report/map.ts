import { colorScale } from '../quicklook/color-maps.ts';
import { type ColorRange, colorRange, ticks } from '../quicklook/color-range.ts';
import { scaleBar } from '../quicklook/scale-bar.ts';
import { type Html, html } from './html.ts';
import type { Picture } from './picture.ts';
import type { ReportPoint } from './points.ts';
import { type LatLon, MAP_WIDTH, type Projection, pointProjection, rasterProjection } from './projection.ts';

/** What the map and its points can show. */
export const LAYERS = ['displacement', 'coherence'] as const;
export type Layer = (typeof LAYERS)[number];

/** Colours of points: classes of equal width over the range. */
const CLASSES = 25;
const LETTER: Readonly<Record<Layer, string>> = { displacement: 'd', coherence: 'k' };
const UNIT: Readonly<Record<Layer, string>> = { displacement: 'mm', coherence: '' };

/** A map ready to be put into the page. */
export interface ReportMap {
  readonly markup: Html;
  readonly style: string;
  /** Place of each point in the map, in the order given; null for one without, or outside the map. */
  readonly places: readonly (readonly [x: number, y: number] | null)[];
  readonly ranges: Readonly<Record<Layer, ColorRange>>;
}

export interface MapRequest {
  readonly points: readonly ReportPoint[];
  readonly reference: LatLon | undefined;
  readonly pictures: Readonly<Partial<Record<Layer, Picture>>>;
}

function valueOf(point: ReportPoint, layer: Layer): number | undefined {
  return layer === 'displacement' ? point.displacementMm : point.coherence;
}

/** The class of colour of a value: `d0` to `d24`, `dx` for none. */
export function colorClass(value: number | undefined, layer: Layer, { low, high }: ColorRange): string {
  if (value === undefined) return `${LETTER[layer]}x`;
  const share = (value - low) / (high - low);
  return `${LETTER[layer]}${Math.min(CLASSES - 1, Math.max(0, Math.floor(share * CLASSES)))}`;
}

function classColors(layer: Layer): string[] {
  const colors = colorScale(layer);
  return Array.from({ length: CLASSES }, (_, k) => {
    const color = colors[Math.floor(((k + 0.5) / CLASSES) * colors.length)]!;
    return `#${color.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
  });
}

/** Colours of points by the layer that is switched on, and of the bars of the histogram whatever it is. */
function layerStyle(): string {
  const rules = (layer: Layer, scopes: readonly string[]): string =>
    classColors(layer)
      .map((color, k) => `${scopes.map((scope) => `${scope} .${LETTER[layer]}${k}`).join()}{fill:${color}}`)
      .join('\n');
  return `${rules('displacement', ['#layer-displacement:checked~.map', '.fixed'])}\n${rules('coherence', ['#layer-coherence:checked~.map'])}\n`;
}

function legend(layer: Layer, range: ColorRange): Html {
  const colors = classColors(layer);
  const unit = UNIT[layer] === '' ? '' : ` (${UNIT[layer]})`;
  const marks = ticks(layer, range);
  return html`<div class="legend of-${layer}">
    <svg viewBox="0 0 ${CLASSES} 1" preserveAspectRatio="none" aria-hidden="true">
      ${colors.map((color, k) => html`<rect x="${k}" y="0" width="1.05" height="1" fill="${color}" />`)}
    </svg>
    <div class="marks">${marks.map(({ text }) => html`<span>${text}</span>`)}</div>
    <p>
      ${
        layer === 'displacement' ? 'away from the satellite ← displacement' : 'coherence'
      }${unit}${layer === 'displacement' ? ' → toward it' : ''};
      values beyond the ends take their colours
    </p>
  </div>`;
}

function isInside({ x, y }: { x: number; y: number }, projection: Projection): boolean {
  return x >= 0 && y >= 0 && x <= MAP_WIDTH && y <= projection.height;
}

/** Radius of points: smaller where there are many. */
function radius(count: number): number {
  return Math.round(10 * Math.min(12, Math.max(4, 15 - 2.6 * Math.log10(Math.max(1, count))))) / 10;
}

function referenceMark(reference: LatLon | undefined, projection: Projection): { mark: Html; note: string } {
  if (!reference) return { mark: html``, note: 'There is no reference.' };
  const { x, y } = projection.place(reference);
  if (!isInside({ x, y }, projection)) return { mark: html``, note: 'The reference lies outside the map.' };
  const at = html`<g class="reference" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"
    ><title>Reference: zero displacement</title>
    <path class="halo" d="M-20 0H20M0-20V20M-11-11H11V11H-11Z" />
    <path d="M-20 0H20M0-20V20M-11-11H11V11H-11Z" />
  </g>`;
  return { mark: at, note: 'Square with a cross: the reference, whose displacement is zero.' };
}

function image(layer: Layer, picture: Picture | undefined, { raster }: Projection): Html {
  if (!picture || !raster) return html``;
  const { x, y, width, height } = raster;
  return html`<image
    class="of-${layer}"
    x="${x}"
    y="${y}"
    width="${width}"
    height="${height}"
    preserveAspectRatio="none"
    href="${picture.address}"
  />`;
}

function projectionOf({ points, reference, pictures }: MapRequest): Projection | undefined {
  const picture = pictures.displacement ?? pictures.coherence;
  if (picture) return rasterProjection(picture.head.frame, picture.head.map, reference);
  return pointProjection([...points.flatMap(({ place }) => place ?? []), ...(reference ? [reference] : [])]);
}

function rangeOf(layer: Layer, points: readonly ReportPoint[], picture: Picture | undefined): ColorRange {
  return (
    picture?.head.range ??
    colorRange(
      layer,
      Float32Array.from(points, (point) => valueOf(point, layer) ?? NaN),
    )
  );
}

/** The map with its switch, or undefined where no place is known. */
export function reportMap(request: MapRequest): ReportMap | undefined {
  const { points, reference, pictures } = request;
  const projection = projectionOf(request);
  if (!projection) return undefined;
  const ranges = {
    displacement: rangeOf('displacement', points, pictures.displacement),
    coherence: rangeOf('coherence', points, pictures.coherence),
  };
  const places = points.map(({ place }) => {
    const at = place && projection.place(place);
    return at && isInside(at, projection) ? ([Number(at.x.toFixed(1)), Number(at.y.toFixed(1))] as const) : null;
  });
  const r = radius(points.length);
  const circle = (point: ReportPoint, k: number): Html => {
    const at = places[k];
    if (!at) return html``;
    const classes = LAYERS.map((layer) => colorClass(valueOf(point, layer), layer, ranges[layer])).join(' ');
    return html`<circle class="${classes}" cx="${at[0]}" cy="${at[1]}" r="${r}" />`;
  };
  // Points without a number first: they are never drawn over one that has one.
  const silent = points.map((point, k) => (point.displacementMm === undefined ? circle(point, k) : html``));
  const speaking = points.map((point, k) => (point.displacementMm === undefined ? html`` : circle(point, k)));
  const missing = places.filter((place) => place === null).length;
  const bar = scaleBar(projection.unitM, 280);
  const { mark, note } = referenceMark(reference, projection);
  const bottom = projection.height - 18;
  const markup = html`<fieldset class="layers">
    <legend>Map and points show</legend>
    <input type="radio" name="layer" id="layer-displacement" checked /><label for="layer-displacement"
      >displacement</label
    >
    <input type="radio" name="layer" id="layer-coherence" /><label for="layer-coherence">coherence</label>
    <div class="map">
      <div id="map" class="points" role="group" aria-label="Map of the points" aria-describedby="map-note" tabindex="0">
        <svg
          viewBox="0 0 ${MAP_WIDTH} ${projection.height}"
          role="img"
          aria-label="Map, north up: ${points.length - missing} points, coloured by the value chosen"
        >
          ${LAYERS.map((layer) => image(layer, pictures[layer], projection))}
          <g class="dots">${silent}${speaking}</g>
          ${mark}
          <g class="bar" aria-hidden="true">
            <path d="M20 ${bottom - 10}V${bottom}H${20 + bar.pixels}V${bottom - 10}" />
            <text x="${30 + bar.pixels}" y="${bottom}">${bar.text}</text>
          </g>
          <circle id="ring" cx="-99" cy="-99" r="${(r + 7).toFixed(1)}" />
        </svg>
      </div>
      ${LAYERS.map((layer) => legend(layer, ranges[layer]))}
      <p class="note" id="map-note">
        ${note} Hollow points have no number.
        ${missing > 0 ? `${missing} points lie outside the map or have no known place: they are in the table.` : ''}
        North is up; the bar is ${bar.text} long.
      </p>
    </div>
  </fieldset>`;
  return { markup, style: layerStyle(), places, ranges };
}
