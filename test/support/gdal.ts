import { spawnSync } from 'node:child_process';

/** What a program printed; undefined where it is not there. */
function outputOf(program: string, args: readonly string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (error) return undefined;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr || stdout}`);
  return stdout;
}

/** GDAL's version, where its programs are installed (Debian: gdal-bin). */
export const gdalVersion = /^GDAL ([\d.]+)/.exec(outputOf('gdalinfo', ['--version']) ?? '')?.[1];

/** Runs one of GDAL's programs. */
export function gdal(program: string, ...args: string[]): string {
  return outputOf(program, args) ?? '';
}

const VALIDATOR = 'osgeo_utils.samples.validate_cloud_optimized_geotiff';

/** A Python that has GDAL's validator of Cloud-Optimized GeoTIFFs, if there is one (Debian: python3-gdal). */
export const validatorPython = ['/usr/bin/python3', 'python3'].find(
  (python) => spawnSync(python, ['-c', `import ${VALIDATOR}`]).status === 0,
);

/** Errors and warnings of GDAL's validator, with every block read. */
export function validateCog(python: string, path: string): { warnings: string[]; errors: string[] } {
  const code = `import json, sys
from ${VALIDATOR} import validate
warnings, errors, _ = validate(sys.argv[1], full_check=True)
print(json.dumps({"warnings": warnings, "errors": errors}))`;
  return JSON.parse(outputOf(python, ['-c', code, path])!) as { warnings: string[]; errors: string[] };
}
