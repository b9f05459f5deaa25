import { alignBurst, topsCarrier } from '../../src/coregister/index.ts';
import { chebyshevNodes, fitVolume } from '../../src/geometry/index.ts';
import { type Gpu, adapterName, openGpu } from '../../src/gpu/index.ts';
import { formPatches } from '../../src/interferogram/index.ts';
import type { BurstPlacement, Dem, GridWindow, Swath } from '../../src/model/index.ts';
import { readSettings } from '../../src/settings/index.ts';
import { madeUpSwath } from '../../test/support/made-up-swath.ts';
import { Random } from '../../test/support/random.ts';
import { type Peak, findPeak } from './peak.ts';
import { REACH, carrierCycles, targetReader } from './target-image.ts';

export const description = 'peak phase and position of 100 resampled point targets against truth, per swath';

const SPEED_MPS = 7590;
const PER_SIDE = 10;
const SPACING = 2 * REACH;
const AMPLITUDE = 20_000;
const WINDOW: GridWindow = { firstLine: 32, firstSample: 2000, lines: 1424, samples: 1424 };

/** Steering, and the spectra that the processor leaves in each swath. */
const SWATHS: readonly Swath[] = (
  [
    ['iw1', 1.590368784, 56.5e6, 327, 0.7],
    ['iw2', 0.979863325, 48.3e6, 313, 0.75],
    ['iw3', 1.397440818, 42.79e6, 314, 0.75],
  ] as const
).map(([name, steeringDegPerS, rangeHz, azimuthHz, azimuthHamming]) => ({
  ...madeUpSwath({ name, bursts: 1 }),
  azimuthSteeringRateRadPerS: (steeringDegPerS * Math.PI) / 180,
  rangeWindow: { bandwidthHz: rangeHz, hammingCoefficient: 0.75 },
  azimuthWindow: { bandwidthHz: azimuthHz, hammingCoefficient: azimuthHamming },
}));

/** A plane of ground: its slope in metres per DEM pixel. */
const SLOPE = { column: 2, row: 1, atOriginM: 100 } as const;

/**
 * Geometry of a pair 130 m apart as polynomials that the fit of the flow holds exactly. The offsets grow by a pixel across the
 * window, so that targets meet every fraction of one.
 */
const geometry = {
  cycles: (line: number, sample: number, heightM: number): number => 0.002 * line - 0.02 * sample + 0.015 * heightM,
  lineOffset: (line: number, sample: number, heightM: number): number =>
    -1.37 + 7e-4 * line + 1e-5 * sample + 1e-5 * heightM,
  sampleOffset: (line: number, sample: number, heightM: number): number =>
    2.46 - 1e-5 * line + 7e-4 * sample + 2e-4 * heightM,
  demColumn: (_: number, sample: number, heightM: number): number => 20 + 0.11 * (sample - 2000) + 0.03 * heightM,
  demRow: (line: number): number => 20 + 0.45 * line,
};

/** The height that a pixel's place on the plane has: h = plane(column(h), row), solved. */
function heightAt(line: number, sample: number): number {
  const flat = SLOPE.atOriginM + SLOPE.column * geometry.demColumn(line, sample, 0) + SLOPE.row * geometry.demRow(line);
  return flat / (1 - 0.03 * SLOPE.column);
}

function planeDem(): Dem {
  const [columns, rows] = [300, 720];
  const heightsM = Float32Array.from(
    { length: columns * rows },
    (_, n) => SLOPE.atOriginM + SLOPE.column * (n % columns) + SLOPE.row * Math.floor(n / columns),
  );
  return {
    name: 'plane',
    columns,
    rows,
    heightsM,
    minHeightM: heightsM[0]!,
    maxHeightM: heightsM.at(-1)!,
    datum: 'none',
    spacingM: { row: 30, column: 30 },
    toPixel: () => ({ column: 0, row: 0 }),
  };
}

function fitGeometry(dem: Dem) {
  const domain = {
    line: { min: -40, max: 1540 },
    sample: { min: 1900, max: 3600 },
    heightM: { min: dem.minHeightM - 50, max: dem.maxHeightM + 50 },
  };
  const degrees = { line: 3, sample: 7, height: 3 };
  const { lines, samples, heightsM } = chebyshevNodes(domain, degrees);
  const { cycles, lineOffset, sampleOffset, demColumn, demRow } = geometry;
  const quantities = [cycles, lineOffset, sampleOffset, demColumn, demRow];
  return fitVolume(
    domain,
    degrees,
    quantities.map((of) => Float64Array.from(lines, (line, n) => of(line, samples[n]!, heightsM[n]!))),
  );
}

/** A target at a place of the reference, and where its echo lies in the secondary. */
interface Target {
  readonly line: number;
  readonly sample: number;
  readonly phaseRad: number;
  readonly image: { readonly line: number; readonly sample: number; readonly phaseRad: number };
}

function randomTargets(random: Random): Target[] {
  return Array.from({ length: PER_SIDE ** 2 }, (_, n) => {
    const line = WINDOW.firstLine + SPACING * (1 + Math.floor(n / PER_SIDE)) + random.uniform(-0.5, 0.5);
    const sample = WINDOW.firstSample + SPACING * (1 + (n % PER_SIDE)) + random.uniform(-0.5, 0.5);
    const phaseRad = random.uniform(-Math.PI, Math.PI);
    const at = [line, sample, heightAt(line, sample)] as const;
    const image = { line: line + geometry.lineOffset(...at), sample: sample + geometry.sampleOffset(...at), phaseRad };
    return { line, sample, phaseRad, image };
  });
}

/** The secondary on the reference's pixels, shape (lines, samples, 2), from the kernel that the flow uses. */
async function resampleTargets(gpu: Gpu, swath: Swath, targets: readonly Target[]): Promise<Float32Array> {
  const [burst] = swath.bursts as [(typeof swath.bursts)[0]];
  const placement: BurstPlacement = {
    pair: { referenceSwath: swath, secondarySwath: swath, reference: burst, secondary: burst },
    window: WINDOW,
    firstCellRow: 0,
    firstCellColumn: 0,
  };
  const dem = planeDem();
  const alignment = alignBurst({
    placement,
    looks: { azimuth: 1, range: 1 },
    geometry: fitGeometry(dem),
    carrier: topsCarrier(swath, burst, SPEED_MPS),
  });
  const images = targets.map(({ image }) => image);
  const readSamples = targetReader(swath, SPEED_MPS, images, AMPLITUDE);
  const [patch] = await formPatches(gpu, { alignments: [alignment], dem, readSamples });
  return patch!.secondary;
}

interface Errors {
  readonly linePx: number;
  readonly samplePx: number;
  readonly phaseRad: number;
  readonly amplitude: number;
}

/** Peak of a target once the carrier at the secondary's place and the topographic phase are taken out in f64. */
function errorsOf(target: Target, resampled: Float32Array, carrier: (line: number, sample: number) => number): Errors {
  const { firstLine, firstSample, samples } = WINDOW;
  const peak: Peak = findPeak(
    (line, sample) => {
      const at = [line, sample, heightAt(line, sample)] as const;
      const cycles =
        carrier(line + geometry.lineOffset(...at), sample + geometry.sampleOffset(...at)) + geometry.cycles(...at);
      const phase = -2 * Math.PI * (cycles - Math.round(cycles));
      const n = 2 * ((line - firstLine) * samples + sample - firstSample);
      const [re, im] = [resampled[n]!, resampled[n + 1]!];
      return [re * Math.cos(phase) - im * Math.sin(phase), re * Math.sin(phase) + im * Math.cos(phase)];
    },
    Math.round(target.line),
    Math.round(target.sample),
  );
  const turned = peak.phaseRad - target.phaseRad;
  return {
    linePx: peak.line - target.line,
    samplePx: peak.sample - target.sample,
    phaseRad: turned - 2 * Math.PI * Math.round(turned / (2 * Math.PI)),
    amplitude: peak.amplitude / AMPLITUDE - 1,
  };
}

function summary(values: readonly number[], digits: number): string {
  const rms = Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
  const worst = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return `rms ${rms.toFixed(digits)}, worst ${worst.toFixed(digits)}`;
}

export async function run(): Promise<void> {
  const gpu = await openGpu({ adapter: readSettings().settings.adapter });
  try {
    console.log(`adapter: ${adapterName(gpu.adapter)}`);
    for (const swath of SWATHS) {
      const targets = randomTargets(new Random(3));
      const resampled = await resampleTargets(gpu, swath, targets);
      const carrier = carrierCycles(swath, SPEED_MPS);
      const errors = targets.map((target) => errorsOf(target, resampled, carrier));
      const of = (pick: (error: Errors) => number, digits: number): string => summary(errors.map(pick), digits);
      console.log(
        `${swath.name}, ${targets.length} targets: phase ${of(({ phaseRad }) => 1000 * phaseRad, 3)} mrad | ` +
          `line ${of(({ linePx }) => linePx, 5)} px | sample ${of(({ samplePx }) => samplePx, 5)} px | ` +
          `amplitude ${of(({ amplitude }) => 100 * amplitude, 3)} %`,
      );
    }
  } finally {
    await gpu.close();
  }
}
