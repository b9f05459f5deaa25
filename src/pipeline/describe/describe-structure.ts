import { axisSensitivity, thermalExpansionMm } from '../../displacement/index.ts';
import type { AnswerStructure, Job } from '../../job/index.ts';
import type { PointMeasurement, Warn } from '../../model/index.ts';

const BRIDGE = /bridge|viaduct/i;

/** Later minus earlier date of what is given of both; null where it is not. */
function change(reference: number | undefined, secondary: number | undefined, swapped: boolean): number | null {
  if (reference === undefined || secondary === undefined) return null;
  return swapped ? reference - secondary : secondary - reference;
}

function sensitivities(points: readonly PointMeasurement[], axisDeg: number): AnswerStructure['los_sensitivity'] {
  const values = points.flatMap(({ look }) => (look ? [axisSensitivity(look, axisDeg)] : []));
  if (values.length === 0) return null;
  return {
    min: values.reduce((a, b) => Math.min(a, b)),
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    max: values.reduce((a, b) => Math.max(a, b)),
  };
}

/**
 * What heat and water are expected to do to the structure, in the line of sight; nothing is taken away. Warns of bridges
 * of which too little is known to say.
 */
export function describeStructure(
  job: Job,
  points: readonly PointMeasurement[],
  swapped: boolean,
  warn: Warn,
): AnswerStructure | null {
  const { structure } = job.options;
  const temperatureK = structure
    ? change(structure.temperature_reference_c, structure.temperature_secondary_c, swapped)
    : null;
  const lengthM = structure?.expansion_length_m;
  const axisMm =
    structure && lengthM !== undefined && temperatureK !== null
      ? thermalExpansionMm(lengthM, temperatureK, structure.expansion_per_k)
      : null;
  if (axisMm === null && BRIDGE.test(job.infrastructure_type ?? ''))
    warn({
      code: 'THERMAL_NOT_REMOVED',
      stage: 'displacement',
      message:
        'Displacements of the bridge contain its thermal motion: 300 m of steel move 70 mm along the axis for 20 K. Give options.structure with axis_azimuth_deg, expansion_length_m and both temperatures to be told how much is expected.',
    });
  if (!structure) return null;
  const sensitivity = sensitivities(points, structure.axis_azimuth_deg);
  return {
    axis_azimuth_deg: structure.axis_azimuth_deg,
    los_sensitivity: sensitivity,
    temperature_change_k: temperatureK,
    thermal_axis_mm: axisMm,
    thermal_los_mm: axisMm === null || sensitivity === null ? null : axisMm * sensitivity.mean,
    water_level_change_m: change(structure.water_level_reference_m, structure.water_level_secondary_m, swapped),
  };
}
