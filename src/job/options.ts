import * as z from 'zod';
import { correctionsSchema, structureSchema } from './corrections.ts';

/** Rasters that a job can ask for. */
export const PRODUCTS = [
  'wrapped_phase',
  'coherence',
  'unwrapped_phase',
  'displacement',
  'sigma',
  'los_east',
  'los_north',
  'los_up',
  'incidence',
  'height',
  'components',
  'mask',
] as const;

/** Those a job gets that does not say which: what only orbit and DEM tell has to be asked for. */
export const DEFAULT_PRODUCTS = [
  'wrapped_phase',
  'coherence',
  'unwrapped_phase',
  'displacement',
  'sigma',
  'components',
  'mask',
] as const satisfies readonly (typeof PRODUCTS)[number][];

/** Coordinates of the rasters. */
export const RASTER_CRS = ['wgs84', 'utm'] as const;

/** Where the orbit of a date without an orbit file comes from. */
export const ORBITS = ['best', 'annotation'] as const;

/** Who can solve the orbit geometry. */
export const BACKENDS = ['embedded', 'isce3'] as const;

/** How much an answer says. */
export const DETAILS = ['minimal', 'standard', 'full'] as const;

/** When minimum-cost flow on the CPU is asked for the whole cycles too. */
export const REFEREES = ['auto', 'always', 'never'] as const;

/** What the phase of a point can be taken from. */
export const POINT_MEASUREMENTS = ['auto', 'scatterer', 'similar', 'cells'] as const;

/** The most looks that a job may ask for. */
export const MAX_LOOKS = { azimuth: 16, range: 64 } as const;

const looksSchema = z.strictObject({
  azimuth: z
    .int()
    .min(1)
    .max(MAX_LOOKS.azimuth)
    .default(4)
    .describe('Lines averaged in one cell, 1..16, default 4 (56 m).'),
  range: z
    .int()
    .min(1)
    .max(MAX_LOOKS.range)
    .default(16)
    .describe('Samples averaged in one cell, 1..64, default 16 (37 m slant).'),
});

const referencePointSchema = z.strictObject({
  lat: z.number().min(-90).max(90).describe('Latitude on WGS84, degrees, -90..90.'),
  lon: z.number().min(-180).max(180).describe('Longitude on WGS84, degrees, -180..180.'),
  radius_m: z
    .number()
    .min(100)
    .max(5000)
    .optional()
    .describe(
      'Makes it an area: the coherent cells within this distance, m, 100..5000, and within two cells at least, together are the zero. Default: the 5 x 5 cells around the point.',
    ),
});

const location = z.string().min(1);

/** One location, or several. */
const locations = z.union([location, z.array(location).min(1).max(1000)]);

/** What a job can choose. Strict: a name that is not listed here is a fault. */
export const optionsSchema = z.strictObject({
  reference_orbit: location
    .optional()
    .describe('EOF orbit file of the reference date: address, or path (command line only). Default: see `orbits`.'),
  secondary_orbit: location
    .optional()
    .describe('EOF orbit file of the secondary date: address, or path (command line only). Default: see `orbits`.'),
  orbits: z
    .enum(ORBITS)
    .default('best')
    .describe(
      "Orbit of a date without an orbit file: `best` (default), the precise orbit (POEORB) from the public services, else the restituted one (RESORB), else the annotation's vectors; `annotation`, those.",
    ),
  backend: z
    .enum(BACKENDS)
    .optional()
    .describe(
      "Who solves the orbit geometry of the bursts: `embedded`, the project's own solver, or `isce3`, ISCE3 where it is installed. Default: the setting SENTRYAL_BACKEND, `embedded` unless set.",
    ),
  dem: locations
    .optional()
    .describe(
      'DEM: a GeoTIFF, a list of GeoTIFFs, or (command line only) a folder of them; addresses or paths. Several files are put together on the finest of their grids. Default: the tiles of Copernicus GLO-30 below the area, of GLO-90 where there is none.',
    ),
  dem_tile_lists: locations
    .optional()
    .describe(
      'Lists of the tiles of Copernicus GLO-30 and GLO-90 (tileList.txt of both), in place of the list that is shipped: a tile missing from a DEM of Copernicus tiles is sea where neither product has it, with a warning, and an error elsewhere.',
    ),
  dem_heights: z
    .enum(['ellipsoid', 'egm96', 'egm2008'])
    .optional()
    .describe(
      "Vertical datum of the DEM. Default: the file's vertical CRS; without one the heights are taken as ellipsoidal, with a warning; Copernicus GLO-30 and GLO-90 under their own file names are egm2008.",
    ),
  water_mask: locations
    .optional()
    .describe(
      'Water mask: a GeoTIFF, a list of GeoTIFFs, or (command line only) a folder of them; addresses or paths; 0 and no data are land, anything else is water, as in the WBM files of Copernicus DEM. Water without coherence and without a strong stable scatterer is left out of unwrapping. Default: none.',
    ),
  polarization: z
    .enum(['vv', 'vh', 'hh', 'hv'])
    .optional()
    .describe('Polarisation to process. Default: the co-polarised channel that both granules have.'),
  looks: looksSchema.prefault({}).describe('Multilook cell of the interferogram, lines by samples.'),
  reference_point: referencePointSchema
    .optional()
    .describe(
      'Place, point or area, whose displacement is taken as zero. Default: a coherent place, flat in phase, at least 500 m from every point.',
    ),
  min_coherence: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('Coherence below which a point is `low_coherence`, 0..1, default 0.3.'),
  point_measurement: z
    .enum(POINT_MEASUREMENTS)
    .default('auto')
    .describe(
      "What the phase of a point is taken from: the strongest stable `scatterer`, the mean of `similar` full-resolution pixels, the multilook `cells` around, or `auto` (default): a scatterer that stands 10 dB above the clutter and above coherent similar pixels on both dates, else similar pixels, else cells. What cannot be had falls back in that order, and the point's `sampling` says so. Whole cycles always come from the unwrapped cells.",
    ),
  position_delays: z
    .enum(['standard', 'none'])
    .default('standard')
    .describe(
      'Where the image shows a point: `standard` (default) adds the path delay of a standard atmosphere, 2.3 m exp(-h/6000) / cos(incidence), and what the processor leaves of the bistatic delay; `none` for images without them (simulated ones).',
    ),
  filter_strength: z
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe(
      'Goldstein-Baran filter of the phase that guides unwrapping: largest exponent, where there is no coherence, 0..1, default 1; 0 for none. Displacement and sigma come from the unfiltered phase.',
    ),
  unwrap_referee: z
    .enum(REFEREES)
    .default('auto')
    .describe(
      'Who finds the whole cycles, the likeliest solution being kept: `auto` (default), on up to 2 million cells the fast schedule on the GPU and minimum-cost flow on the CPU, on more both schedules, and the flow where they disagree on 0.01 % of the coherent cells; `always`, all three; `never`, both schedules.',
    ),
  corrections: correctionsSchema
    .prefault({})
    .describe('What is taken away from the displacement that is no motion of the ground.'),
  structure: structureSchema
    .optional()
    .describe('What is known of the structure under the points, to say what heat would do. Default: nothing.'),
  allow_same_granule: z
    .boolean()
    .default(false)
    .describe('Accept the same granule, or two of the same pass, for both dates (a test of zero), default false.'),
  context_margin_m: z
    .number()
    .min(0)
    .max(20_000)
    .default(5000)
    .describe(
      'Width around the bbox that is processed too, for unwrapping and the reference, m, 0..20000, default 5000.',
    ),
  raster_spacing_m: z
    .number()
    .min(5)
    .max(1000)
    .default(40)
    .describe('Pixel spacing of the rasters, m, 5..1000, default 40.'),
  products: z
    .array(z.enum(PRODUCTS))
    .default([...DEFAULT_PRODUCTS])
    .describe(
      'Rasters to write where an output folder is given; [] for none. Default: wrapped_phase, coherence, unwrapped_phase, displacement, sigma, components, mask.',
    ),
  raster_crs: z
    .enum(RASTER_CRS)
    .default('wgs84')
    .describe(
      'Coordinates of the rasters: `wgs84` (default), EPSG:4326; `utm`, the zone of the middle of the bbox, with the wider zones of Norway and Svalbard.',
    ),
  keep_run: z
    .boolean()
    .default(true)
    .describe(
      'Where an output folder is given, keep what the command `points` measures further points with (folder `run`, some 50 bytes a multilook cell and the DEM), default true.',
    ),
  detail: z
    .enum(DETAILS)
    .default('standard')
    .describe(
      'How much the answer says: `minimal` (points with status, displacement, coherence and sigma, statistics, warnings), `standard` (default: every diagnostic, and the terms of sigma), `full` (the quantiles of phase noise too).',
    ),
  price_per_second: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .describe('Price of a second of processing, for the cost in the answer. Default: none.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional()
    .describe('Currency of `price_per_second`, three letters of ISO 4217. Default: none.'),
});

export type JobOptions = z.output<typeof optionsSchema>;
