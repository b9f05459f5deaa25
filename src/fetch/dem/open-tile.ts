import { SentryalError, isSentryalError } from '../../errors/index.ts';
import type { ByteSource } from '../../model/index.ts';
import type { DataAccess } from '../data-access.ts';
import { openKeptObject } from './kept-object.ts';
import { type GloTile, gloTileName } from './glo-tiles.ts';
import type { LandCell } from './tiles-over.ts';

/** What a public bucket answers for a key it has not: 403 where it may not be listed. */
const ABSENT: readonly number[] = [403, 404];

function addresses({ product }: GloTile, name: string, { services }: DataAccess): string[] {
  const mirrors = product === 'GLO-30' ? services.glo30 : services.glo90;
  return mirrors.map((mirror) => `${mirror}/${name}/${name}.tif`);
}

/** Whether the service itself says that it has no such object, after it could not be opened. */
async function isAbsent(url: string, error: SentryalError, access: DataAccess, signal: AbortSignal | undefined) {
  if (error.code !== 'HTTP_FAILED' && error.code !== 'LOGIN_REFUSED') return false;
  try {
    const response = await access.network.request({ url, method: 'HEAD', accept: ABSENT, retries: 0, signal });
    await response.drop();
    return ABSENT.includes(response.status);
  } catch (failure) {
    signal?.throwIfAborted();
    if (!isSentryalError(failure)) throw failure;
    return false;
  }
}

/**
 * Opens the tile of a degree cell, from each mirror in turn. Where every mirror says that it has no GLO-30 tile although the
 * list has, that of GLO-90 is taken, with a warning: other failures may pass, and do not make the DEM coarser.
 * @throws SentryalError DEM_TILE_UNAVAILABLE; the signal's reason when aborted
 */
export async function openTile(
  cell: LandCell,
  access: DataAccess,
  signal: AbortSignal | undefined,
): Promise<ByteSource> {
  const failures: string[] = [];
  let cause: unknown;
  for (const tile of cell.tiles) {
    const name = gloTileName(tile);
    let absent = true;
    for (const url of addresses(tile, name, access)) {
      try {
        const source = access.cache.source(await openKeptObject(url, access, signal));
        if (tile !== cell.tiles[0])
          access.warn({
            code: 'DEM_TILE_COARSER',
            stage: 'fetch',
            message: `${cell.name} is listed but not served; ${name}, three times coarser, is used in its place`,
          });
        return source;
      } catch (error) {
        signal?.throwIfAborted();
        if (!isSentryalError(error)) throw error;
        cause = error;
        failures.push(error.message.replace(/\.$/, ''));
        if (!(await isAbsent(url, error, access, signal))) absent = false;
      }
    }
    if (!absent) break;
  }
  const attempts = failures.length > 0 ? failures.join('; ') : 'no address of the service is set';
  throw new SentryalError('DEM_TILE_UNAVAILABLE', { tile: cell.name, attempts }, { cause });
}
