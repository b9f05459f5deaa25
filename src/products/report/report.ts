import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isSentryalError } from '../../errors/index.ts';
import { fieldLabel } from './fields.ts';
import { Html, html, scriptJson } from './html.ts';
import { listOf, type Loose, numberOf, objectOf, textOf } from './loose.ts';
import { LAYERS, type Layer, type ReportMap, reportMap } from './map.ts';
import { type Picture, readPicture } from './picture.ts';
import { distanceFigure, histogramFigure } from './plots.ts';
import { type PointPlace, type ReportPoint, drawnPoints, readPoints, recordColumns } from './points.ts';
import {
  diagnosticSection,
  errorSection,
  fieldSections,
  noticeSection,
  pointTable,
  summarySection,
  warningSection,
} from './sections.ts';

/** What a report is made of. */
export interface ReportRequest {
  /** The answer document as it was read; fields may be missing, and unknown ones are shown as they are. */
  readonly answer: unknown;
  /** Where the points are, by id; those that are missing are in the table only. */
  readonly places: readonly PointPlace[];
  /** Quicklooks of the run as PNG, by the name of the product; only displacement and coherence are used. */
  readonly quicklooks: Readonly<Record<string, Buffer>>;
}

const SENTINEL_NOTICE = 'Contains modified Copernicus Sentinel data.';
const GLO_30_NOTICE =
  'Where the DEM is Copernicus GLO-30: produced using Copernicus WorldDEM-30 © DLR e.V. 2010-2014 and © Airbus Defence and Space GmbH 2014-2018 provided under COPERNICUS by the European Union and ESA; all rights reserved.';

function asset(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

function contentHash(text: string): string {
  return `'sha256-${createHash('sha256').update(text, 'utf8').digest('base64')}'`;
}

function picturesOf({ quicklooks }: ReportRequest, complain: (text: string) => void): Partial<Record<Layer, Picture>> {
  const pictures: Partial<Record<Layer, Picture>> = {};
  for (const layer of LAYERS) {
    const png = quicklooks[layer];
    if (!png) continue;
    try {
      const picture = readPicture(png);
      if (picture.head.kind === layer) pictures[layer] = picture;
      else complain(`The picture of ${layer} shows something else and was left out.`);
    } catch (error) {
      if (!isSentryalError(error)) throw error;
      complain(`The picture of ${layer} was left out. ${error.message}`);
    }
  }
  return pictures;
}

function page(title: string, style: string, script: string, body: Html): string {
  const policy = [
    "default-src 'none'",
    'img-src data:',
    `style-src ${contentHash(style)}`,
    `script-src ${script === '' ? "'none'" : contentHash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="generator" content="Sentryal" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        ${new Html(`<style>${style}</style>`)}
      </head>
      <body>
        ${body} ${new Html(script === '' ? '' : `<script>${script}</script>`)}
      </body>
    </html> `.text;
}

function header(answer: Loose): Html {
  const dates = [answer['reference_time'], answer['secondary_time']].map((time) => textOf(time).slice(0, 10));
  const infrastructure = textOf(answer['infrastructure_id']);
  const known = dates.filter((date) => date !== '');
  const title = known.length > 0 ? `Displacement ${known.toSorted().join(' to ')}` : 'Displacement';
  return html`<a class="skip" href="#points">To the table of points</a>
    <header>
      <h1>${title}</h1>
      <p>
        Job
        ${textOf(answer['job_id']) || 'without id'}${infrastructure === '' ? '' : `, infrastructure ${infrastructure}`}.
        Line of sight, positive toward the satellite, relative to the reference.
      </p>
    </header> `;
}

/** The record of the point chosen, with what chooses it. */
function recordPanel(count: number): Html {
  return html`<div>
    <div class="tools" id="tools" hidden>
      <button type="button" id="previous">Previous point</button><button type="button" id="next">Next point</button>
      <input type="search" id="search" aria-label="Id of a point, or a part of it" placeholder="id" /><button
        type="button"
        id="find"
      >
        Find
      </button>
    </div>
    <p class="note" id="said" role="status">
      ${count === 0 ? 'The answer has no points.' : 'Without JavaScript the table below shows the points.'}
    </p>
    <div id="record" tabindex="-1" role="region" aria-label="Record of the point chosen"></div>
  </div>`;
}

function pointData(points: readonly ReportPoint[], map: ReportMap | undefined): Html {
  const columns = recordColumns(points);
  const labels = Object.fromEntries(columns.map(({ name }) => [name, name.split('.').map(fieldLabel).join(': ')]));
  const places = map?.places ?? points.map(() => null);
  return scriptJson({ count: points.length, labels, columns, places });
}

/**
 * An answer as one HTML page that needs nothing else: no network (its policy forbids it), no font, no other file. Up to 10,000
 * points are drawn and carry their whole record, of more those of largest displacement and an even choice of the rest; figures
 * and statistics are of all. Everything that comes from the answer, the places and the pictures is escaped.
 */
export function buildReport(request: ReportRequest): string {
  const answer = objectOf(request.answer);
  const extra: string[] = [];
  const given = listOf(answer['notices'])
    .map(textOf)
    .filter((text) => text !== '');
  const notices = noticeSection(given.length > 0 ? given : [SENTINEL_NOTICE, GLO_30_NOTICE]);
  const style = asset('./page.css');
  const title = `Sentryal ${textOf(answer['job_id'])}`.trim();
  if (answer['status'] === 'error') {
    const body = html`${header(answer)}
      <main>${errorSection(answer)}${fieldSections(answer)}</main>
      ${notices}`;
    return page(title, style, '', body);
  }
  const all = readPoints(answer, request.places);
  const points = drawnPoints(all);
  if (points.length < all.length)
    extra.push(
      `${points.length} of ${all.length} points are drawn and listed here: those of largest displacement and an even choice of the rest. Figures and statistics are of all.`,
    );
  const place = objectOf(answer['reference']);
  const [lat, lon] = [numberOf(place['lat']), numberOf(place['lon'])];
  const reference = lat === undefined || lon === undefined ? undefined : { lat, lon };
  const pictures = picturesOf(request, (text) => extra.push(text));
  const map = reportMap({ points, reference, pictures });
  if (all.length > 0 && !all.some((point) => point.place))
    extra.push('Where the points are is not known here: points.geojson of the run says so, beside answer.json.');
  const range = map?.ranges.displacement ?? { low: -1, high: 1 };
  const body = html`${header(answer)}
    <main>
      ${warningSection(answer, extra)}${summarySection(answer, all)}
      <section id="area" aria-labelledby="area-title">
        <h2 id="area-title">Map</h2>
        <div class="split">
          <div>${map?.markup ?? html`<p>No place is known: there is no map.</p>`}</div>
          ${recordPanel(points.length)}
        </div>
      </section>
      <section id="figures" aria-labelledby="figures-title">
        <h2 id="figures-title">Figures</h2>
        <div class="figures">${histogramFigure(all, range)}${distanceFigure(all)}</div>
      </section>
      ${pointTable(points, all.length)}
      <p class="tools"><button type="button" id="more" hidden>More points</button></p>
      ${diagnosticSection(answer)}${fieldSections(answer)}
    </main>
    ${notices}
    <script type="application/json" id="data">
      ${pointData(points, map)}
    </script>`;
  return page(title, `${style}${map?.style ?? ''}`, asset('./page.client.js'), body);
}
