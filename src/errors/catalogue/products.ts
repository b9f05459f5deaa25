import type { CatalogueEntry } from '../catalogue-entry.ts';

export const productsErrors = {
  PRODUCT_TOO_LARGE: {
    stage: 'products',
    fault: 'caller',
    message: '{file} would have {bytes} bytes, more than a TIFF of 4 GiB holds.',
    remedy:
      'Ask for a smaller bbox, larger looks or a larger raster_spacing_m; of a raster, cut it or give a larger --step.',
  },
  PRODUCT_UNWRITABLE: {
    stage: 'products',
    fault: 'caller',
    message: '{file} cannot be written: {reason}.',
    remedy: 'Give a folder with room and permission to write, in which no folder has the name of the file.',
  },
  QUICKLOOK_UNREADABLE: {
    stage: 'products',
    fault: 'data',
    message: 'The picture is not one that a run wrote: {reason}.',
    remedy: 'Run the job again for its pictures, or remove the file: the report is made without it.',
  },
} as const satisfies Record<string, CatalogueEntry>;
