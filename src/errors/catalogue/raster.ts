import type { CatalogueEntry } from '../catalogue-entry.ts';

export const rasterErrors = {
  RASTER_UNREADABLE: {
    stage: 'read',
    fault: 'data',
    message: '{file} cannot be read as a TIFF: {reason}.',
    remedy: 'Give a complete GeoTIFF; if it is one, write it anew with gdal_translate.',
  },
  RASTER_UNSUPPORTED: {
    stage: 'read',
    fault: 'caller',
    message: '{file} cannot be used: {reason}; wanted is {wanted}.',
    remedy: 'Give a raster of that kind; gdal_translate writes one from another format or band.',
  },
  RASTER_SIZE_MISMATCH: {
    stage: 'read',
    fault: 'caller',
    message: '{first} has {firstSize} pixels (lines x samples), {second} has {secondSize}.',
    remedy: 'Give rasters on the same grid: coregister or resample one to the other first.',
  },
  RASTER_TOO_LARGE: {
    stage: 'read',
    fault: 'caller',
    message: '{file} has {rows} x {columns} = {pixels} pixels, too many to {task}: {largest}; {fitting}.',
    remedy:
      'Average the complex interferogram and the coherence by that much, cut a part out of both (gdal_translate -srcwin), or use an adapter or a machine with more memory.',
  },
  RASTER_COHERENCE_RANGE: {
    stage: 'read',
    fault: 'data',
    message: '{file} is no coherence: it holds {value}, and coherence is from 0 to 1.',
    remedy: 'Scale it to 0..1, or declare the value as no data (GDAL_NODATA).',
  },
  RASTER_EMPTY: {
    stage: 'read',
    fault: 'data',
    message: '{what} has no pixel with data.',
    remedy: 'Check the no-data value that the files declare, and that they overlap.',
  },
  RASTER_OUTPUT_TAKEN: {
    stage: 'products',
    fault: 'caller',
    message: '{file} is given more than once, as input or output: it would be overwritten.',
    remedy: 'Give every output a file of its own.',
  },
} as const satisfies Record<string, CatalogueEntry>;
