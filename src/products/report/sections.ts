import { fieldLabel, fieldList, formatNumber, table, valueHtml } from './fields.ts';
import { type Html, html } from './html.ts';
import { type Loose, listOf, numberOf, objectOf, textOf } from './loose.ts';
import { sigmaBar } from './plots.ts';
import type { ReportPoint } from './points.ts';

/** Fields of an answer by the section that shows them; what is in none is shown at the end as it is. */
const SECTIONS = {
  head: ['job_id', 'status', 'detail', 'infrastructure_id', 'reference_time', 'secondary_time', 'results', 'warnings'],
  measured: ['reference', 'baseline', 'ambiguity_mm', 'wavelength_m', 'resolution', 'looks', 'polarization', 'swapped'],
  diagnostics: ['coregistration', 'unwrapping', 'water_mask', 'bursts', 'bursts_dropped'],
  corrections: ['corrections', 'structure'],
  provenance: [
    ...['reference_granule', 'secondary_granule', 'orbits', 'dem', 'adapter', 'version', 'processing_time_seconds'],
    ...['timings_s', 'bytes_read', 'cost', 'products', 'hashes', 'options'],
  ],
  notes: ['conventions', 'notices'],
} as const;

function pick(answer: Loose, names: readonly string[]): Loose {
  return Object.fromEntries(names.filter((name) => name in answer).map((name) => [name, answer[name]]));
}

function section(id: string, title: string, inside: Html): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${inside}
  </section> `;
}

/** Name, unit and value of each field in a section of its own heading, folded where it is long. */
function folded(fields: Loose, open: readonly string[] = []): Html {
  return html`${Object.entries(fields).map(
    ([name, value]) =>
      html`<details${open.includes(name) ? html` open` : html``}><summary>${fieldLabel(name)}</summary><div>${valueHtml(value, name)}</div></details>
`,
  )}`;
}

/** What is wrong first: the warnings of the answer, or that there is none. */
export function warningSection(answer: Loose, extra: readonly string[]): Html {
  const warnings = listOf(answer['warnings']).map(objectOf);
  const items = [
    ...warnings.map(
      (warning) =>
        html`<li>
          <b>${textOf(warning['code'])}</b>
          <span class="stage">${textOf(warning['stage'])}</span> ${textOf(warning['message'])}
        </li> `,
    ),
    ...extra.map((text) => html`<li><b>REPORT</b> ${text}</li> `),
  ];
  if (items.length === 0) return section('warnings', 'Warnings', html`<p class="good">No warnings.</p>`);
  return section(
    'warnings',
    `Warnings (${items.length})`,
    html`<ul class="warnings">
      ${items}
    </ul>`,
  );
}

/** The error of a job that failed. */
export function errorSection(answer: Loose): Html {
  const error = objectOf(answer['error']);
  return section(
    'error',
    'The job failed',
    html`<p class="failed"><b>${textOf(error['code'])}</b> ${textOf(error['message'])}</p>
      <p>${textOf(error['remedy'])}</p>
      ${fieldList(error)}`,
  );
}

function card(name: string, value: string, unit = ''): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}${unit === '' ? html`` : html` <small>${unit}</small>`}</dd>
  </div> `;
}

/** The numbers one looks for first. */
export function summarySection(answer: Loose, points: readonly ReportPoint[]): Html {
  const statistics = objectOf(objectOf(answer['results'])['statistics']);
  const number = (value: unknown): string => (numberOf(value) === undefined ? '–' : formatNumber(numberOf(value)!));
  const baseline = objectOf(answer['baseline']);
  const byStatus = Object.entries(objectOf(statistics['count_by_status']));
  return section(
    'summary',
    'At a glance',
    html`<dl class="cards">
        ${card('points measured', `${number(statistics['count_ok'])} of ${points.length}`)}${card(
          'median displacement',
          number(statistics['median_displacement_mm']),
          'mm',
        )}${card(
          'from – to',
          `${number(statistics['min_displacement_mm'])} – ${number(statistics['max_displacement_mm'])}`,
          'mm',
        )}${card('mean coherence', number(statistics['mean_coherence']))}${card(
          'between dates',
          number(baseline['temporal_days']),
          'days',
        )}${card('perpendicular baseline', number(baseline['perpendicular_m']), 'm')}
      </dl>
      <p class="note">${byStatus.map(([status, count]) => `${textOf(count)} ${status}`).join(', ')}</p>
      <details>
        <summary>All statistics</summary>
        <div>${fieldList(statistics)}</div>
      </details>`,
  );
}

/** Rows of the table that stand in the page without JavaScript. */
const MAX_ROWS = 200;

/** A table of points: the first of them; the page's script shows the others. */
export function pointTable(points: readonly ReportPoint[], allCount: number): Html {
  const shown = points.slice(0, MAX_ROWS);
  const reachMm = points.reduce(
    (most, { displacementMm = 0, sigmaMm = 0 }) => Math.max(most, Math.abs(displacementMm) + sigmaMm),
    1e-9,
  );
  const number = (value: number | undefined): Html => html`${value === undefined ? '–' : formatNumber(value)}`;
  const rows = shown.map((point) => [
    html`${point.id}`,
    html`${point.status}`,
    number(point.displacementMm),
    number(point.sigmaMm),
    sigmaBar(point, reachMm),
    number(point.coherence),
    number(point.distanceM),
    html`${point.place ? `${formatPlace(point.place.lat)} ${formatPlace(point.place.lon)}` : '–'}`,
  ]);
  const head = [
    'point',
    'status',
    'displacement (mm)',
    'sigma (mm)',
    'one sigma',
    'coherence',
    'to reference (m)',
    'latitude, longitude (°)',
  ];
  const rest = allCount - shown.length;
  const note =
    rest > 0
      ? html`<p class="note" id="table-note">
          The first ${shown.length} of ${allCount} points; all are in the answer and, beside it, in points.geojson and
          points_egms.csv.
        </p>`
      : html``;
  return section(
    'points',
    `Points (${allCount})`,
    html`<div id="point-table">${table('Points', head, rows)}</div>
      ${note}`,
  );
}

function formatPlace(deg: number): string {
  return String(Number(deg.toFixed(6)));
}

/** Residuals at burst overlaps before and after the azimuth shift was corrected. */
function overlapTable(coregistration: Loose): Html {
  const overlaps = listOf(coregistration['overlaps']).map(objectOf).slice(0, 100);
  if (overlaps.length === 0) return html``;
  const names = [
    'swath',
    'earlier_burst_id',
    'later_burst_id',
    'applied_lines',
    'residual_before_mm',
    'residual_after_mm',
    'sigma_rad',
    'cells',
  ];
  const rows = overlaps.map((overlap) => names.map((name) => valueHtml(overlap[name], name)));
  return table('Burst overlaps: residual before and after', names.map(fieldLabel), rows);
}

/** Registration, unwrapping, masks and bursts. */
export function diagnosticSection(answer: Loose): Html {
  const fields = pick(answer, SECTIONS.diagnostics);
  const { overlaps: _overlaps, ...coregistration } = objectOf(fields['coregistration']);
  const { coregistration: _coregistration, unwrapping, ...others } = fields;
  return section(
    'diagnostics',
    'Diagnostics',
    html`<div class="columns">
        <div>
          <h3>Azimuth registration (spectral diversity)</h3>
          ${fieldList(coregistration)}
        </div>
        <div>
          <h3>Residues and unwrapping</h3>
          ${fieldList(objectOf(unwrapping))}
        </div>
      </div>
      ${overlapTable(objectOf(fields['coregistration']))}${folded(others)}`,
  );
}

/** The sections below the figures that show fields as they are. */
export function fieldSections(answer: Loose): Html {
  const known = new Set<string>([...Object.values(SECTIONS).flat(), 'error']);
  const others = Object.fromEntries(Object.entries(answer).filter(([name]) => !known.has(name)));
  const corrections = pick(answer, SECTIONS.corrections);
  const shown = (id: string, title: string, fields: Loose, open: readonly string[] = []): Html =>
    Object.keys(fields).length === 0 ? html`` : section(id, title, folded(fields, open));
  return html`${shown('corrections', 'Corrections', corrections, ['corrections'])}${shown('measured', 'Reference and geometry', pick(answer, SECTIONS.measured), ['reference', 'baseline'])}${shown(
    'provenance',
    'Provenance',
    pick(answer, SECTIONS.provenance),
    ['reference_granule', 'secondary_granule', 'orbits', 'dem', 'adapter', 'version'],
  )}${shown('others', 'Further fields', others)}${shown('conventions', 'What the numbers mean', pick(answer, ['conventions']))}`;
}

/** What must be said of the sources. */
export function noticeSection(notices: readonly string[]): Html {
  return html`<footer>
    <h2>Sources</h2>
    ${notices.map((notice) => html`<p>${notice}</p>`)}
  </footer>`;
}
