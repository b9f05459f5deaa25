/** Installs what package-lock.json asks for unless node_modules has it already. */
export declare function ensureDependencies(
  options: { readonly withDevelopment: boolean },
  project?: string,
): Promise<void>;

/** Why node_modules does not satisfy package-lock.json, or undefined when it does. */
export declare function missingDependency(project: string, withDevelopment: boolean): Promise<string | undefined>;
