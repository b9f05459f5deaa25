import type { CatalogueEntry } from '../catalogue-entry.ts';

export const productsErrors = {
  PRODUCT_TOO_LARGE: {
    stage: 'products',
    fault: 'caller',
    message: '{file} could have {bytes} bytes, more than a TIFF of 4 GiB holds.',
    remedy:
      'Ask for a smaller bbox or a larger raster_spacing_m, or leave this raster out of options.products; of an interferogram in radar geometry, larger looks; of a raster given, cut it or give a larger --step.',
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
