/*
 * Stands in for the sidecar of ISCE3: node stand-in.mjs MODE [FILE]. Mode `recorded` answers nodes with ISCE3's own numbers
 * of FILE; `solve` (with --import tsx) with those of the embedded solver and 1 mm more of the secondary's range; every other mode answers hello and then does one thing wrong. `once-…` does it only where FILE is not there yet.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [, , given, file] = process.argv;

function frame(header, arrays = {}, prefix = {}) {
  const listed = Object.entries(arrays).map(([name, data]) => ({ name, bytes: data.length }));
  const text = Buffer.from(prefix.text ?? JSON.stringify({ ...header, arrays: listed }));
  const payload = Buffer.concat(Object.values(arrays));
  const start = Buffer.alloc(12);
  start.write(prefix.magic ?? 'SGB1', 'latin1');
  start.writeUInt32LE(prefix.headerBytes ?? text.length, 4);
  start.writeUInt32LE(prefix.payloadBytes ?? payload.length, 8);
  return Buffer.concat([start, text, payload]);
}

const send = (...args) => process.stdout.write(frame(...args));

function floats(values) {
  const bytes = Buffer.alloc(8 * values.length);
  values.forEach((value, i) => bytes.writeDoubleLE(value, 8 * i));
  return bytes;
}

function recorded(id, arrays) {
  const { rdr2geo, geo2rdr } = JSON.parse(readFileSync(file, 'utf8')).swaths[0];
  const numbers = (name) => Array.from({ length: arrays[name].length / 8 }, (_, i) => arrays[name].readDoubleLE(8 * i));
  const [times, ranges, heights] = ['times_s', 'ranges_m', 'heights_m'].map(numbers);
  const at = times.map((t, i) => rdr2geo.findIndex((n) => n.t === t && n.r === ranges[i] && n.dem_h === heights[i]));
  if (at.includes(-1)) return send({ id, ok: false, error: { kind: 'no_solution', message: 'not a recorded node' } });
  const zeros = floats(at.map(() => 0));
  return send(
    { id, ok: true },
    {
      latitudes_deg: floats(at.map((k) => rdr2geo[k].lat_deg)),
      longitudes_deg: floats(at.map((k) => rdr2geo[k].lon_deg)),
      secondary_times_s: floats(at.map((k) => geo2rdr[k].t)),
      secondary_ranges_m: floats(at.map((k) => geo2rdr[k].r)),
      ...{ los_east: zeros, los_north: zeros, los_up: zeros, incidence_deg: zeros },
    },
  );
}

async function solve(header, arrays) {
  const { embeddedBackend } = await import('../../../src/geometry/index.ts');
  const numbers = (name) =>
    Float64Array.from({ length: arrays[name].length / 8 }, (_, i) => arrays[name].readDoubleLE(8 * i));
  const orbitOf = (date) => ({
    kind: 'POEORB',
    source: date,
    epochDay: header[`${date}_epoch_day`],
    timesS: numbers(`${date}_times_s`),
    positionsM: numbers(`${date}_positions_m`),
    velocitiesMps: numbers(`${date}_velocities_mps`),
  });
  const solved = await embeddedBackend.solveNodes(orbitOf('reference'), orbitOf('secondary'), {
    azimuthTimesS: numbers('times_s'),
    slantRangesM: numbers('ranges_m'),
    heightsM: numbers('heights_m'),
  });
  const zeros = floats(solved.latitudesDeg.map(() => 0));
  send(
    { id: header.id, ok: true },
    {
      latitudes_deg: floats(solved.latitudesDeg),
      longitudes_deg: floats(solved.longitudesDeg),
      secondary_times_s: floats(solved.secondaryAzimuthTimesS),
      secondary_ranges_m: floats(solved.secondarySlantRangesM.map((range) => range + 1e-3)),
      ...{ los_east: zeros, los_north: zeros, los_up: zeros, incidence_deg: zeros },
    },
  );
}

const NAN = Buffer.alloc(8);
NAN.writeDoubleLE(NaN);

const faults = {
  die: () => {
    process.stderr.write('out of memory\n');
    setTimeout(() => process.exit(3), 20);
  },
  hang: () => {},
  garbage: () => process.stdout.write('Traceback (most recent call last):\n'),
  huge: () => send({}, {}, { payloadBytes: 0xffffffff }),
  'huge-header': () => send({}, {}, { headerBytes: 2 ** 20 + 1 }),
  'not-json': () => send({}, {}, { text: '{"id":' }),
  'a-list': () => send({}, {}, { text: '[]' }),
  'no-arrays': (id) => send({}, {}, { text: JSON.stringify({ id, ok: true }) }),
  'long-arrays': (id) => send({}, {}, { text: JSON.stringify({ id, ok: true, arrays: [{ name: 'a', bytes: 9 }] }) }),
  'extra-payload': (id) => send({}, { a: Buffer.alloc(4) }, { text: JSON.stringify({ id, ok: true, arrays: [] }) }),
  'other-id': (id) => send({ id: id + 1, ok: true }),
  'short-array': (id) => send({ id, ok: true }, { latitudes_deg: Buffer.alloc(4) }),
  'not-a-number': (id) => send({ id, ok: true }, { latitudes_deg: NAN }),
  'half-a-frame': () => {
    process.stdout.write(frame({ a: 1 }).subarray(0, 15));
    setTimeout(() => process.exit(0), 20);
  },
  refuse: (id) => send({ id, ok: false, error: { kind: 'no_solution', message: 'node 0 has no solution' } }),
};

let mode = given;
if (given.startsWith('once-')) {
  mode = existsSync(file) ? 'refuse' : given.slice(5);
  writeFileSync(file, '');
}

function answer(header, arrays) {
  const { id, verb } = header;
  if (verb === 'hello') {
    if (mode === 'absent') send({ id, ok: false, error: { kind: 'not_installed', message: 'No module named isce3' } });
    else send({ id, ok: true, protocol: mode === 'other-protocol' ? 2 : 1, isce3: '0.24.0-dev', python: '3.12.1' });
  } else if (mode === 'recorded') recorded(id, arrays);
  else if (mode === 'solve') void solve(header, arrays);
  else faults[mode](id);
}

let held = Buffer.alloc(0);
process.stdin.on('data', (piece) => {
  held = Buffer.concat([held, piece]);
  while (held.length >= 12) {
    const body = 12 + held.readUInt32LE(4);
    const end = body + held.readUInt32LE(8);
    if (held.length < end) return;
    const header = JSON.parse(held.subarray(12, body).toString());
    let offset = body;
    const arrays = {};
    for (const { name, bytes } of header.arrays) arrays[name] = held.subarray(offset, (offset += bytes));
    held = held.subarray(end);
    answer(header, arrays);
  }
});
process.stdin.on('end', () => process.exit(0));
