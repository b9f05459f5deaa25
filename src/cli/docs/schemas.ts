import * as z from 'zod';
import { answerDocumentSchema, failureSchema, jobSchema, progressEventSchema } from '../../job/index.ts';

/** A JSON Schema (draft 2020-12), as far as the tables read it. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly (string | number)[];
  readonly const?: string | number;
  readonly default?: unknown;
}

function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  return z.toJSONSchema(schema, { io: 'input', override: dropSafeIntegers }) as JsonSchema;
}

/** Limits that come from JavaScript's numbers, not from the schema, say nothing to a reader. */
function dropSafeIntegers({ jsonSchema }: { jsonSchema: { minimum?: number; maximum?: number } }): void {
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
}

/** The documented JSON Schemas, by file name, from the same zod schemas that validate. */
export function jsonSchemas(): Readonly<Record<string, JsonSchema>> {
  return {
    'job.schema.json': jsonSchemaOf(jobSchema),
    'answer.schema.json': jsonSchemaOf(answerDocumentSchema),
    'failure.schema.json': jsonSchemaOf(failureSchema),
    'progress.schema.json': jsonSchemaOf(progressEventSchema),
  };
}
