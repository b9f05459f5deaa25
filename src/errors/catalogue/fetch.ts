import type { CatalogueEntry } from '../catalogue-entry.ts';

export const fetchErrors = {
  READ_TRUNCATED: {
    stage: 'fetch',
    fault: 'data',
    message: '{name} ends at byte {size}; bytes {offset} to {end} were asked for.',
    remedy: 'Get the file again: this copy is not complete.',
  },
  FILE_NOT_FOUND: {
    stage: 'fetch',
    fault: 'caller',
    message: 'There is nothing at {path}.',
    remedy: 'Check the path; paths in a job file are relative to that file.',
  },
  FILE_UNREADABLE: {
    stage: 'fetch',
    fault: 'data',
    message: '{path} cannot be read: {reason}.',
    remedy: 'Check the permissions and the disk, then run again.',
  },
  PRODUCT_NOT_FOUND: {
    stage: 'fetch',
    fault: 'caller',
    message: '{path} holds no Sentinel-1 product: {reason}.',
    remedy: 'Give a .SAFE folder, a folder that contains one .SAFE folder, or a .zip of one.',
  },
  PRODUCT_MEMBER_MISSING: {
    stage: 'fetch',
    fault: 'data',
    message: 'The product {product} lacks {member}.',
    remedy: 'Get the whole product again: a part of it is missing.',
  },
  PRODUCT_MEMBER_TOO_LARGE: {
    stage: 'fetch',
    fault: 'data',
    message: '{member} of {product} takes {size} bytes, more than the {limit} allowed.',
    remedy: 'Use the product as ESA delivers it; no file of that kind is that large.',
  },
  ZIP_INVALID: {
    stage: 'fetch',
    fault: 'data',
    message: '{path} is not a readable zip: {reason}.',
    remedy: 'Get the zip again: it is broken or not complete.',
  },
  ZIP_UNSAFE_NAME: {
    stage: 'fetch',
    fault: 'data',
    message: '{path} names a member outside itself: {reason}.',
    remedy: 'Do not use this zip: products of ESA never contain such names.',
  },
  ZIP_MEMBER_UNSUPPORTED: {
    stage: 'fetch',
    fault: 'data',
    message: '{member} of {path} is {reason}.',
    remedy: 'Give a zip whose members are stored or deflated, and not encrypted.',
  },
  ZIP_EXPANSION: {
    stage: 'fetch',
    fault: 'data',
    message: '{member} of {path} would expand from {compressed} to {size} bytes.',
    remedy: 'Do not use this zip: a measurement never compresses that well.',
  },
  CACHE_UNWRITABLE: {
    stage: 'fetch',
    fault: 'upstream',
    message: 'The cache folder {path} cannot be written: {reason}.',
    remedy: 'Give a cache folder with enough free space, or unpack the zip and give the .SAFE folder.',
  },
  ORBIT_SERVICE_SILENT: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{origin} gave no orbit file: {reason}.',
    remedy: 'Check the connection, or give orbit files with the options reference_orbit and secondary_orbit.',
  },
  ORBIT_LIST_INVALID: {
    stage: 'fetch',
    fault: 'upstream',
    message: 'The list of orbit files at {address} cannot be used: {reason}.',
    remedy: 'Run again later, or give orbit files with the options reference_orbit and secondary_orbit.',
  },
  ORBIT_FILE_INVALID: {
    stage: 'fetch',
    fault: 'upstream',
    message: 'What was sent as {name} is not that orbit file: {reason}.',
    remedy: 'Run again later, or give orbit files with the options reference_orbit and secondary_orbit.',
  },
  DEM_TILE_LIST_INVALID: {
    stage: 'fetch',
    fault: 'caller',
    message: 'The tile list {file} cannot be used: {reason}.',
    remedy: 'Give the files tileList.txt of Copernicus GLO-30 and of GLO-90, both.',
  },
  DEM_TILE_UNAVAILABLE: {
    stage: 'fetch',
    fault: 'upstream',
    message: 'The tile {tile} of the Copernicus DEM could not be opened: {attempts}.',
    remedy: 'Run again later, or give a DEM of your own with the option dem.',
  },
  DEM_ALL_SEA: {
    stage: 'fetch',
    fault: 'caller',
    message: 'Neither Copernicus GLO-30 nor GLO-90 has a tile in the area {area}: it is sea.',
    remedy: 'Move the bbox to land, or give a DEM of your own with the option dem.',
  },
} as const satisfies Record<string, CatalogueEntry>;
