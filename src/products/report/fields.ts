import { type Html, html } from './html.ts';
import { type Loose, listOf, objectOf } from './loose.ts';

/** Units that stand at the end of field names, longest first. */
const UNITS: readonly (readonly [ending: string, unit: string])[] = [
  ['_hz_per_s', 'Hz/s'],
  ['_seconds', 's'],
  ['_samples', 'samples'],
  ['_lines', 'lines'],
  ['_days', 'days'],
  ['_rad', 'rad'],
  ['_deg', '°'],
  ['_mm', 'mm'],
  ['_ms', 'ms'],
  ['_hz', 'Hz'],
  ['_db', 'dB'],
  ['_m', 'm'],
  ['_s', 's'],
];

/** The most entries of a list, or fields of an object, that are shown. */
const MAX_SHOWN = 60;
const MAX_DEPTH = 6;
const MAX_TEXT = 2000;

/** A field's name in words, its unit in brackets: `sigma_mm` is `sigma (mm)`. */
export function fieldLabel(name: string): string {
  const found = UNITS.find(([ending]) => name.endsWith(ending) && name.length > ending.length);
  const words = (found ? name.slice(0, -found[0].length) : name).replaceAll('_', ' ').trim();
  return `${words || name}${found ? ` (${found[1]})` : ''}`;
}

/** A number as people read it: at most 6 digits where it is not whole. */
export function formatNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

function scalar(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function more(count: number): Html {
  return html`<p class="note">and ${count} more in the answer</p>`;
}

/** A table, in a frame that scrolls by itself where it is wide. */
export function table(caption: string, head: readonly string[], rows: readonly (readonly Html[])[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${cells.map((cell, k) => (k === 0 ? html`<th scope="row">${cell}</th>` : html`<td>${cell}</td>`))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

function listTable(entries: readonly Loose[], caption: string, depth: number): Html {
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))].slice(0, MAX_SHOWN);
  return table(
    caption,
    names.map(fieldLabel),
    entries.map((entry) => names.map((name) => valueHtml(entry[name], name, depth + 1))),
  );
}

/** Any value of a document: a list of objects as a table, an object as names and values. */
export function valueHtml(value: unknown, name: string, depth = 0): Html {
  if (isPlain(value)) return html`${scalar(value)}`;
  if (depth > MAX_DEPTH) return html`${scalar(JSON.stringify(value))}`;
  if (!Array.isArray(value)) return fieldList(objectOf(value), depth + 1);
  const shown = listOf(value).slice(0, MAX_SHOWN);
  const rest = value.length > shown.length ? more(value.length - shown.length) : html``;
  if (shown.length === 0) return html`none`;
  if (shown.every((entry) => !isPlain(entry) && !Array.isArray(entry)))
    return html`${listTable(shown.map(objectOf), fieldLabel(name), depth)}${rest}`;
  if (shown.every((entry) => typeof entry === 'number')) return html`${shown.map(scalar).join(', ')}${rest}`;
  return html`<ul>
      ${shown.map((entry) => html`<li>${valueHtml(entry, name, depth + 1)}</li>`)}
    </ul>
    ${rest}`;
}

/** Fields of an object with their values. */
export function fieldList(fields: Loose, depth = 0): Html {
  const entries = Object.entries(fields);
  if (entries.length === 0) return html`none`;
  const shown = entries.slice(0, MAX_SHOWN);
  return html`<dl>
      ${shown.map(
        ([name, value]) =>
          html`<div class="${isPlain(value) ? 'plain' : 'nest'}">
            <dt>${fieldLabel(name)}</dt>
            <dd>${valueHtml(value, name, depth)}</dd>
          </div> `,
      )}
    </dl>
    ${entries.length > shown.length ? more(entries.length - shown.length) : html``}`;
}

/** Every field of an object and of those in it as one list: `sampling.method` and its value. Lists become text. */
export function flatFields(
  fields: Loose,
  prefix = '',
  depth = 0,
): [path: string, value: string | number | boolean | null][] {
  return Object.entries(fields).flatMap(([name, value]): [string, string | number | boolean | null][] => {
    const path = `${prefix}${name}`;
    if (typeof value === 'number' || typeof value === 'boolean') return [[path, value]];
    if (typeof value === 'string') return [[path, value.slice(0, MAX_TEXT)]];
    if (value === null || value === undefined) return [[path, null]];
    if (Array.isArray(value) || depth > MAX_DEPTH) return [[path, JSON.stringify(value).slice(0, MAX_TEXT)]];
    return flatFields(objectOf(value), `${path}.`, depth + 1);
  });
}
