import { defineCommand, numberOption } from './command.ts';
import { answerWith, neededOption, outOption } from './raster-command.ts';

const DETAILS = `IFG.tif: phase in radians or complex, one band, unfiltered. COH.tif: coherence 0..1 on the same grid.
UNW.tif: float32 radians, congruent with the input; no data is NaN, as is what the inputs declare as no data. CC.tif: int32, 0 none, from 1 the
connected components, largest first; offsets between components are not known. Georeferencing is kept.
--looks: effective looks of a pixel's phase. Without it the item EFFECTIVE_LOOKS of either file's GDAL metadata is used (the
command coherence writes it), else 8 with a warning.
The filtered phase (--strength) only guides the search for whole cycles; nothing of it is in the result.`;

const options = {
  coherence: { value: 'COH.tif', summary: 'Coherence on the same grid, bias removed; needed.' },
  looks: { value: 'L', summary: 'Effective looks of a pixel.' },
  strength: { value: 'S', summary: 'Strength of the filter that makes the guide, 0 to 1 (default 1; 0: no guide).' },
  components: { value: 'CC.tif', summary: 'Also write the connected components.' },
  out: outOption,
} as const;

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
      looks: numberOption('looks', given.looks, { min: 1, max: 1e6 }),
      strength: numberOption('strength', given.strength, { min: 0, max: 1 }) ?? 1,
    };
    return answerWith(context, async (jobContext) => {
      const { unwrapRasters } = await import('../pipeline/index.ts');
      return unwrapRasters(request, jobContext);
    });
  },
});
