import { errorCatalogue } from '../../errors/index.ts';
import { settingsTable } from '../../settings/index.ts';
import type { JsonSchema } from './schemas.ts';

function escapeCell(text: string): string {
  return text.replaceAll('|', String.raw`\|`).replaceAll('\n', ' ');
}

/** A Markdown table. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeCell).join(' | ')} |`;
  return [line(head), `| ${head.map(() => '---').join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** A type in words: `number`, `string or null`, `` `vv`, `vh` ``, `list of object`. */
function typeName(schema: JsonSchema): string {
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ');
  if (schema.const !== undefined) return `\`${schema.const}\``;
  if (schema.anyOf) return schema.anyOf.map(typeName).join(' or ');
  if (schema.type === 'array') return `list of ${schema.items ? typeName(schema.items) : 'anything'}`;
  return typeof schema.type === 'string' ? schema.type : (schema.type?.join(' or ') ?? 'anything');
}

/** The schema whose properties are the fields below this one, and what its path is written with. */
function inner(schema: JsonSchema): { schema: JsonSchema; suffix: string } | undefined {
  if (schema.properties) return { schema, suffix: '' };
  if (schema.items?.properties) return { schema: schema.items, suffix: '[]' };
  const option = schema.anyOf?.find(({ properties }) => properties !== undefined);
  return option && { schema: option, suffix: '' };
}

function fieldRows(schema: JsonSchema, prefix: string): string[][] {
  const required = new Set(schema.required);
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = `${prefix}${name}`;
    const below = inner(field);
    const row = [`\`${path}\``, typeName(field), required.has(name) ? 'yes' : '', field.description ?? ''];
    return [row, ...(below ? fieldRows(below.schema, `${path}${below.suffix}.`) : [])];
  });
}

/** Every field of a schema, nested ones by their path. */
export function fieldTable(schema: JsonSchema): string {
  return table(['field', 'type', 'needed', 'meaning'], fieldRows(schema, ''));
}

/** Every error of the catalogue, by stage. */
export function errorTable(): string {
  const rows = Object.entries(errorCatalogue)
    .map(([code, { stage, fault, message, remedy }]) => [stage, `\`${code}\``, fault, message, remedy])
    .sort(([stageA = '', codeA = ''], [stageB = '', codeB = '']) =>
      stageA === stageB ? (codeA < codeB ? -1 : 1) : stageA < stageB ? -1 : 1,
    );
  return table(
    ['code', 'stage', 'fault', 'message', 'what to do'],
    rows.map(([stage = '', code = '', ...rest]) => [code, stage, ...rest]),
  );
}

/** Every setting. */
export function settingTable(): string {
  const rows = Object.values(settingsTable).map(({ variable, defaultText, description }) => [
    `\`${variable}\``,
    defaultText === '' ? '(empty)' : `\`${defaultText}\``,
    description,
  ]);
  return table(['variable', 'default', 'meaning'], rows);
}
