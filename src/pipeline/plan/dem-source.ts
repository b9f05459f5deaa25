import { openGloDem, readTileLists } from '../../fetch/index.ts';
import type { Job } from '../../job/index.ts';
import type { BoundingBox, Dem } from '../../model/index.ts';
import { type ReadDemOptions, readDem } from '../../read/index.ts';
import type { JobContext } from '../context.ts';
import { openInputs } from '../open-inputs.ts';

/** The DEM of a job: its own, else that of Copernicus. */
export interface JobDem {
  /** @throws SentryalError DEM_*, those of reading from where it is */
  read(box: BoundingBox, options: Pick<ReadDemOptions, 'required' | 'maxSamples' | 'warn'>): Promise<Dem>;
}

/** Opens what a job says of its DEM for as long as `body` needs it; tiles of Copernicus are opened when an area is read. */
export async function withJobDem<Result>(
  job: Job,
  { access, signal }: JobContext,
  body: (dem: JobDem) => Promise<Result>,
): Promise<Result> {
  const { dem, dem_heights: heights, dem_tile_lists: lists = [] } = job.options;
  const tileLists = typeof lists === 'string' ? [lists] : lists;
  // Read first: where that fails nothing has been opened.
  const tileList = tileLists.length > 0 ? await readTileLists(tileLists, access, signal) : undefined;
  const given = dem === undefined ? undefined : await openInputs(dem, access, signal);
  const glo = given ? undefined : openGloDem(access, tileList);
  try {
    return await body({
      async read(box, options) {
        const files = given?.files ?? (await glo!.tiles(box, signal));
        return readDem(files, box, { heights, tileList, signal, ...options });
      },
    });
  } finally {
    await given?.close();
    await glo?.close();
  }
}
