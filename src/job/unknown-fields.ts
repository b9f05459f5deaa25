import type { Warning } from '../model/index.ts';
import { boundingBoxSchema } from './bounding-box.ts';
import { jobSchema } from './job-schema.ts';
import { pointSchema } from './points.ts';
import { suggest } from '../errors/index.ts';

function unknownKeys(value: unknown, known: readonly string[]): string[] {
  return typeof value === 'object' && value !== null ? Object.keys(value).filter((key) => !known.includes(key)) : [];
}

function warning(path: string, near: string | undefined): Warning {
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return {
    code: 'JOB_FIELD_UNKNOWN',
    stage: 'job',
    message: `${path} is not a field of a job and was ignored.${hint}`,
  };
}

/** A warning for every field of the job that nothing reads; fields of points are reported once for all points. */
export function unknownFieldWarnings(input: Record<string, unknown>): Warning[] {
  const warnings: Warning[] = [];
  const report = (prefix: string, keys: Iterable<string>, known: readonly string[]): void => {
    for (const key of keys) warnings.push(warning(`${prefix}${key}`, suggest(key, known)));
  };
  const fields = Object.keys(jobSchema.shape);
  const boxFields = Object.keys(boundingBoxSchema.shape);
  const pointFields = Object.keys(pointSchema.shape);
  const points: unknown[] = Array.isArray(input['points']) ? input['points'] : [];
  report('', unknownKeys(input, fields), fields);
  report('bbox.', unknownKeys(input['bbox'], boxFields), boxFields);
  report('points[].', new Set(points.flatMap((point) => unknownKeys(point, pointFields))), pointFields);
  return warnings;
}
