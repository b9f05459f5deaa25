import { SentryalError } from '../../errors/index.ts';
import { redactUrl } from '../../network/index.ts';
import { requireCredential } from '../credentials/read-credentials.ts';
import type { DataAccess } from '../data-access.ts';
import { openAsfBursts } from '../product/asf-bursts.ts';
import { openS3Safe } from '../product/s3-safe.ts';
import { dataSpaceS3 } from '../source/s3-service.ts';
import { Attempts } from './attempts.ts';
import { dataSpacePlace } from './data-space.ts';
import { requireGranuleName } from '../granule-name.ts';
import { openHttpZip } from './http-zip.ts';
import type { FoundProduct, OpenProductAtOptions, ProductSource } from './open-product-at.ts';
import { withCatalogue } from './s3-product.ts';

const DATA_SPACE = 'Copernicus Data Space';
const ASF_BURSTS = 'ASF burst service';
const ASF_ARCHIVE = 'ASF archive';

/** Why a service is not asked: it has no address, or there is no credential for it; undefined where it is. */
function missing(
  access: DataAccess,
  name: 'earthdata' | 'dataSpaceS3',
  addresses: readonly string[],
): string | undefined {
  if (addresses.length === 0) return 'it is not asked: the network is off, or no address of it is set';
  try {
    requireCredential(access.credentials, name);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * Finds a granule by its name: the Data Space first, where any byte can be had, then ASF.
 * @throws SentryalError GRANULE_NAME_INVALID, GRANULE_NOT_FOUND_ANYWHERE
 */
export async function findProduct(
  granule: string,
  access: DataAccess,
  options: OpenProductAtOptions,
): Promise<FoundProduct> {
  const { signal } = options;
  const { mission, polarizations } = requireGranuleName(granule);
  const { services } = access;
  const attempts = new Attempts(granule, access.warn);
  type Opened = Omit<FoundProduct, 'provenance'>;
  const found = (files: Opened, source: ProductSource, address: string): FoundProduct => ({
    ...files,
    provenance: { source, address, attempts: [...attempts.made] },
  });

  const noKeys = missing(access, 'dataSpaceS3', services.dataSpaceCatalogue);
  if (noKeys !== undefined) attempts.skipped(DATA_SPACE, noKeys);
  else
    for (const base of services.dataSpaceCatalogue) {
      const place = await attempts.run(DATA_SPACE, redactUrl(base), signal, () =>
        dataSpacePlace(granule, base, access, signal),
      );
      if (place === undefined) continue;
      const { bucket, prefix } = place;
      for (const endpoint of services.dataSpaceS3) {
        const files = await attempts.run(DATA_SPACE, redactUrl(endpoint), signal, async () =>
          withCatalogue(
            await openS3Safe(dataSpaceS3(access, endpoint), bucket, prefix, access.cache, signal),
            granule,
            access,
            options,
          ),
        );
        if (files !== undefined) return found(files, 'data-space', `s3://${bucket}/${prefix}`);
      }
      break;
    }

  const noLogin = missing(access, 'earthdata', [...services.asfBursts, ...services.asfDatapool]);
  if (noLogin !== undefined) attempts.skipped('ASF', noLogin);
  else {
    const wanted = { ...options, polarization: options.polarization ?? polarizations[0]! };
    for (const base of services.asfBursts) {
      const files = await attempts.run(ASF_BURSTS, redactUrl(base), signal, () =>
        openAsfBursts(granule, base, access, wanted),
      );
      if (files !== undefined) return found(files, 'asf-bursts', files.location);
    }
    for (const base of services.asfDatapool) {
      const url = `${base.replace(/\/$/, '')}/SLC/S${mission.slice(2)}/${granule}.zip`;
      const files = await attempts.run(ASF_ARCHIVE, redactUrl(url), signal, () => openHttpZip(url, access, options));
      if (files !== undefined) return found(files, 'asf-zip', redactUrl(url));
    }
  }
  throw new SentryalError('GRANULE_NOT_FOUND_ANYWHERE', { granule, attempts: attempts.summary() });
}
