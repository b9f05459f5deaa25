import type { ProductFiles, ProductMember } from '../fetch/index.ts';
import type { Swath } from '../model/index.ts';

/** Where a swath was read from: what later reads need and the swath itself does not say. */
export interface SwathOrigin {
  readonly files: ProductFiles;
  readonly annotationPath: string;
  readonly epochDay: number;
  /** Size of the measurement by the manifest, bytes; undefined where the manifest does not say. */
  readonly manifestBytes: number | undefined;
}

const origins = new WeakMap<Swath, SwathOrigin>();

export function rememberOrigin(swath: Swath, origin: SwathOrigin): void {
  origins.set(swath, origin);
}

/** The file of a swath's measurement as its product lists it; undefined where it is not there. */
export function measurementMember(swath: Swath): ProductMember | undefined {
  return originOf(swath)
    ?.files.list()
    .find(({ path }) => path === swath.measurement.name);
}

export function originOf(swath: Swath): SwathOrigin | undefined {
  return origins.get(swath);
}
