import { type GeometryBackend, embeddedBackend, sharedIsce3 } from '../geometry/index.ts';
import type { JobOptions, Pair } from '../job/index.ts';
import { type Settings, packageInfo, sidecarEnvironment } from '../settings/index.ts';

/** Who solves the orbit geometry of a job, and what the answer says of it. */
export interface Solver {
  readonly backend: GeometryBackend;
  readonly described: Pair['backend'];
}

/**
 * The backend that a job asks for, else that of the settings; ISCE3 is started if it does not run yet.
 * @throws SentryalError ISCE3_NOT_INSTALLED and others of its process
 */
export async function openSolver(asked: JobOptions['backend'], settings: Pick<Settings, 'backend'>): Promise<Solver> {
  // Bursts are read by the project's own reader either way: it reads ranges of remote files, ISCE3 only whole local ones.
  const samples = 'embedded';
  if ((asked ?? settings.backend) === 'embedded')
    return { backend: embeddedBackend, described: { name: 'embedded', version: packageInfo().version, samples } };
  const backend = sharedIsce3(sidecarEnvironment());
  const { isce3 } = await backend.versions();
  return { backend, described: { name: 'isce3', version: isce3, samples } };
}
