import { defineCommand, numberOption } from './command.ts';
import { answerWith, neededOption, outOption } from './raster-command.ts';

const DETAILS = `IFG.tif: phase in radians or complex, one band. COH.tif: coherence 0..1 on the same grid.
OUT.tif: what went in, filtered: float32 phase, or complex64 with the magnitude it had. Georeferencing is kept. No data is NaN and
the value the file declares; it stays no data (NaN).
Goldstein-Baran, blocks of 32 x 32 pixels: exponent strength x (1 - mean coherence of the block). Strength 0 changes nothing.
Filtered phase is for looking at and for guiding unwrapping; measure on the unfiltered one.`;

const options = {
  coherence: { value: 'COH.tif', summary: 'Coherence on the same grid; needed.' },
  strength: { value: 'S', summary: 'Largest exponent, 0 to 1 (default 1).' },
  out: outOption,
} as const;

/** `filter IFG.tif --coherence COH.tif -o OUT.tif`: the Goldstein-Baran filter on anyone's interferogram. */
export const filterCommand = defineCommand({
  name: 'filter',
  summary: 'Filter an interferogram (GeoTIFF, phase or complex) by its coherence.',
  details: DETAILS,
  positionals: ['IFG.tif'],
  options,
  answersOnStdout: true,
  async run({ positionals, options: given }, context) {
    const request = {
      interferogram: positionals[0]!,
      coherence: neededOption('filter', '--coherence COH.tif', given.coherence),
      out: neededOption('filter', '-o OUT.tif', given.out),
      strength: numberOption('strength', given.strength, { min: 0, max: 1 }) ?? 1,
    };
    return answerWith(context, async (jobContext) => {
      const { filterRaster } = await import('../pipeline/index.ts');
      return filterRaster(request, jobContext);
    });
  },
});
