import { resolve } from 'node:path';
import { SentryalError } from '../errors/index.ts';
import type { InterferogramChoice, InterferogramDocument, RasterGeometry } from '../pipeline/index.ts';
import { backendOption } from './backend-option.ts';
import { type OptionValues, defineCommand } from './command.ts';
import { executeJob } from './execute-job.ts';
import { INTERFEROGRAM_FILES } from './job-files.ts';
import { printOutcome } from './print-outcome.ts';

const DETAILS = `The bbox of the job is formed with the azimuth registration of the whole job (context margin and points included) and
written as GeoTIFF:
  interferogram.tif    complex64, reference x conj(secondary), topographic and flat-earth phase removed
  reference_power.tif  float32, mean power of the reference date (squared digital numbers)
  secondary_power.tif  float32, mean power of the secondary date
  interferogram.json   the grid, coregistration, bursts, conventions and warnings; on stdout too

radar: rows are azimuth, columns slant range, cells of the job's looks that cover the bbox, with tie points to EPSG:4326.
map: the bbox in the coordinates of raster_crs with pixels of raster_spacing_m, each the bilinear mean of the four cells around.
--full-resolution: cells of one line and one sample, for point targets; a map of it is only as fine as raster_spacing_m.
No data is NaN, in both parts of a complex value.
A job that fails writes interferogram-failure.json; an interferogram.json that was there is then interferogram.earlier.json.`;

const options = {
  out: { value: 'DIR', summary: 'Folder for the rasters and interferogram.json; needed.' },
  geometry: { value: 'radar|map', summary: 'Radar geometry or geocoded (default radar).' },
  backend: backendOption,
  'full-resolution': { summary: 'One cell a pixel: looks of 1 x 1 in place of those of the job.' },
} as const;

const GEOMETRIES: readonly string[] = ['radar', 'map'] satisfies RasterGeometry[];

function choiceOf(given: OptionValues<typeof options>): InterferogramChoice {
  const { out, geometry = 'radar' } = given;
  if (out === undefined) throw new SentryalError('CLI_USAGE', { reason: 'interferogram needs --out DIR' });
  if (!GEOMETRIES.includes(geometry))
    throw new SentryalError('CLI_USAGE', { reason: `--geometry is "${geometry}"; it must be radar or map` });
  return {
    outDir: resolve(out),
    geometry: geometry as RasterGeometry,
    isFullResolution: given['full-resolution'] ?? false,
  };
}

/** `interferogram JOB.json --out DIR`: the complex interferogram of a job, and nothing further. */
export const interferogramCommand = defineCommand({
  name: 'interferogram',
  summary: 'Form the interferogram of a job and write it with both powers as GeoTIFF.',
  details: DETAILS,
  positionals: ['JOB.json'],
  options,
  answersOnStdout: true,
  async run({ positionals, options: given }, context) {
    const choice = choiceOf(given);
    const document = await executeJob<InterferogramDocument>(
      positionals[0]!,
      choice.outDir,
      context,
      async (job, jobContext) => {
        const { interferogramOnly } = await import('../pipeline/index.ts');
        return interferogramOnly(job, choice, jobContext);
      },
      INTERFEROGRAM_FILES,
      given.backend,
    );
    return printOutcome(document, context);
  },
});
