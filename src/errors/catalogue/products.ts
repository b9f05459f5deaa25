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
} as const satisfies Record<string, CatalogueEntry>;
