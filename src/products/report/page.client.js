// The report's own script: points are chosen by pointer, keys, search or table, and their whole record is shown. What it
// shows comes from the JSON in the page, and goes into the page as text only.
'use strict';
(() => {
  const SVG = 'http://www.w3.org/2000/svg';
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const columns = new Map(data.columns.map((column) => [column.name, column]));
  const map = byId('map');
  const record = byId('record');
  const search = byId('search');
  const tools = byId('tools');
  let chosen = -1;

  const valueOf = (column, k) => {
    if (column === undefined) return null;
    if ('same' in column) return column.same;
    return 'values' in column ? column.values[k] : column.words[column.indices[k]];
  };
  const field = (name, k) => valueOf(columns.get(name), k);
  const idOf = (k) => String(field('point_id', k) ?? '');
  const shown = (value) => {
    if (value === null) return '–';
    if (typeof value === 'boolean') return value ? 'yes' : 'no';
    return typeof value === 'number' && !Number.isInteger(value) ? String(Number(value.toPrecision(9))) : String(value);
  };
  const element = (name, text, parent) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  };
  const drawn = (name, attributes, parent) => {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
    parent.append(made);
  };

  /** Displacement with one and two sigma about it, zero marked. */
  const sigmaBar = (k, parent) => {
    const [mm, sigma] = [field('displacement_mm', k), field('sigma_mm', k)];
    if (typeof mm !== 'number' || typeof sigma !== 'number') return;
    const reach = 1.05 * (Math.abs(mm) + 2 * sigma) || 1;
    const at = (value) => 150 * (1 + value / reach);
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 300 20');
    svg.setAttribute('class', 'sigma');
    svg.setAttribute('role', 'img');
    svg.setAttribute('aria-label', `${shown(mm)} mm, one sigma ${shown(sigma)} mm, on a scale with zero in the middle`);
    drawn('path', { class: 'zero', d: 'M150 0V20' }, svg);
    drawn('path', { class: 'zero', d: `M${at(mm - 2 * sigma)} 10H${at(mm + 2 * sigma)}` }, svg);
    drawn('path', { class: 'reach', d: `M${at(mm - sigma)} 10H${at(mm + sigma)}` }, svg);
    drawn('circle', { cx: at(mm), cy: 10, r: 4 }, svg);
    parent.append(svg);
  };

  /** The largest displacement with its sigma: the bars of the table are on one scale, as those that the page came with. */
  let reachMm = 1e-9;
  for (let k = 0; k < data.count; k++)
    reachMm = Math.max(reachMm, Math.abs(field('displacement_mm', k) ?? 0) + (field('sigma_mm', k) ?? 0));

  const rowBar = (k, parent) => {
    const mm = field('displacement_mm', k);
    if (typeof mm !== 'number') return;
    const sigma = field('sigma_mm', k) ?? 0;
    const at = (value) => (60 * (1 + Math.max(-1, Math.min(1, value / reachMm)))).toFixed(1);
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 120 16');
    svg.setAttribute('class', 'sigma');
    svg.setAttribute('aria-hidden', 'true');
    drawn('path', { class: 'zero', d: 'M60 0V16' }, svg);
    drawn('path', { class: 'reach', d: `M${at(mm - sigma)} 8H${at(mm + sigma)}` }, svg);
    drawn('circle', { cx: at(mm), cy: 8, r: 3 }, svg);
    parent.append(svg);
  };

  const label = (path) => data.labels[path] ?? path;

  const choose = (k) => {
    if (!(k >= 0 && k < data.count)) return;
    chosen = k;
    record.replaceChildren();
    element('h3', `Point ${idOf(k)}`, record);
    const mm = field('displacement_mm', k);
    const sigma = field('sigma_mm', k);
    const said =
      typeof mm === 'number'
        ? `${shown(mm)} mm ± ${shown(sigma)} mm, ${field('status', k)}`
        : `no number: ${field('status', k)}`;
    element('p', said, record);
    sigmaBar(k, record);
    const list = element('dl', undefined, record);
    for (const column of data.columns) {
      const row = element('div', undefined, list);
      element('dt', label(column.name), row);
      element('dd', shown(valueOf(column, k)), row);
    }
    byId('said').textContent = `Point ${k + 1} of ${data.count}: ${idOf(k)}, ${said}`;
    const at = data.places[k];
    const ring = byId('ring');
    if (ring) {
      ring.setAttribute('cx', String(at ? at[0] : -99));
      ring.setAttribute('cy', String(at ? at[1] : -99));
    }
  };

  /** The point nearest to a place of the map within a distance, units of the map. */
  const nearest = (x, y, within, accepts = () => true) => {
    let [best, least] = [-1, within];
    data.places.forEach((at, k) => {
      if (!at || !accepts(at, k)) return;
      const distance = Math.hypot(at[0] - x, at[1] - y);
      if (distance < least) [best, least] = [k, distance];
    });
    return best;
  };

  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  /** The nearest point within 45 degrees of a direction; without one the next by number. */
  const step = (direction) => {
    const at = data.places[chosen];
    if (!at) return nearest(500, 500, Infinity);
    const found = nearest(at[0], at[1], Infinity, ([x, y], k) => {
      const along = (x - at[0]) * direction[0] + (y - at[1]) * direction[1];
      const beside = Math.abs((x - at[0]) * direction[1]) + Math.abs((y - at[1]) * direction[0]);
      return k !== chosen && along > 0 && beside <= along;
    });
    return found < 0 ? chosen : found;
  };

  if (map) {
    const svg = map.querySelector('svg');
    map.addEventListener('click', (event) => {
      const matrix = svg.getScreenCTM();
      if (!matrix) return;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
      choose(nearest(at.x, at.y, 22 / matrix.a));
    });
    map.addEventListener('keydown', (event) => {
      const direction = DIRECTIONS[event.key];
      const target = { Home: 0, End: data.count - 1 }[event.key];
      if (direction === undefined && target === undefined) return;
      event.preventDefault();
      choose(target ?? step(direction));
    });
  }

  const go = (by) => choose((chosen + by + data.count) % data.count);
  byId('previous').addEventListener('click', () => go(chosen < 0 ? 0 : -1));
  byId('next').addEventListener('click', () => go(1));
  const find = () => {
    const wanted = search.value.trim().toLowerCase();
    if (wanted === '') return;
    for (let k = 1; k <= data.count; k++) {
      const at = (Math.max(0, chosen) + k) % data.count;
      if (!idOf(at).toLowerCase().includes(wanted)) continue;
      choose(at);
      return;
    }
    byId('said').textContent = `No point has ${search.value} in its id.`;
  };
  byId('find').addEventListener('click', find);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') find();
  });
  tools.hidden = false;

  // Ids in the table become buttons; more rows are made when asked for.
  const body = document.querySelector('#point-table tbody');
  const button = (k, cell) => {
    const made = element('button', idOf(k) || '(no id)');
    made.type = 'button';
    made.addEventListener('click', () => {
      choose(k);
      record.scrollIntoView({ block: 'nearest' });
      record.focus({ preventScroll: true });
    });
    cell.replaceChildren(made);
  };
  let rows = 0;
  for (; body && rows < body.rows.length; rows++) button(rows, body.rows[rows].cells[0]);
  const addRows = () => {
    for (const end = Math.min(data.count, rows + 500); rows < end; rows++) {
      const row = element('tr', undefined, body);
      const head = element('th', undefined, row);
      head.scope = 'row';
      button(rows, head);
      element('td', shown(field('status', rows)), row);
      element('td', shown(field('displacement_mm', rows)), row);
      element('td', shown(field('sigma_mm', rows)), row);
      rowBar(rows, element('td', undefined, row));
      element('td', shown(field('coherence', rows)), row);
      element('td', shown(field('distance_to_reference_m', rows)), row);
      element('td', `${shown(field('lat', rows))} ${shown(field('lon', rows))}`, row);
    }
    if (rows >= data.count) byId('more').hidden = true;
  };
  byId('more').addEventListener('click', addRows);
  byId('more').hidden = rows >= data.count;
  choose(0);
})();
