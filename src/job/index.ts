export {
  type DisplacementPoint,
  POINT_STATUSES,
  type PointStatus,
  SILENT_STATUSES,
  displacementPointSchema,
} from './answer-point.ts';
export {
  type Answer,
  type AnswerWaterMask,
  type Cost,
  type Hashes,
  type Pair,
  type Statistics,
  type Unwrapping,
  answerSchema,
  pairSchema,
} from './answer-schema.ts';
export {
  type AnswerDocument,
  FULL_POINT_FIELDS,
  MINIMAL_FIELDS,
  MINIMAL_POINT_FIELDS,
  answerDocumentSchema,
} from './answer-document.ts';
export type { OrbitWhy } from './answer-provenance.ts';
export { type AnswerProduct, productSchema } from './answer-products.ts';
export type { AnswerCorrection, AnswerCorrections, AnswerStructure, CorrectionReason } from './answer-corrections.ts';
export { type Failure, failureSchema } from './failure-schema.ts';
export { ID_PATTERN } from './id.ts';
export { type Job, type JobInput, jobSchema } from './job-schema.ts';
export type { LocationRules } from './locations.ts';
export { DETAILS, type JobOptions, MAX_LOOKS, PRODUCTS, REFEREES } from './options.ts';
export { type ParsedJob, parseJob, parsePoints, readJobId, unwrapJob } from './parse-job.ts';
export { HEIGHT_REFERENCES, type JobPoint } from './points.ts';
export { progressEventSchema } from './progress-schema.ts';
