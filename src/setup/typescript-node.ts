/** Whether this is the project's TypeScript itself, not a build of it. */
const IS_SOURCE = import.meta.url.endsWith('.ts');

/** Arguments that let a Node process run the project's files, whatever its working folder: a build needs none. */
export function typescriptNode(): string[] {
  return IS_SOURCE ? ['--import', import.meta.resolve('tsx')] : [];
}

/** The name of a module's file where this process runs: `probe.ts`, in a build `probe.js`. */
export function moduleFile(name: string): string {
  return `${name}.${IS_SOURCE ? 'ts' : 'js'}`;
}
