import { demHeight } from '../../geometry/index.ts';
import type { Job } from '../../job/index.ts';
import type { Dem, PointTarget, Warn } from '../../model/index.ts';
import { geoidUndulationM } from '../../read/index.ts';

/** The job's points with their height above the ellipsoid: their own, else the DEM's (NaN where it has none). */
export function pointTargets(job: Job, dem: Dem, warn: Warn): PointTarget[] {
  if (job.points.some((point) => point.height_reference === 'egm2008'))
    warn({
      code: 'GEOID_EGM96_FOR_EGM2008',
      stage: 'points',
      message: 'Point heights above EGM2008 were brought to the ellipsoid with EGM96; the two differ by 0.5 m rms.',
    });
  return job.points.map((point) => {
    const surfaceM = demHeight(dem, point.lon, point.lat);
    const undulationM = geoidUndulationM(point.lat, point.lon);
    const place = { id: point.id, latitudeDeg: point.lat, longitudeDeg: point.lon, geoidUndulationM: undulationM };
    if (point.height_m === undefined) return { ...place, heightM: surfaceM, heightSource: 'dem' as const };
    const heightSource = point.height_reference ?? ('ellipsoid' as const);
    const offsetM = {
      ellipsoid: () => 0,
      egm2008: () => undulationM,
      above_dem: () => surfaceM,
    };
    return { ...place, heightM: point.height_m + offsetM[heightSource](), heightSource };
  });
}
