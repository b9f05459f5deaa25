import type { InspectDocument } from './inspect-document.ts';

type InspectedSwath = InspectDocument['swaths'][number];
type InspectedBurst = InspectedSwath['bursts'][number];

const upper = (text: string): string => text.toUpperCase();

function burstRow({ burst_id: id, first_line_time: first, last_line_time: last, footprint }: InspectedBurst): string {
  const corners = footprint?.map(({ lat, lon }) => `${lat.toFixed(4)},${lon.toFixed(4)}`).join('  ');
  return `  ${String(id).padEnd(8)}  ${first.slice(11)}  ${last.slice(11)}  ${corners ?? 'no geolocation grid'}`;
}

function swathText(swath: InspectedSwath): string {
  const { missing_burst_ids: missing, measurement_bytes: bytes } = swath;
  const size = `${swath.lines_per_burst} lines x ${swath.samples_per_burst} samples`;
  const pixels = bytes === 0 ? 'no pixels' : `${(bytes / 1e6).toFixed(1)} MB of pixels`;
  return [
    `${upper(swath.swath)} ${upper(swath.polarization)}: ${swath.bursts.length} bursts of ${size}, ` +
      `from slant range ${swath.near_range_m.toFixed(3)} m, ${pixels}`,
    ...(missing.length > 0 ? [`  missing bursts: ${missing.join(', ')}`] : []),
    '  burst id  first line        last line         corners lat,lon: early near, early far, late far, late near',
    ...swath.bursts.map(burstRow),
    '',
  ].join('\n');
}

/** What is in a granule, for people. Times are UTC. */
export function inspectText(document: InspectDocument): string {
  const { orbit, warnings } = document;
  const rows = [
    ['satellite', `${document.mission}, ${document.pass}`],
    ['orbit number', `track ${document.track}, absolute orbit ${document.absolute_orbit}`],
    ['time', `${document.start_time} to ${document.stop_time}`],
    ['processor', `IPF ${document.processor_version}`],
    ['orbit', `${orbit.kind}, ${orbit.vectors} state vectors, ${orbit.start_time} to ${orbit.stop_time}`],
    ['polarisations', document.polarizations.map(upper).join(', ')],
    ['warnings', warnings.length === 0 ? 'none' : `${warnings.length}, at the end`],
  ] as const;
  return [
    document.granule,
    ...rows.map(([label, value]) => `  ${label.padEnd(13)}  ${value}`),
    '',
    ...document.swaths.map(swathText),
    ...warnings.map(({ code, message }) => `warning ${code}: ${message}\n`),
  ].join('\n');
}
