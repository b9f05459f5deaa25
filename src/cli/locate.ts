import { type LocatedPoint, locateGround, locateRadar } from '../geometry/index.ts';
import type { Orbit, Swath } from '../model/index.ts';
import { chooseOrbit } from '../read/index.ts';
import { defineCommand } from './command.ts';
import { HEIGHT, SLANT_RANGE, withComputedColumns } from './computed-columns.ts';
import type { CommandContext } from './context.ts';
import { readCsvTable, writeCsv } from './csv-files.ts';
import { numberText, utcText } from './csv-number.ts';
import { type CsvTable, numberField, utcField } from './csv-table.ts';
import { chosenSwath, openChosenGranule, swathChoice, swathOptionSpecs } from './swath-option.ts';

const GROUND = ['lat_deg', 'lon_deg', 'height_m'] as const;
const RADAR = ['azimuth_time_utc', 'slant_range_m', 'height_m'] as const;
const VIEW = ['line', 'sample', 'burst_id', 'incidence_deg', 'heading_deg', 'los_east', 'los_north', 'los_up'] as const;

const FROM_GROUND = { read: GROUND, written: ['azimuth_time_utc', 'slant_range_m', ...VIEW] };
const FROM_RADAR = { read: RADAR, written: ['lat_deg', 'lon_deg', ...VIEW] };

const LATITUDE = { min: -90, max: 90, wanted: 'a latitude in degrees, -90 to 90' };
const LONGITUDE = { min: -180, max: 360, wanted: 'a longitude in degrees, -180 to 360' };

const DETAILS = `CSV in, CSV out: UTF-8, commas, a header whose names decide the direction; every input column is repeated, the
computed ones follow. From
  ${FROM_GROUND.read.join(',')}
to
  ${FROM_GROUND.written.join(',')}
and from
  ${FROM_RADAR.read.join(',')}
to
  ${FROM_RADAR.written.join(',')}

Heights are above the WGS84 ellipsoid; slant ranges are one way; times are zero-Doppler UTC. line and sample are
fractional and count from the first of the burst named, which is all its lines and samples, to the edges of their
pixels; in an overlap it is the burst whose middle is nearer; outside all bursts of the swath line, sample and burst_id
are empty. incidence_deg is that on the ellipsoid; heading_deg is the satellite's, clockwise from north; los_east,
los_north, los_up is the unit vector from the ground to the satellite. No path delay or timing correction is applied.
A point that is not seen keeps its row with empty fields, and a warning on stderr. Numbers have 15 significant digits,
times 10 decimals of a second.`;

function viewFields({ position, look }: LocatedPoint): string[] {
  return [
    ...(position ? [numberText(position.line), numberText(position.sample), String(position.burstId)] : ['', '', '']),
    numberText(look.incidenceDeg),
    numberText(look.headingDeg),
    numberText(look.losEast),
    numberText(look.losNorth),
    numberText(look.losUp),
  ];
}

/** Whether a table is of radar coordinates; what names neither whole set is taken for that of which it names more. */
function isRadar({ header }: CsvTable): boolean {
  const named = (columns: readonly string[]): number => columns.filter((column) => header.includes(column)).length;
  return named(RADAR) > named(GROUND);
}

function locateRows(table: CsvTable, swath: Swath, orbit: Orbit, context: CommandContext): Promise<string[][]> {
  const { epochDay } = orbit;
  if (isRadar(table))
    return withComputedColumns(table, FROM_RADAR, context, (record) => {
      const point = locateRadar(orbit, swath, {
        azimuthTimeS: utcField(table, record, 'azimuth_time_utc', epochDay),
        slantRangeM: numberField(table, record, 'slant_range_m', SLANT_RANGE),
        heightM: numberField(table, record, 'height_m', HEIGHT),
      });
      return [numberText(point.latitudeDeg), numberText(point.longitudeDeg), ...viewFields(point)];
    });
  return withComputedColumns(table, FROM_GROUND, context, (record) => {
    const point = locateGround(orbit, swath, {
      latitudeDeg: numberField(table, record, 'lat_deg', LATITUDE),
      longitudeDeg: numberField(table, record, 'lon_deg', LONGITUDE),
      heightM: numberField(table, record, 'height_m', HEIGHT),
    });
    const { azimuthTimeS, slantRangeM } = point.look;
    return [utcText(azimuthTimeS, epochDay), numberText(slantRangeM), ...viewFields(point)];
  });
}

/** `locate GRANULE --swath iw1`: from the ground to the image of one swath, and back. */
export const locateCommand = defineCommand({
  name: 'locate',
  summary: 'Tell where places on the ground appear in a granule, or the reverse.',
  details: DETAILS,
  positionals: ['GRANULE'],
  options: {
    ...swathOptionSpecs,
    orbit: { value: 'EOF', summary: "Orbit file (default the annotation's vectors)." },
    in: { value: 'FILE', summary: 'CSV to read (default stdin, as is -).' },
    out: { value: 'FILE', summary: 'CSV to write (default stdout, as is -).' },
  },
  answersOnStdout: false,
  async run({ positionals, options }, context) {
    const choice = swathChoice('locate', options);
    const granule = await openChosenGranule(positionals[0]!, choice, context);
    try {
      const swath = chosenSwath(granule, choice);
      const orbit = await chooseOrbit(granule, options.orbit, context);
      context.terminal.log('info', `orbit: ${orbit.kind}, ${orbit.source}`);
      const table = await readCsvTable(options.in, context);
      await writeCsv(await locateRows(table, swath, orbit, context), options.out, context);
      return 0;
    } finally {
      await granule.close();
    }
  },
});
