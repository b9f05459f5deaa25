/** `--backend` of the commands that take a job. */
export const backendOption = {
  value: 'embedded|isce3',
  summary: "Who solves orbit geometry, in place of the job's options.backend and of SENTRYAL_BACKEND.",
} as const;

/** The document of a job with another backend; what is no document of a job is left for the checks to tell. */
export function withBackend(document: unknown, backend: string | undefined): unknown {
  const isObject = (value: unknown): value is object =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (backend === undefined || !isObject(document)) return document;
  const { options = {} } = document as { options?: unknown };
  return isObject(options) ? { ...document, options: { ...options, backend } } : document;
}
