import { SentryalError } from '../../src/errors/index.ts';
import { adapterHelp, describeSystem } from '../../src/setup/index.ts';
import type { Settings } from '../../src/settings/index.ts';
import type { FitnessCheck } from '../worker/fitness.ts';
import type { Log } from '../worker/log-line.ts';
import type { KeptDevice } from './kept-device.ts';
import { type Surroundings, missingNvidiaPieces, thisMachine } from './nvidia-pieces.ts';

/** Phases of the check, rad, and a wavelength: any will do. */
const PHASES_RAD = Float32Array.from({ length: 1000 }, (_, k) => (k - 500) / 7);
const SCALE = { wavelengthM: 0.055465763, swapped: false, referencePhaseRad: 1.25 };
/** Of f32 arithmetic on values of up to 320 mm, with room. */
const LARGEST_ERROR_MM = 1e-3;

function unfit(reason: string, cause?: unknown): SentryalError {
  return new SentryalError('WORKER_UNFIT', { reason }, cause === undefined ? undefined : { cause });
}

/** What is missing, or what this system needs in general. */
function advice(choice: string, surroundings: Surroundings): string {
  const missing = process.platform === 'linux' ? missingNvidiaPieces(surroundings) : [];
  return [...missing, ...(missing.length > 0 ? [] : [adapterHelp(describeSystem(), choice)])].join('\n');
}

/** Whether an adapter's answer is that of f64 arithmetic. */
async function checkKernel(device: KeptDevice): Promise<void> {
  const { losDisplacement, millimetresPerRadian } = await import('../../src/displacement/index.ts');
  const scale = millimetresPerRadian(SCALE);
  const measured = await losDisplacement(await device.open(), PHASES_RAD, SCALE);
  const wrong = PHASES_RAD.findIndex(
    (phase, k) => !(Math.abs(measured[k]! - scale * (phase - SCALE.referencePhaseRad)) < LARGEST_ERROR_MM),
  );
  if (wrong >= 0) throw unfit(`the adapter computes wrongly: element ${wrong} of a first kernel is ${measured[wrong]}`);
}

/**
 * Opens the adapter that all jobs will use and runs a kernel on it. Where only SENTRYAL_ADAPTER=auto chose a software
 * adapter the worker is unfit: it would take hours at the price of a GPU.
 */
export function adapterCheck(
  device: KeptDevice,
  settings: Pick<Settings, 'adapter'>,
  environment: Surroundings['environment'],
  log: Log,
): FitnessCheck {
  return {
    name: 'gpu',
    async check() {
      const surroundings = thisMachine(environment);
      const gpu = await device.open().catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw unfit(`${reason}\n${advice(settings.adapter, surroundings)}`, error);
      });
      const { vendor, description, device: name, isSoftware } = gpu.adapter;
      const shown = description || name || vendor;
      if (isSoftware && settings.adapter === 'auto') {
        throw unfit(
          `the only adapter is ${shown}, which is software.\n${advice(settings.adapter, surroundings)}\nSENTRYAL_ADAPTER=software allows it, for tests.`,
        );
      }
      await checkKernel(device);
      log('INFO', `adapter: ${shown}${isSoftware ? ' (software)' : ''}`);
      if (!isSoftware && !/nvidia/i.test(`${vendor} ${shown}`))
        log('WARN', 'the adapter is not of NVIDIA: it is used, but untested');
    },
  };
}
