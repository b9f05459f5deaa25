import type { Gpu } from '../gpu/index.ts';
import { phaseToDisplacementMm } from '../units/index.ts';
import { NO_DATA, NO_DATA_LIMIT, losDisplacementKernel } from './los-displacement.kernel.ts';

/** What turns a phase into a displacement. */
export interface DisplacementScale {
  readonly wavelengthM: number;
  /** True when the granule called reference is the later date. */
  readonly swapped: boolean;
  /** Unwrapped phase of the reference place, rad. */
  readonly referencePhaseRad: number;
}

/** mm per radian, later minus earlier and positive toward the satellite (src/units/phase.ts). */
export function millimetresPerRadian(scale: Pick<DisplacementScale, 'wavelengthM' | 'swapped'>): number {
  return phaseToDisplacementMm(scale.swapped ? -1 : 1, scale.wavelengthM);
}

/** Elements in one row of workgroups. */
const ROW = 65_535 * 256;

/**
 * Displacement in mm of a plane of unwrapped phases.
 * @param phaseRad any shape; NaN where there is no data, and the same comes out
 */
export async function losDisplacement(
  gpu: Gpu,
  phaseRad: Float32Array,
  scale: DisplacementScale,
): Promise<Float32Array<ArrayBuffer>> {
  const count = phaseRad.length;
  const rowStride = Math.min(ROW, Math.max(1, count));
  using scope = gpu.scope('displacement');
  const marked = Float32Array.from(phaseRad, (phase) => (Number.isNaN(phase) ? NO_DATA : phase));
  const output = scope.allocate('displacement', count * 4);
  await scope.dispatch(losDisplacementKernel, {
    params: {
      count,
      row_stride: rowStride,
      millimetres_per_radian: millimetresPerRadian(scale),
      reference_phase_rad: scale.referencePhaseRad,
    },
    buffers: { phase_rad: scope.upload('unwrapped phase', marked), displacement_mm: output },
    workgroups: [Math.ceil(rowStride / 256), Math.ceil(count / rowStride)],
  });
  return (await scope.readFloat32(output, count)).map((value) => (value <= NO_DATA_LIMIT ? NaN : value));
}
