/** Arguments that let a Node process run the project's TypeScript, whatever its working folder. */
export function typescriptNode(): string[] {
  return ['--import', import.meta.resolve('tsx')];
}
