import type { Failure } from '../job/index.ts';
import type { CommandContext } from './context.ts';

/**
 * Prints the document that a job ended with, and for people why it failed.
 * @returns the exit code
 */
export function printOutcome(document: { readonly status: 'success' } | Failure, context: CommandContext): number {
  context.print(`${JSON.stringify(document, undefined, 2)}\n`);
  if (document.status === 'success') return 0;
  const { code, message, remedy } = document.error;
  context.terminal.log('error', `error ${code}: ${message}\n${remedy}`);
  return 1;
}
