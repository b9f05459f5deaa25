import { posix } from 'node:path';

/** A file of the repository: path from its root with forward slashes, and text. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const NOUNS = ['model', 'units', 'errors'] as const;
const COMPUTING = [...NOUNS, 'gpu'] as const;
const SEEING = [...COMPUTING, 'geometry'] as const;
const STAGES = [
  'fetch',
  'read',
  'geometry',
  'coregister',
  'interferogram',
  'coherence',
  'filter',
  'unwrap',
  'displacement',
  'points',
  'products',
  'answer',
] as const;

/**
 * Which rooms of src a room may import. A stage knows the nouns, the device and, where it needs places, the geometry;
 * never another stage, the pipeline or the command line. The simulator is the independent judge: nouns only. `handler`
 * is the RunPod worker, beside src.
 */
export const ALLOWED_IMPORTS: Readonly<Record<string, readonly string[]>> = {
  units: [],
  errors: [],
  model: [],
  settings: ['errors', 'model'],
  gpu: NOUNS,
  speckle: NOUNS,
  network: NOUNS,
  fetch: [...NOUNS, 'network'],
  read: [...NOUNS, 'fetch'],
  geometry: COMPUTING,
  coregister: SEEING,
  interferogram: SEEING,
  coherence: [...COMPUTING, 'speckle'],
  filter: COMPUTING,
  unwrap: [...COMPUTING, 'speckle'],
  displacement: SEEING,
  points: [...SEEING, 'speckle'],
  products: [...SEEING, 'network'],
  job: [...NOUNS, 'read'],
  answer: [...NOUNS, 'job', 'settings'],
  pipeline: [...NOUNS, ...STAGES, 'gpu', 'job', 'network', 'settings', 'speckle'],
  simulate: NOUNS,
  setup: [...NOUNS, 'gpu', 'settings'],
  execute: [...NOUNS, 'answer', 'fetch', 'job', 'pipeline', 'products', 'settings'],
  handler: [...NOUNS, ...STAGES, 'execute', 'gpu', 'job', 'network', 'pipeline', 'settings', 'setup'],
  cli: [
    ...NOUNS,
    ...STAGES,
    'gpu',
    'job',
    'network',
    'settings',
    'pipeline',
    'simulate',
    'setup',
    'execute',
    'handler',
  ],
};

const MAX_LINES = 300;

/** Text with comments blanked out, so that rules about code do not read prose. Strings stay. */
export function withoutComments(text: string): string {
  return text.replaceAll(
    /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (match, literal) => (typeof literal === 'string' ? match : ' '),
  );
}

/** Paths that a file imports from within the repository, resolved from its root. */
export function localImports(file: SourceFile): string[] {
  const code = withoutComments(file.text);
  const specifiers = [...code.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)(['"`])(\.[^'"`]*)\1/g)].map(
    (match) => match[2]!,
  );
  return specifiers.map((specifier) => posix.join(posix.dirname(file.path), specifier));
}

function roomOf(path: string): string | undefined {
  const [top, room, ...rest] = path.split('/');
  if (top === 'handler') return top;
  return top === 'src' && rest.length > 0 ? room : undefined;
}

/** The doors of rooms: index.ts of a folder of src; of handler and of its folders. */
function isDoor(path: string): boolean {
  return /^(src\/[^/]+|handler(\/[^/]+)?)\/index\.ts$/.test(path);
}

/** Imports between rooms that the table does not allow, and rooms that it does not know. */
export function layerViolations(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (room === undefined) return [];
    const allowed = ALLOWED_IMPORTS[room];
    if (allowed === undefined) return [`${file.path}: the room ${room} is not in the table`];
    return localImports(file).flatMap((target) => {
      const other = roomOf(target);
      if (other === room || (other !== undefined && allowed.includes(other))) return [];
      return target.startsWith('src/') || /^(handler|bench|test)\//.test(target)
        ? [`${file.path} imports ${target}`]
        : [];
    });
  });
}

/** Imports of another room that do not go through its door, index.ts. */
export function doorViolations(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /^(src|handler|bench)\//.test(path))
    .flatMap((file) =>
      localImports(file)
        .filter((target) => {
          const room = roomOf(target);
          return room !== undefined && room !== roomOf(file.path) && !isDoor(target);
        })
        .map((target) => `${file.path} imports ${target}`),
    );
}

/** Files other than those allowed whose code (not comments) matches a pattern. */
export function codeViolations(
  files: readonly SourceFile[],
  pattern: RegExp,
  isAllowed: (path: string) => boolean,
): string[] {
  return files
    .filter(({ path, text }) => !isAllowed(path) && pattern.test(withoutComments(text)))
    .map(({ path }) => path);
}

/** Files whose text, comments included, matches a pattern. */
export function textViolations(files: readonly SourceFile[], pattern: RegExp): string[] {
  return files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

/** Twins that a kernel must have and has not: its kernel definition, its f64 reference, its test on the device. */
export function twinViolations(paths: readonly string[]): string[] {
  const present = new Set(paths);
  return paths.flatMap((path) => {
    const [, stage, name] = /^kernels\/([^/]+)\/(.+)\.wgsl$/.exec(path) ?? [];
    if (stage === undefined || name === undefined || stage === 'shared') return [];
    const base = name.replaceAll('_', '-');
    const twins = [
      `src/${stage}/${base}.kernel.ts`,
      `test/reference/${stage}/${base}.ts`,
      `test/gpu/${stage}/${base}.test.ts`,
    ];
    return twins.filter((twin) => !present.has(twin)).map((twin) => `${path} has no ${twin}`);
  });
}

/** Kernel definitions without a kernel. */
export function orphanViolations(paths: readonly string[]): string[] {
  const present = new Set(paths);
  return paths.filter((path) => {
    const [, stage, base] = /^src\/([^/]+)\/(.+)\.kernel\.ts$/.exec(path) ?? [];
    return base !== undefined && !present.has(`kernels/${stage}/${base.replaceAll('-', '_')}.wgsl`);
  });
}

/** Files longer than 300 lines. */
export function lengthViolations(files: readonly SourceFile[]): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.replace(/\n$/, '').split('\n').length }))
    .filter(({ lines }) => lines > MAX_LINES)
    .map(({ path, lines }) => `${path}: ${lines} lines`);
}
