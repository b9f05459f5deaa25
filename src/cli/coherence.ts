import { SentryalError } from '../errors/index.ts';
import { defineCommand, numberOption } from './command.ts';
import { answerWith, neededOption, outOption, sizeOption } from './raster-command.ts';

const DETAILS = `REF.tif and SEC.tif: coregistered complex rasters of one size: complex64 or complex128, complex int16 or int32, or two real bands I and Q.
No data is NaN, the value the file declares, and 0 in both parts.
COH.tif: float32, |sum ref conj(sec)| / sqrt(sum |ref|^2 sum |sec|^2) over the window centred on each pixel, fringe and bias removed.
IFG.tif: complex64, the mean of ref x conj(sec) over the same window, with the phase of the pixel's middle.
--step LxS: one pixel for each L lines by S samples, whole ones; georeferencing follows. No data is NaN.
A fringe is removed with its slope over some 16 windows, where it stands out of the noise there: up to 4 cycles a window.
Effective looks are estimated from the correlation of neighbouring samples of both rasters, and written into the metadata of the
rasters (EFFECTIVE_LOOKS), where the command unwrap finds them.`;

const options = {
  window: { value: 'LINESxSAMPLES', summary: 'Samples of one estimate, for example 4x16; needed.' },
  step: { value: 'LINESxSAMPLES', summary: 'Samples from one pixel to the next (default 1x1).' },
  bias: { value: 'remove|none', summary: 'Remove the bias of few looks, or not (default remove).' },
  looks: { value: 'L', summary: 'Effective looks of a window (default: estimated).' },
  raw: { value: 'RAW.tif', summary: 'Also write the coherence as estimated, bias included.' },
  ifg: { value: 'IFG.tif', summary: 'Also write the mean interferogram of the same windows.' },
  out: outOption,
} as const;

/** Lines or samples of a window or step at most. */
const LARGEST = 1024;
const BIASES: readonly string[] = ['remove', 'none'];

function usage(reason: string): never {
  throw new SentryalError('CLI_USAGE', { reason });
}

/** `coherence REF.tif SEC.tif --window 4x16 -o COH.tif`: coherence of anyone's pair of complex rasters. */
export const coherenceCommand = defineCommand({
  name: 'coherence',
  summary: 'Estimate the coherence of two coregistered complex rasters (GeoTIFF).',
  details: DETAILS,
  positionals: ['REF.tif', 'SEC.tif'],
  options,
  answersOnStdout: true,
  async run({ positionals, options: given }, context) {
    const window = sizeOption('window', given.window, LARGEST) ?? usage('coherence needs --window LINESxSAMPLES');
    if (window.lines * window.samples < 2) usage('--window 1x1: the coherence of one sample is always 1');
    const { bias = 'remove' } = given;
    if (!BIASES.includes(bias)) usage(`--bias is "${bias}"; it must be remove or none`);
    const request = {
      reference: positionals[0]!,
      secondary: positionals[1]!,
      window,
      step: sizeOption('step', given.step, LARGEST) ?? { lines: 1, samples: 1 },
      bias: bias as 'remove' | 'none',
      looks: numberOption('looks', given.looks, { min: 1, max: 1e6 }),
      out: neededOption('coherence', '-o COH.tif', given.out),
      raw: given.raw,
      interferogram: given.ifg,
    };
    return answerWith(context, async (jobContext) => {
      const { coherenceOfRasters } = await import('../pipeline/index.ts');
      return coherenceOfRasters(request, jobContext);
    });
  },
});
