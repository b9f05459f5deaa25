/** What Python and the libraries of a conda environment are found by. */
const PASSED: readonly string[] = [
  ...['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'],
  ...['PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV', 'CONDA_PREFIX', 'CONDA_DEFAULT_ENV'],
  ...['GDAL_DATA', 'GDAL_DRIVER_PATH', 'PROJ_DATA', 'PROJ_LIB', 'OMP_NUM_THREADS', 'SystemRoot'],
];

/** The environment of a sidecar: it finds its libraries, and gets none of the worker's credentials. */
export function sidecarEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string> {
  return Object.fromEntries(
    PASSED.flatMap((name) => (environment[name] === undefined ? [] : [[name, environment[name]]])),
  );
}
