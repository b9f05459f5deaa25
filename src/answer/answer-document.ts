import {
  type Answer,
  type AnswerDocument,
  type DisplacementPoint,
  FULL_POINT_FIELDS,
  MINIMAL_FIELDS,
  MINIMAL_POINT_FIELDS,
} from '../job/index.ts';

/** A copy with the fields for which `isKept` holds, in their order. */
function keep<Whole extends object>(whole: Whole, isKept: (field: string) => boolean): Partial<Whole> {
  return Object.fromEntries(Object.entries(whole).filter(([field]) => isKept(field))) as Partial<Whole>;
}

function selector(detail: Answer['detail'], minimal: readonly string[], full: readonly string[]) {
  const minimalFields = new Set(minimal);
  const fullFields = new Set(full);
  return (field: string): boolean => (detail === 'minimal' ? minimalFields.has(field) : !fullFields.has(field));
}

/** The answer with as much as its own `detail` says; the whole answer is left as it is. */
export function answerDocument(answer: Answer): AnswerDocument {
  const { detail } = answer;
  if (detail === 'full') return answer;
  const ofPoint = selector(detail, MINIMAL_POINT_FIELDS, FULL_POINT_FIELDS);
  const points = answer.results.displacement_points.map((point) => keep<DisplacementPoint>(point, ofPoint));
  return {
    ...keep(answer, selector(detail, MINIMAL_FIELDS, [])),
    results: { ...answer.results, displacement_points: points },
  } as AnswerDocument;
}
