import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SentryalError } from '../../errors/index.ts';
import { formatJson } from './format-json.ts';
import { type JsonSchema, jsonSchemas } from './schemas.ts';
import { errorTable, fieldTable, settingTable } from './tables.ts';

/** A file of the documentation: path from the project's folder, and what it must hold. */
export interface GeneratedDocument {
  readonly path: string;
  readonly text: string;
}

/** Replaces what stands between `<!-- generated: NAME -->` and `<!-- end -->` for every name. */
export function fillSections(text: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((filled, [name, content]) => {
    const start = `<!-- generated: ${name} -->`;
    const from = filled.indexOf(start);
    const to = filled.indexOf('<!-- end -->', from);
    if (from < 0 || to < 0)
      throw new SentryalError('INTERNAL', { reason: `the section ${name} is not in the document` });
    return `${filled.slice(0, from + start.length)}\n${content}\n${filled.slice(to)}`;
  }, text);
}

/** Every generated file of the documentation as it must be. */
export function generatedDocuments(projectFolder: string): GeneratedDocument[] {
  const schemas = jsonSchemas();
  const fields = (name: string): string => fieldTable(schemas[name] as JsonSchema);
  const readme = (path: string, sections: Readonly<Record<string, string>>): GeneratedDocument => ({
    path,
    text: fillSections(readFileSync(join(projectFolder, path), 'utf8'), sections),
  });
  return [
    readme('src/job/README.md', {
      job: fields('job.schema.json'),
      answer: fields('answer.schema.json'),
      failure: fields('failure.schema.json'),
      progress: fields('progress.schema.json'),
    }),
    readme('src/errors/README.md', { errors: errorTable() }),
    readme('src/settings/README.md', { settings: settingTable() }),
    ...Object.entries(schemas).map(([name, schema]) => ({
      path: `src/job/${name}`,
      text: formatJson(schema),
    })),
  ];
}
