import { CONVENTIONS, notices } from '../../answer/index.ts';
import { shownLocation } from '../../errors/index.ts';
import type { Job, Pair } from '../../job/index.ts';
import type { RasterMetadata } from '../../products/index.ts';
import { packageInfo } from '../../settings/index.ts';

/** What rasters must say of their sources. */
export function rasterNotice(pair: Pair): string {
  return notices(pair).join(' ');
}

/** A file without the folders it is in, an address without what follows it: those may tell more than is meant for others. */
function bareName(location: string): string {
  return shownLocation(location).replace(/^.*[\\/]/s, '');
}

/** What each raster says of its job: items of GDAL's metadata. */
export function rasterMetadata(job: Job, pair: Pair): RasterMetadata {
  const { reference, baseline, looks, orbits, dem } = pair;
  return {
    JOB_ID: job.job_id,
    REFERENCE_GRANULE: job.reference_granule,
    SECONDARY_GRANULE: job.secondary_granule,
    REFERENCE_TIME: pair.reference_time,
    SECONDARY_TIME: pair.secondary_time,
    POLARIZATION: pair.polarization,
    LOOKS: `${looks.azimuth} azimuth x ${looks.range} range`,
    WAVELENGTH_M: pair.wavelength_m,
    PERPENDICULAR_BASELINE_M: baseline.perpendicular_m,
    TEMPORAL_BASELINE_DAYS: baseline.temporal_days,
    REFERENCE_ORBIT: `${orbits.reference.kind} ${orbits.reference.source}`,
    SECONDARY_ORBIT: `${orbits.secondary.kind} ${orbits.secondary.source}`,
    DEM: `${bareName(dem.name)}, ${dem.datum}`,
    ...(reference && { REFERENCE_PLACE: `${reference.lat} ${reference.lon} (latitude, longitude; ${reference.how})` }),
    PROCESSOR: `Sentryal ${packageInfo().version}`,
    ADAPTER: `${pair.adapter.name} (${pair.adapter.backend})`,
    CONVENTIONS: CONVENTIONS.join(' '),
    NOTICE: rasterNotice(pair),
  };
}
