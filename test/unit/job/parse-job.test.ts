import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseJob, readJobId } from '../../../src/job/index.ts';
import { REFERENCE, RULES, SECONDARY, faultsOf, sampleJob } from './sample-job.ts';

/** A granule name with some of its fields changed. */
function granule(fields: Partial<Record<'mission' | 'mode' | 'product' | 'pol' | 'start' | 'orbit', string>>): string {
  const { mission = 'S1A', mode = 'IW', product = 'SLC_', pol = '1SDV', orbit = '058816' } = fields;
  const start = fields.start ?? '20250418T172340';
  return `${mission}_${mode}_${product}_${pol}_${start}_20250418T172407_${orbit}_0749F1_3C2B`;
}

describe('a job without a fault', () => {
  it('gets its defaults, and its paths from the folder of the file', () => {
    const { job, warnings } = parseJob(sampleJob(), RULES);
    expect(warnings).toEqual([]);
    expect(job.options).toEqual({
      dem: resolve('/data/jobs/dem.tif'),
      keep_run: true,
      orbits: 'best',
      detail: 'standard',
      looks: { azimuth: 4, range: 16 },
      min_coherence: 0.3,
      point_measurement: 'auto',
      position_delays: 'standard',
      filter_strength: 1,
      unwrap_referee: 'auto',
      allow_same_granule: false,
      context_margin_m: 5000,
      raster_spacing_m: 40,
      products: ['wrapped_phase', 'coherence', 'unwrapped_phase', 'displacement', 'sigma', 'components', 'mask'],
      raster_crs: 'wgs84',
      corrections: {
        troposphere: 'auto',
        solid_earth_tide: 'auto',
        ionosphere: 'auto',
        ramp: 'off',
        ramp_kind: 'plane',
      },
    });
    expect(job.reference_url).toBe(resolve('/data/jobs/reference.SAFE'));
  });

  it('may be wrapped as {"input": job}', () => {
    expect(parseJob({ input: sampleJob() }, RULES).job).toEqual(parseJob(sampleJob(), RULES).job);
  });

  it('reads file:// addresses', () => {
    const url = pathToFileURL('/data/with space.SAFE').href;
    expect(parseJob(sampleJob({ reference_url: url }), RULES).job.reference_url).toBe(resolve('/data/with space.SAFE'));
  });

  it('may do without infrastructure_id and webhook_url', () => {
    const job = sampleJob();
    delete job['infrastructure_id'];
    delete job['webhook_url'];
    expect(faultsOf(job)).toEqual([]);
    expect(faultsOf(sampleJob({ infrastructure_id: null, webhook_url: null }))).toEqual([]);
  });

  it('takes several files for the DEM and its tile lists', () => {
    const options = { dem: ['a.tif', 'file:///tiles'], dem_tile_lists: ['30.txt', '90.txt'], water_mask: 'wbm.tif' };
    const { job } = parseJob(sampleJob({ options }), RULES);
    expect(job.options.dem).toEqual([resolve('/data/jobs/a.tif'), '/tiles']);
    expect(job.options.dem_tile_lists).toEqual([resolve('/data/jobs/30.txt'), resolve('/data/jobs/90.txt')]);
    expect(job.options.water_mask).toBe(resolve('/data/jobs/wbm.tif'));
  });

  it('takes looks that are given in part, with the default of the other', () => {
    const { job } = parseJob(sampleJob({ options: { dem: 'd', looks: { range: 8 } } }), RULES);
    expect(job.options.looks).toEqual({ azimuth: 4, range: 8 });
  });

  it('counts a height from the ellipsoid unless it says otherwise', () => {
    const points = [
      { id: 'a', lat: 44, lon: 4, height_m: 12 },
      { id: 'b', lat: 44, lon: 4, height_m: 12, height_reference: 'above_dem' },
      { id: 'c', lat: 44, lon: 4 },
    ];
    const { job } = parseJob(sampleJob({ points }), RULES);
    expect(job.points.map((point) => point.height_reference)).toEqual(['ellipsoid', 'above_dem', undefined]);
  });

  it('warns of fields that nothing reads, and keeps on', () => {
    const job = sampleJob({ priority: 3, refernce_url: 'x', bbox: { north: 45, south: 44, east: 5, west: 4, crs: 1 } });
    job.points = [
      { id: 'p', lat: 44, lon: 4, name: 'pier' } as never,
      { id: 'q', lat: 44, lon: 4, name: 'q' } as never,
    ];
    const { warnings } = parseJob(job, RULES);
    expect(warnings.map((warning) => warning.code)).toEqual(Array.from({ length: 4 }, () => 'JOB_FIELD_UNKNOWN'));
    expect(warnings.map((warning) => warning.message)).toEqual([
      expect.stringMatching(/^priority is not/),
      expect.stringMatching(/^refernce_url .*Did you mean reference_url\?$/),
      expect.stringMatching(/^bbox\.crs is not/),
      expect.stringMatching(/^points\[\]\.name is not/),
    ]);
  });
});

describe('one thing wrong at a time', () => {
  const box = { north: 45, south: 44, east: 5, west: 4 };
  const at = (lat: unknown, lon: unknown): unknown => [{ id: 'p', lat, lon }];
  it.each<[string, Record<string, unknown>, string]>([
    ['no job_id', { job_id: undefined }, 'JOB_FIELD_MISSING job_id'],
    ['job_id with a slash', { job_id: 'a/b' }, 'JOB_ID_MALFORMED job_id'],
    ['job_id that begins with a dot', { job_id: '.a' }, 'JOB_ID_MALFORMED job_id'],
    ['job_id of 129 characters', { job_id: 'a'.repeat(129) }, 'JOB_ID_MALFORMED job_id'],
    ['job_id with a line feed at its end', { job_id: 'a\n' }, 'JOB_ID_MALFORMED job_id'],
    ['job_id that is a number', { job_id: 7 }, 'JOB_FIELD_WRONG_TYPE job_id'],
    ['malformed infrastructure_id', { infrastructure_id: 'a b' }, 'JOB_ID_MALFORMED infrastructure_id'],
    ['no bbox', { bbox: undefined }, 'JOB_FIELD_MISSING bbox'],
    ['bbox as a list', { bbox: [1, 2, 3, 4] }, 'JOB_FIELD_WRONG_TYPE bbox'],
    ['south above north', { bbox: { ...box, south: 46 } }, 'JOB_BBOX_INVERTED bbox'],
    ['south equal to north', { bbox: { ...box, south: 45 } }, 'JOB_BBOX_INVERTED bbox'],
    ['west equal to east', { bbox: { ...box, west: 5 } }, 'JOB_BBOX_EMPTY bbox'],
    ['the antimeridian from both sides', { bbox: { ...box, west: 180, east: -180 } }, 'JOB_BBOX_EMPTY bbox'],
    ['north past the pole', { bbox: { ...box, north: 90.1 } }, 'JOB_NUMBER_OUT_OF_RANGE bbox.north'],
    ['east past 180', { bbox: { ...box, east: 181 } }, 'JOB_NUMBER_OUT_OF_RANGE bbox.east'],
    ['north not a number', { bbox: { ...box, north: Number.NaN } }, 'JOB_NUMBER_NOT_FINITE bbox.north'],
    ['west infinite', { bbox: { ...box, west: -Infinity } }, 'JOB_NUMBER_NOT_FINITE bbox.west'],
    ['north null', { bbox: { ...box, north: null } }, 'JOB_FIELD_WRONG_TYPE bbox.north'],
    ['north as text', { bbox: { ...box, north: '45' } }, 'JOB_FIELD_WRONG_TYPE bbox.north'],
    ['no points', { points: [] }, 'JOB_NO_POINTS points'],
    ['points missing', { points: undefined }, 'JOB_FIELD_MISSING points'],
    ['points null', { points: null }, 'JOB_FIELD_WRONG_TYPE points'],
    ['a latitude of 91', { points: at(91, 4) }, 'JOB_NUMBER_OUT_OF_RANGE points[0].lat'],
    ['a longitude of -181', { points: at(44, -181) }, 'JOB_NUMBER_OUT_OF_RANGE points[0].lon'],
    ['a latitude that is not finite', { points: at(Infinity, 4) }, 'JOB_NUMBER_NOT_FINITE points[0].lat'],
    ['a point that is null', { points: [null] }, 'JOB_FIELD_WRONG_TYPE points[0]'],
    ['a point id with a space', { points: [{ id: 'a b', lat: 1, lon: 1 }] }, 'JOB_ID_MALFORMED points[0].id'],
    [
      'height_reference alone',
      { points: [{ id: 'p', lat: 1, lon: 1, height_reference: 'egm2008' }] },
      'JOB_HEIGHT_REFERENCE_ALONE points[0].height_reference',
    ],
    [
      'an unknown height_reference',
      { points: [{ id: 'p', lat: 1, lon: 1, height_m: 1, height_reference: 'sea' }] },
      'JOB_VALUE_NOT_ALLOWED points[0].height_reference',
    ],
    ['an EW granule', { secondary_granule: granule({ mode: 'EW' }) }, 'JOB_GRANULE_NOT_IW_SLC secondary_granule'],
    ['a GRD granule', { secondary_granule: granule({ product: 'GRDH' }) }, 'JOB_GRANULE_NOT_IW_SLC secondary_granule'],
    ['an empty granule name', { secondary_granule: '' }, 'JOB_GRANULE_NOT_IW_SLC secondary_granule'],
    ['a granule that is missing', { secondary_granule: undefined }, 'JOB_FIELD_MISSING secondary_granule'],
    [
      'the next track',
      { secondary_granule: granule({ orbit: '058817' }) },
      'JOB_GRANULES_DIFFERENT_TRACKS secondary_granule',
    ],
    ['the same granule', { secondary_granule: REFERENCE }, 'JOB_GRANULE_TWICE secondary_granule'],
    [
      'the next slice of the same pass',
      { secondary_granule: granule({ orbit: '058641', start: '20250406T172405' }) },
      'JOB_GRANULES_SAME_PASS secondary_granule',
    ],
    [
      'no common channel',
      { secondary_granule: granule({ pol: '1SSH' }) },
      'JOB_POLARIZATION_NOT_COMMON secondary_granule',
    ],
    [
      'a channel that only one date has',
      { secondary_granule: granule({ pol: '1SSV' }), options: { dem: 'd', polarization: 'vh' } },
      'JOB_POLARIZATION_NOT_AVAILABLE options.polarization',
    ],
    ['an ftp address', { reference_url: 'ftp://example.org/a.zip' }, 'URL_NOT_SUPPORTED reference_url'],
    ['an s3 address without a key', { secondary_url: 's3://bucket/' }, 'URL_MALFORMED secondary_url'],
    ['an address with a password', { secondary_url: 'https://u:p@example.org/a.zip' }, 'URL_MALFORMED secondary_url'],
    ['no host', { options: { dem: 'd', reference_orbit: 'HTTPS://' } }, 'URL_MALFORMED options.reference_orbit'],
    ['a file on another host', { reference_url: 'file://host/%00' }, 'URL_MALFORMED reference_url'],
    ['an empty address', { reference_url: '' }, 'JOB_FIELD_EMPTY reference_url'],
    ['an address that is a number', { reference_url: 5 }, 'JOB_FIELD_WRONG_TYPE reference_url'],
    ['a webhook at http', { webhook_url: 'http://example.org' }, 'JOB_WEBHOOK_NOT_HTTPS webhook_url'],
    ['a webhook that is no address', { webhook_url: 'example' }, 'JOB_WEBHOOK_NOT_HTTPS webhook_url'],
    ['an unknown option', { options: { dem: 'd', min_coherense: 1 } }, 'JOB_OPTION_UNKNOWN options.min_coherense'],
    ['an unknown look', { options: { dem: 'd', looks: { rows: 1 } } }, 'JOB_OPTION_UNKNOWN options.looks.rows'],
    ['half a look', { options: { dem: 'd', looks: { range: 1.5 } } }, 'JOB_FIELD_WRONG_TYPE options.looks.range'],
    ['no look', { options: { dem: 'd', looks: { range: 0 } } }, 'JOB_NUMBER_OUT_OF_RANGE options.looks.range'],
    ['coherence of 2', { options: { dem: 'd', min_coherence: 2 } }, 'JOB_NUMBER_OUT_OF_RANGE options.min_coherence'],
    ['an unknown raster', { options: { dem: 'd', products: ['x'] } }, 'JOB_VALUE_NOT_ALLOWED options.products[0]'],
    [
      'half a reference',
      { options: { dem: 'd', reference_point: { lat: 1 } } },
      'JOB_FIELD_MISSING options.reference_point.lon',
    ],
    ['a DEM list with a number', { options: { dem: ['d', 5] } }, 'JOB_FIELD_WRONG_TYPE options.dem[1]'],
    ['a DEM list with an empty name', { options: { dem: [''] } }, 'JOB_FIELD_EMPTY options.dem[0]'],
    ['a DEM that is a number', { options: { dem: 5 } }, 'JOB_FIELD_WRONG_TYPE options.dem'],
    ['a DEM list with a web address', { options: { dem: ['d', 'ftp://x/y'] } }, 'URL_NOT_SUPPORTED options.dem[1]'],
  ])('%s', (_, changes, expected) => {
    expect(faultsOf(sampleJob(changes))).toEqual([expected]);
  });

  it.each([[null], [3], ['text'], [[]], [undefined], [{ input: null }]])('%j is not a job', (document) => {
    expect(faultsOf(document)).toEqual(['JOB_NOT_AN_OBJECT ']);
  });
});

describe('what is right although it looks odd', () => {
  it.each<[string, Record<string, unknown>]>([
    ['west > east, across the antimeridian', { bbox: { north: -16, south: -18, west: 179, east: -179 } }],
    ['the same granule, by option', { secondary_granule: REFERENCE, options: { dem: 'd', allow_same_granule: true } }],
    ['granules exchanged', { reference_granule: SECONDARY, secondary_granule: REFERENCE }],
    ['no rasters', { options: { dem: 'd', products: [] } }],
  ])('%s', (_, changes) => {
    expect(faultsOf(sampleJob(changes))).toEqual([]);
  });
});

describe('several faults', () => {
  const job = sampleJob({
    job_id: '-',
    bbox: { north: 44, south: 45, east: 500, west: 4 },
    points: [
      { id: 'p', lat: 'north', lon: 4 },
      { id: 'p', lat: 44, lon: Number.NaN },
    ],
    secondary_granule: granule({ mode: 'EW' }),
    secondary_url: 'https://user:secret@example.org/a.zip?token=secret',
    options: { lookz: 3, products: [] },
  });

  it('are listed all at once, under JOB_INVALID', () => {
    expect(faultsOf(job)).toEqual([
      'JOB_ID_MALFORMED job_id',
      'JOB_NUMBER_OUT_OF_RANGE bbox.east',
      'JOB_BBOX_INVERTED bbox',
      'JOB_FIELD_WRONG_TYPE points[0].lat',
      'JOB_NUMBER_NOT_FINITE points[1].lon',
      'JOB_POINT_ID_DUPLICATE points[1].id',
      'JOB_OPTION_UNKNOWN options.lookz',
      'JOB_GRANULE_NOT_IW_SLC secondary_granule',
      'URL_MALFORMED secondary_url',
    ]);
    expect(() => parseJob(job, RULES)).toThrow(/^The job has 9 faults: .*Did you mean looks\?.*/);
  });

  it('are told without the secrets of an address', () => {
    expect(() => parseJob(job, RULES)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });

  it('are counted in the message, the first ten spelled out, at most 1000 listed', () => {
    const points = Array.from({ length: 1500 }, (_, index) => ({ id: `p${index}`, lat: 99, lon: 4 }));
    expect(() => parseJob(sampleJob({ points }), RULES)).toThrow(
      /has 1500 faults: .*points\[9\]\.lat.* \.\.\. and 1490 more$/,
    );
    expect(faultsOf(sampleJob({ points }))).toHaveLength(1000);
  });
});

it('a single fault is thrown under its own code', () => {
  const job = sampleJob({ points: [] });
  expect(() => parseJob(job, RULES)).toThrow(expect.objectContaining({ code: 'JOB_NO_POINTS', fault: 'caller' }));
});

describe('the id for a failure document', () => {
  it.each<[unknown, string | null]>([
    [sampleJob(), 'job-1'],
    [{ input: { job_id: 'x' } }, 'x'],
    [{ job_id: 'a b' }, null],
    [{ job_id: 3 }, null],
    [null, null],
    ['text', null],
  ])('of %j is %j', (document, expected) => {
    expect(readJobId(document)).toBe(expected);
  });
});
