import type { CatalogueEntry } from '../catalogue-entry.ts';

export const readErrors = {
  XML_MALFORMED: {
    stage: 'read',
    fault: 'data',
    message: '{file} is not well-formed XML: {reason}.',
    remedy: 'Get the file again: this copy is broken.',
  },
  XML_DOCTYPE_REFUSED: {
    stage: 'read',
    fault: 'data',
    message: '{file} declares a document type or entities.',
    remedy: 'Do not use this file: products and orbit files of ESA never do.',
  },
  XML_ELEMENT_MISSING: {
    stage: 'read',
    fault: 'data',
    message: '{file} lacks the element {element}.',
    remedy: 'Use the file as ESA delivers it; if it is, report the processor version.',
  },
  XML_ELEMENT_INVALID: {
    stage: 'read',
    fault: 'data',
    message: '{file}: element {element} is not {wanted}: "{value}".',
    remedy: 'Use the file as ESA delivers it; if it is, report the processor version.',
  },
  GRANULE_NAME_INVALID: {
    stage: 'read',
    fault: 'caller',
    message: '"{name}" is not the name of a Sentinel-1 IW SLC granule.',
    remedy: 'Keep the product folder under the name ESA gave it: S1x_IW_SLC__1S….SAFE.',
  },
  GRANULE_NAME_MISMATCH: {
    stage: 'read',
    fault: 'caller',
    message: '{location} holds {name}, not {expected}.',
    remedy: 'Give the location of the granule that the job names.',
  },
  PRODUCT_NOT_SUPPORTED: {
    stage: 'read',
    fault: 'caller',
    message: '{file} is {found}; only IW SLC products are processed.',
    remedy: 'Give two Sentinel-1 IW SLC granules.',
  },
  POLARIZATION_MISSING: {
    stage: 'read',
    fault: 'caller',
    message: '{name} has no polarisation {wanted}; it has: {available}.',
    remedy: 'Ask for a polarisation that both granules have, or leave the option out.',
  },
  MEASUREMENT_MISSING: {
    stage: 'read',
    fault: 'data',
    message: 'The product {product} has no pixels: {member} is missing or empty.',
    remedy: 'Get the whole product again; this one is metadata only.',
  },
  MEASUREMENT_SIZE_MISMATCH: {
    stage: 'read',
    fault: 'data',
    message: '{file} takes {size} bytes; the manifest says {expected}.',
    remedy: 'Get the product again: this copy is not the one its manifest describes.',
  },
  MEASUREMENT_UNSUPPORTED: {
    stage: 'read',
    fault: 'data',
    message: '{file} is not a measurement as ESA writes it: {reason}.',
    remedy: 'Use the original product: complex int16, uncompressed, one strip per line.',
  },
  MEASUREMENT_TRUNCATED: {
    stage: 'read',
    fault: 'data',
    message: '{file} ends at byte {size}; {what} needs bytes up to {end}.',
    remedy: 'Get the product again: this copy is not complete.',
  },
  READ_WINDOW_OUTSIDE: {
    stage: 'read',
    fault: 'internal',
    message:
      'Lines {firstLine} + {lines}, samples {firstSample} + {samples} do not lie in a burst of {height} x {width}.',
    remedy: 'This is a fault of Sentryal: report it with the answer document.',
  },
  ORBIT_INVALID: {
    stage: 'read',
    fault: 'data',
    message: 'The orbit in {file} cannot be used: {reason}.',
    remedy: 'Get the orbit file again, or leave the orbit option out to use the annotation vectors.',
  },
  ORBIT_OTHER_MISSION: {
    stage: 'read',
    fault: 'caller',
    message: '{file} is an orbit of {found}; {name} was flown by {expected}.',
    remedy: 'Give the orbit file of the same satellite and day, or leave the orbit option out.',
  },
  ORBIT_NOT_COVERING: {
    stage: 'read',
    fault: 'caller',
    message: '{file} covers {start} to {stop}; the pass of {name} needs {from} to {to}.',
    remedy: 'Give an orbit file that covers the pass and a minute on both sides, or leave the orbit option out.',
  },
  GRANULES_DIFFERENT_TRACKS: {
    stage: 'read',
    fault: 'caller',
    message: 'The granules are of different tracks: {reference} and {secondary}.',
    remedy: 'Give two granules of the same relative orbit.',
  },
  GRANULES_NO_COMMON_BURST: {
    stage: 'read',
    fault: 'caller',
    message: 'The granules have no burst in common: {reference} and {secondary}.',
    remedy: 'Give granules of the same frame: the slices must cover the same bursts.',
  },
  GRANULES_DIFFERENT_POLARIZATIONS: {
    stage: 'read',
    fault: 'caller',
    message: 'The granules are read in different polarisations: {reference} and {secondary}.',
    remedy: 'Set the option `polarization` to one that both granules have.',
  },
  GRANULES_ANTENNA_PHASE_DIFFERS: {
    stage: 'read',
    fault: 'data',
    message:
      'Exactly one granule is of a processor before 2.43 ({reference} and {secondary}): the phase of the elevation antenna pattern differs.',
    remedy: 'Use two granules of processors from 2.43 on, or two from before.',
  },
  DEM_UNREADABLE: {
    stage: 'read',
    fault: 'data',
    message: 'The DEM {file} cannot be read: {reason}.',
    remedy: 'Give a GeoTIFF with one band of heights in metres.',
  },
  DEM_PROJECTION_UNKNOWN: {
    stage: 'read',
    fault: 'caller',
    message: 'The DEM {file} is in {crs}, which is not supported.',
    remedy: 'Warp the DEM to EPSG:4326 or to a UTM zone of WGS84.',
  },
  DEM_VERTICAL_UNKNOWN: {
    stage: 'read',
    fault: 'caller',
    message: 'The DEM {file} has heights in the vertical system EPSG:{code}, which is not supported.',
    remedy: 'Convert the heights, or set the option `dem_heights` to say what they are.',
  },
  DEM_NOT_COVERING: {
    stage: 'read',
    fault: 'caller',
    message: 'The DEM {file} does not cover the area: missing {missing}.',
    remedy: 'Give a DEM that covers the bursts of the bbox with a margin, or ask for a smaller bbox.',
  },
  DEM_FOLDER_EMPTY: {
    stage: 'read',
    fault: 'caller',
    message: 'The DEM folder {folder} holds no GeoTIFF.',
    remedy: 'Give a folder with files that end in .tif or .tiff, or the path of one file.',
  },
  DEM_MOSAIC_CRS_DIFFERS: {
    stage: 'read',
    fault: 'caller',
    message: 'The files of the DEM are in different coordinate systems: {file} in {crs}, {other} in {otherCrs}.',
    remedy: 'Warp the files to one coordinate system, or give those of one only.',
  },
  DEM_MOSAIC_DATUM_DIFFERS: {
    stage: 'read',
    fault: 'caller',
    message: 'The files of the DEM have different heights: {file} {heights}, {other} {otherHeights}.',
    remedy: 'Give files of one vertical datum, or set the option `dem_heights` to say what all of them are.',
  },
  DEM_MOSAIC_NOT_ALIGNED: {
    stage: 'read',
    fault: 'caller',
    message: 'The DEM {file} is not laid north up, and cannot be joined with other files.',
    remedy: 'Warp the file to a grid along its axes with north up, or give one file that covers the area.',
  },
  DEM_TILE_MISSING: {
    stage: 'read',
    fault: 'caller',
    message: 'The DEM lacks tiles of the bbox: {tiles}.',
    remedy:
      'Add the tiles, those of GLO-90 where GLO-30 has none. Where neither has any it is sea, and is filled if the heights are above a geoid: leave `dem_heights` out.',
  },
  DEM_NO_HEIGHTS: {
    stage: 'read',
    fault: 'data',
    message: 'The DEM {file} has no height in the area.',
    remedy: 'Give a DEM with data in the area.',
  },
  DEM_TOO_LARGE: {
    stage: 'read',
    fault: 'caller',
    message:
      'The area takes {columns} x {rows} samples of the DEM {file}; at most {limit} are read, or fit one buffer of this adapter.',
    remedy:
      'Ask for a smaller bbox or context_margin_m, give a coarser DEM, or use an adapter with a larger limit; more looks do not help.',
  },
  CORRECTION_GRID_UNREADABLE: {
    stage: 'read',
    fault: 'data',
    message: 'The grid of a correction {file} cannot be read: {reason}.',
    remedy: 'Give a GeoTIFF with one band: zenith delay in metres, or electron content in TECU; or leave it out.',
  },
  CORRECTION_GRID_PROJECTION_UNKNOWN: {
    stage: 'read',
    fault: 'caller',
    message: 'The grid of a correction {file} is in {crs}, which is not supported.',
    remedy: 'Warp it to EPSG:4326 or to a UTM zone of WGS84.',
  },
  CORRECTION_GRID_NOT_COVERING: {
    stage: 'read',
    fault: 'caller',
    message: 'The grid of a correction {file} has no pixel in the area.',
    remedy: 'Give a grid of the bbox and its surroundings, or leave it out.',
  },
  WATER_MASK_UNREADABLE: {
    stage: 'read',
    fault: 'data',
    message: 'The water mask {file} cannot be read: {reason}.',
    remedy: 'Give a GeoTIFF with one band: 0 for land, anything else for water; or leave `water_mask` out.',
  },
  WATER_MASK_PROJECTION_UNKNOWN: {
    stage: 'read',
    fault: 'caller',
    message: 'The water mask {file} is in {crs}, which is not supported.',
    remedy: 'Warp the mask to EPSG:4326 or to a UTM zone of WGS84, with nearest neighbours.',
  },
  WATER_MASK_FOLDER_EMPTY: {
    stage: 'read',
    fault: 'caller',
    message: 'The folder {folder} of the water mask holds no GeoTIFF.',
    remedy: 'Give a folder with files that end in .tif or .tiff, or the path of one file.',
  },
  WATER_MASK_IS_DEM: {
    stage: 'read',
    fault: 'caller',
    message: '{file} is named as a tile of the Copernicus DEM: its heights are no water mask.',
    remedy: 'Give the file beside it whose name ends in _WBM.tif.',
  },
  WATER_MASK_NOT_COVERING: {
    stage: 'read',
    fault: 'caller',
    message: 'The water mask {file} has no pixel in the area.',
    remedy: 'Give a mask of the bbox and its surroundings, or leave `water_mask` out.',
  },
  WATER_MASK_TOO_LARGE: {
    stage: 'read',
    fault: 'caller',
    message: 'The area takes {columns} x {rows} pixels of the water mask {file}, more than {limit}.',
    remedy: 'Ask for a smaller bbox or give a coarser mask.',
  },
} as const satisfies Record<string, CatalogueEntry>;
