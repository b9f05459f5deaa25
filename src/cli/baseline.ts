import { type PointBaseline, type RadarPoint, baselineAtRadar, burstMiddle } from '../geometry/index.ts';
import type { BurstPair, Orbit } from '../model/index.ts';
import { chooseOrbit, matchBursts } from '../read/index.ts';
import { defineCommand } from './command.ts';
import { HEIGHT, SLANT_RANGE, withComputedColumns } from './computed-columns.ts';
import type { CommandContext } from './context.ts';
import { readCsvTable, writeCsv } from './csv-files.ts';
import { numberText, utcText } from './csv-number.ts';
import { type CsvTable, numberField, utcField } from './csv-table.ts';
import { chosenSwath, openChosenGranule, swathChoice, swathOptionSpecs } from './swath-option.ts';

const RADAR = ['azimuth_time_utc', 'slant_range_m', 'height_m'] as const;
const BASELINE = [
  'secondary_azimuth_time_utc',
  'secondary_slant_range_m',
  'delta_range_m',
  'perpendicular_baseline_m',
  'parallel_baseline_m',
] as const;
const SUMMARY = ['burst_id', 'lat_deg', 'lon_deg', ...RADAR, ...BASELINE] as const;

const DEFINITION = `perpendicular_baseline_m = -(b . (los x v)) and parallel_baseline_m = b . los, as ISCE2 prints them for TOPS: b goes from
the reference's to the secondary's position, each at its own zero-Doppler time of the point; los is the unit vector from
the reference to the point, v that of the reference's Earth-fixed velocity. The baseline of the law of cosines is
another quantity: it holds the along-track offset.`;

const DETAILS = `With --in: CSV (UTF-8, commas, a header) of points of the reference; every input column is repeated, the computed ones
follow. From
  ${RADAR.join(',')}
to
  ${BASELINE.join(',')}
Without --in: a row for each burst of the swath that both granules have, at its middle line, half its samples and
height 0, with
  ${SUMMARY.slice(0, -BASELINE.length).join(',')}
and then the same.

${DEFINITION}

Heights are above the WGS84 ellipsoid; slant ranges are one way; times are zero-Doppler UTC; delta_range_m is secondary
minus reference. A point that is not seen keeps its row with empty fields, and a warning on stderr. Numbers have 15
significant digits, times 10 decimals of a second.`;

interface PairOrbits {
  readonly reference: Orbit;
  readonly secondary: Orbit;
}

function baselineFields(found: PointBaseline, { secondary }: PairOrbits): string[] {
  return [
    utcText(found.secondary.azimuthTimeS, secondary.epochDay),
    numberText(found.secondary.slantRangeM),
    numberText(found.rangeDifferenceM),
    numberText(found.perpendicularM),
    numberText(found.parallelM),
  ];
}

function pointRows(table: CsvTable, orbits: PairOrbits, context: CommandContext): Promise<string[][]> {
  return withComputedColumns(table, { read: RADAR, written: BASELINE }, context, (record) => {
    const point: RadarPoint = {
      azimuthTimeS: utcField(table, record, 'azimuth_time_utc', orbits.reference.epochDay),
      slantRangeM: numberField(table, record, 'slant_range_m', SLANT_RANGE),
      heightM: numberField(table, record, 'height_m', HEIGHT),
    };
    return baselineFields(baselineAtRadar(orbits.reference, orbits.secondary, point), orbits);
  });
}

function summaryRows(bursts: readonly BurstPair[], orbits: PairOrbits): string[][] {
  const rows = bursts.map((pair) => {
    const point = burstMiddle(pair);
    const found = baselineAtRadar(orbits.reference, orbits.secondary, point);
    return [
      String(pair.reference.burstId),
      numberText(found.ground.latitudeDeg),
      numberText(found.ground.longitudeDeg),
      utcText(point.azimuthTimeS, orbits.reference.epochDay),
      numberText(point.slantRangeM),
      numberText(point.heightM),
      ...baselineFields(found, orbits),
    ];
  });
  return [[...SUMMARY], ...rows];
}

function tellOrbits({ reference, secondary }: PairOrbits, context: CommandContext): void {
  context.terminal.log('info', `reference orbit: ${reference.kind}, ${reference.source}`);
  context.terminal.log('info', `secondary orbit: ${secondary.kind}, ${secondary.source}`);
  if (reference.kind !== secondary.kind)
    context.warn({
      code: 'ORBIT_KINDS_MIXED',
      stage: 'geometry',
      message: `The orbits differ in kind: ${reference.kind} and ${secondary.kind}.`,
    });
}

/** `baseline REF SEC --swath iw1`: the baseline at points of the reference, or for each common burst. */
export const baselineCommand = defineCommand({
  name: 'baseline',
  summary: 'Tell the baseline of two granules at points, or for each burst.',
  details: DETAILS,
  positionals: ['REFERENCE', 'SECONDARY'],
  options: {
    ...swathOptionSpecs,
    'reference-orbit': { value: 'EOF', summary: "Orbit file of the reference (default the annotation's vectors)." },
    'secondary-orbit': { value: 'EOF', summary: "Orbit file of the secondary (default the annotation's vectors)." },
    in: { value: 'FILE', summary: 'CSV of points to read, - for stdin (default none: a summary).' },
    out: { value: 'FILE', summary: 'CSV to write (default stdout, as is -).' },
  },
  answersOnStdout: false,
  async run({ positionals, options }, context) {
    const choice = swathChoice('baseline', options);
    const reference = await openChosenGranule(positionals[0]!, choice, context);
    try {
      const secondary = await openChosenGranule(positionals[1]!, choice, context);
      try {
        const wanted = chosenSwath(reference, choice);
        chosenSwath(secondary, choice);
        const bursts = matchBursts(reference, secondary, { warn: context.warn });
        const orbits = {
          reference: await chooseOrbit(reference, options['reference-orbit'], context),
          secondary: await chooseOrbit(secondary, options['secondary-orbit'], context),
        };
        tellOrbits(orbits, context);
        const rows =
          options.in === undefined
            ? summaryRows(
                bursts.filter(({ referenceSwath }) => referenceSwath === wanted),
                orbits,
              )
            : await pointRows(await readCsvTable(options.in, context), orbits, context);
        context.terminal.log('info', DEFINITION);
        await writeCsv(rows, options.out, context);
        return 0;
      } finally {
        await secondary.close();
      }
    } finally {
      await reference.close();
    }
  },
});
