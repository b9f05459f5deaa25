import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Granules in archives and services. */
export const findErrors = {
  ASF_BURST_NOT_BUILT: {
    stage: 'fetch',
    fault: 'upstream',
    message: 'ASF was still building {address} after {waited} s.',
    remedy: 'Run again in some minutes: what the service has built by then is ready.',
  },
  ASF_BURST_METADATA_INVALID: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{address} is not the metadata of a burst: {reason}.',
    remedy: 'Run again later, or give the address of the whole granule.',
  },
  ASF_BURST_UNSUPPORTED: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{address} cannot be used in place of the granule: {reason}.',
    remedy: 'Give the address of the whole granule.',
  },
  ASF_BURST_BYTES_ABSENT: {
    stage: 'fetch',
    fault: 'internal',
    message: 'Byte {offset} of {name} is in no burst.',
    remedy: 'Give the address of the whole granule, and report this: only bursts should be read.',
  },
  DATA_SPACE_ANSWER_INVALID: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{address} did not answer as the catalogue of the Copernicus Data Space does: {reason}.',
    remedy: 'Run again later, or give the address of the granule.',
  },
  DATA_SPACE_GRANULE_ABSENT: {
    stage: 'fetch',
    fault: 'caller',
    message: '{address} does not list {granule}.',
    remedy: 'Check the name of the granule; new ones appear hours after they were taken.',
  },
  GRANULE_NOT_FOUND_ANYWHERE: {
    stage: 'fetch',
    fault: 'caller',
    message: '{granule} could not be had from anywhere. {attempts}.',
    remedy:
      'Check its name; set CDSE_S3_ACCESS_KEY and CDSE_S3_SECRET_KEY (from https://eodata-s3keysmanager.dataspace.copernicus.eu) or EARTHDATA_TOKEN (from https://urs.earthdata.nasa.gov/user_tokens), or give the address of the granule.',
  },
  SAFE_OVER_HTTP: {
    stage: 'fetch',
    fault: 'caller',
    message: '{location} is a folder, which cannot be read over http.',
    remedy:
      'Give s3://eodata/… of the Copernicus Data Space (S3Path in its catalogue), the https address of a zip, or no address: the granule is then looked for by its name.',
  },
  LOCATION_LOCAL_REFUSED: {
    stage: 'fetch',
    fault: 'caller',
    message: 'A path of this machine was given where only addresses are read.',
    remedy: 'Give an https:// or s3:// address; paths are for the command line.',
  },
  LOCATION_UNSUPPORTED: {
    stage: 'fetch',
    fault: 'caller',
    message: '{location} cannot be read from: {reason}.',
    remedy: 'Give an https:// or s3:// address, or on the command line a path.',
  },
} as const satisfies Record<string, CatalogueEntry>;
