import { SentryalError } from '../errors/index.ts';
import { REFEREES } from '../job/index.ts';
import type { RefereePolicy } from '../unwrap/index.ts';
import { defineCommand, numberOption } from './command.ts';
import { answerWith, neededOption, outOption } from './raster-command.ts';

const DETAILS = `IFG.tif: phase in radians or complex, one band, unfiltered. COH.tif: coherence 0..1 on the same grid.
UNW.tif: float32 radians, congruent with the input; no data is NaN, as is what the inputs declare as no data. CC.tif: int32, 0 none, from 1 the
connected components, largest first; offsets between components are not known. AMB.tif: uint8, 1 where another number of cycles is
nearly as likely, 0 elsewhere, 255 no data. Georeferencing is kept.
--looks: effective looks of a pixel's phase. Without it the item EFFECTIVE_LOOKS of either file's GDAL metadata is used (the
command coherence writes it), else 8 with a warning.
--referee: whether minimum-cost flow on the CPU finds the whole cycles, beside schedules of reweighted least squares on the GPU; the
likeliest solution is kept. auto: up to 4 million pixels the fast schedule and the flow, beyond that both schedules, and the flow
where they disagree. always: all three. never: both schedules.
The filtered phase (--strength) only guides the search for whole cycles; nothing of it is in the result.`;

const options = {
  coherence: { value: 'COH.tif', summary: 'Coherence on the same grid, bias removed; needed.' },
  looks: { value: 'L', summary: 'Effective looks of a pixel.' },
  strength: { value: 'S', summary: 'Strength of the filter that makes the guide, 0 to 1 (default 1; 0: no guide).' },
  referee: { value: 'WHEN', summary: 'Minimum-cost flow: auto (default), always or never.' },
  components: { value: 'CC.tif', summary: 'Also write the connected components.' },
  ambiguous: { value: 'AMB.tif', summary: 'Also write where another number of cycles is nearly as likely.' },
  out: outOption,
} as const;

/** @throws SentryalError CLI_USAGE */
function refereeOption(text: string = 'auto'): RefereePolicy {
  const policy = REFEREES.find((known) => known === text);
  if (policy) return policy;
  throw new SentryalError('CLI_USAGE', { reason: `--referee is "${text}"; it must be ${REFEREES.join(', ')}` });
}

/** `unwrap IFG.tif --coherence COH.tif -o UNW.tif`: unwraps anyone's interferogram. */
export const unwrapCommand = defineCommand({
  name: 'unwrap',
  summary: 'Unwrap an interferogram (GeoTIFF, phase or complex) by its coherence.',
  details: DETAILS,
  positionals: ['IFG.tif'],
  options,
  answersOnStdout: true,
  async run({ positionals, options: given }, context) {
    const request = {
      interferogram: positionals[0]!,
      coherence: neededOption('unwrap', '--coherence COH.tif', given.coherence),
      out: neededOption('unwrap', '-o UNW.tif', given.out),
      components: given.components,
      ambiguous: given.ambiguous,
      looks: numberOption('looks', given.looks, { min: 1, max: 1e6 }),
      strength: numberOption('strength', given.strength, { min: 0, max: 1 }) ?? 1,
      referee: refereeOption(given.referee),
    };
    return answerWith(context, async (jobContext) => {
      const { unwrapRasters } = await import('../pipeline/index.ts');
      return unwrapRasters(request, jobContext);
    });
  },
});
