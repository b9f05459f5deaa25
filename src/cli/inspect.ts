import { buildFailure } from '../answer/index.ts';
import type { Polarization, Warning } from '../model/index.ts';
import { geolocationGrid, listPolarizations } from '../read/index.ts';
import { defineCommand } from './command.ts';
import type { CommandContext } from './context.ts';
import { type InspectDocument, type InspectedSwath, inspectDocument } from './inspect-document.ts';
import { inspectText } from './inspect-text.ts';
import { openChosenGranule } from './swath-option.ts';

const DETAILS = `Swaths, polarisations, bursts with their ids, times and corners (from the geolocation grid, to some tens of metres),
processor, orbit, and what is odd. Pixels are not read; a product without any can be looked at.
--json: one document with granule, mission, processor_version, pass, track, absolute_orbit, start_time, stop_time,
orbit {kind, source, vectors, start_time, stop_time}, polarizations, swaths [{swath, polarization, lines_per_burst,
samples_per_burst, line_interval_s, near_range_m, range_spacing_m, wavelength_m, measurement_bytes, missing_burst_ids,
bursts [{burst_id, index, first_line_time, last_line_time, valid, footprint [{lat, lon}]}]}], warnings [{code, stage,
message}]; where the granule cannot be read, the failure document of \`run\`.`;

/** Every image of one polarisation. */
async function inspectChannel(
  path: string,
  polarization: Polarization | undefined,
  context: CommandContext,
): Promise<InspectedSwath[]> {
  const granule = await openChosenGranule(path, { polarization }, context);
  try {
    const inspected: InspectedSwath[] = [];
    for (const swath of granule.swaths)
      inspected.push({ granule, swath, grid: await geolocationGrid(swath, { signal: context.signal }) });
    return inspected;
  } finally {
    await granule.close();
  }
}

async function inspect(path: string, context: CommandContext): Promise<InspectDocument> {
  const warnings: Warning[] = [];
  // Each polarisation is opened by itself: what is odd in the product would be told as often.
  const warn = (warning: Warning): void => {
    if (warnings.some(({ code, message }) => code === warning.code && message === warning.message)) return;
    warnings.push(warning);
    context.warn(warning);
  };
  const { settings, signal } = context;
  const channels = await listPolarizations(path, { cacheDir: settings.cacheDir, signal });
  const swaths: InspectedSwath[] = [];
  // A product of another kind has no channel: opening it says what it is.
  for (const channel of channels.length > 0 ? channels : [undefined])
    swaths.push(...(await inspectChannel(path, channel, { ...context, warn })));
  return inspectDocument(swaths, warnings);
}

/** `inspect GRANULE`: what is in a granule, as text or as JSON. */
export const inspectCommand = defineCommand({
  name: 'inspect',
  summary: 'Tell what is in a granule: swaths, bursts, times, footprints, orbit.',
  details: DETAILS,
  positionals: ['GRANULE'],
  options: { json: { summary: 'Print one JSON document.' } },
  answersOnStdout: false,
  async run({ positionals, options }, context) {
    try {
      const document = await inspect(positionals[0]!, context);
      context.print(options.json ? `${JSON.stringify(document, undefined, 2)}\n` : inspectText(document));
      return 0;
    } catch (error) {
      if (options.json) {
        const failure = buildFailure(error, null, (performance.now() - context.startedMs) / 1000);
        context.print(`${JSON.stringify(failure, undefined, 2)}\n`);
      }
      throw error;
    }
  },
});
