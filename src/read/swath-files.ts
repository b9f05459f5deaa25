import { type OpenProductOptions, openProduct } from '../fetch/index.ts';
import type { Polarization, SwathName } from '../model/index.ts';

/** An annotation file of a product and the measurement that belongs to it. */
export interface SwathFiles {
  readonly swath: SwathName;
  readonly polarization: Polarization;
  readonly annotation: string;
  readonly measurement: string;
}

const ANNOTATION = /^annotation\/(s1[abcd]-(iw[123])-slc-(vv|vh|hh|hv)-[^/]+)\.xml$/;

/** The swaths named by a list of paths, in order of swath. */
export function swathFiles(paths: Iterable<string>): SwathFiles[] {
  const found = [...paths].flatMap((path) => {
    const match = ANNOTATION.exec(path);
    if (match === null) return [];
    const [annotation, stem, swath, polarization] = match as unknown as [string, string, SwathName, Polarization];
    return [{ swath, polarization, annotation, measurement: `measurement/${stem}.tiff` }];
  });
  return found.sort((a, b) => (a.swath < b.swath ? -1 : 1));
}

/** Co-polarised channels first. */
export const POLARIZATION_ORDER: readonly Polarization[] = ['vv', 'hh', 'vh', 'hv'];

/**
 * The polarisations that a product on disk has annotation for, co-polarised first; none for another kind of product.
 * @throws SentryalError FILE_NOT_FOUND, FILE_UNREADABLE, PRODUCT_NOT_FOUND, ZIP_*
 */
export async function listPolarizations(path: string, options: OpenProductOptions): Promise<Polarization[]> {
  const files = await openProduct(path, options);
  try {
    const present = swathFiles(files.list().map((member) => member.path)).map(({ polarization }) => polarization);
    return POLARIZATION_ORDER.filter((polarization) => present.includes(polarization));
  } finally {
    await files.close();
  }
}
