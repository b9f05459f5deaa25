/** Variables of the environment, handed in: only settings and the command line read the process's own. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A variable without blanks around it; empty is as if not set. */
export function setting(environment: Environment, name: string): string | undefined {
  const value = environment[name]?.trim();
  return value === '' ? undefined : value;
}
