import type { CatalogueEntry } from '../catalogue-entry.ts';

/** Faults of a job, found before any file is opened. `{path}` is the place in the job, such as `points[3].lat`. */
export const jobErrors = {
  JOB_INVALID: {
    stage: 'job',
    fault: 'caller',
    message: 'The job has {count} faults: {list}',
    remedy: 'Correct every fault listed in `error.faults`; each has its own code and place.',
  },
  JOB_FILE_UNREADABLE: {
    stage: 'job',
    fault: 'caller',
    message: 'The job file {file} cannot be read: {reason}.',
    remedy: 'Give the path of an existing, readable JSON file.',
  },
  JOB_NOT_JSON: {
    stage: 'job',
    fault: 'caller',
    message: 'The job file {file} is not JSON: {reason}.',
    remedy: 'Give a JSON document: the bare job, or {"input": job}.',
  },
  JOB_NOT_AN_OBJECT: {
    stage: 'job',
    fault: 'caller',
    message: 'The job is {value}, not an object.',
    remedy: 'Give the job as a JSON object, bare or as {"input": job}.',
  },
  JOB_FIELD_MISSING: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is missing.',
    remedy: 'Add the field; src/job/README.md lists what a job needs.',
  },
  JOB_FIELD_WRONG_TYPE: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, not of type {expected}.',
    remedy: 'Give the field the type that src/job/README.md states.',
  },
  JOB_FIELD_EMPTY: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is empty.',
    remedy: 'Fill the field in, or leave it out where it is optional.',
  },
  JOB_NUMBER_NOT_FINITE: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, not a finite number.',
    remedy: 'Give a finite number.',
  },
  JOB_NUMBER_OUT_OF_RANGE: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}; it must be {bound}.',
    remedy: 'Give a value inside the range that src/job/README.md states.',
  },
  JOB_VALUE_NOT_ALLOWED: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}; it must be one of {allowed}.',
    remedy: 'Use one of the allowed values.',
  },
  JOB_ID_MALFORMED: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, which is not an id.',
    remedy: 'Use 1 to 128 letters, digits, dots, underscores and hyphens, beginning with a letter or a digit.',
  },
  JOB_BBOX_INVERTED: {
    stage: 'job',
    fault: 'caller',
    message: 'bbox.south ({south}) is not below bbox.north ({north}).',
    remedy: 'Give the southern edge as bbox.south and the northern edge as bbox.north.',
  },
  JOB_BBOX_EMPTY: {
    stage: 'job',
    fault: 'caller',
    message: 'bbox.west ({west}) and bbox.east ({east}) are the same meridian.',
    remedy: 'Give a box of some width; west > east means that it crosses the antimeridian.',
  },
  JOB_NO_POINTS: {
    stage: 'job',
    fault: 'caller',
    message: 'points is empty.',
    remedy: 'Give at least one point to measure.',
  },
  JOB_POINT_ID_DUPLICATE: {
    stage: 'job',
    fault: 'caller',
    message: '{path} repeats the id {id} of points[{first}].',
    remedy: 'Give every point an id of its own.',
  },
  JOB_HEIGHT_REFERENCE_ALONE: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is given without height_m.',
    remedy: 'Give height_m too, or leave height_reference out to take the height of the DEM.',
  },
  JOB_ONE_DATE_ALONE: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is given without {other}.',
    remedy: 'Give it of both dates, or of neither: a change needs two.',
  },
  JOB_OPTION_UNKNOWN: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is not an option.{suggestion}',
    remedy: 'Remove it or correct its name; src/job/README.md lists the options.',
  },
  JOB_GRANULE_NOT_IW_SLC: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, not the name of a Sentinel-1 IW SLC granule ({reason}).',
    remedy:
      'Give the 67-character name of an IW SLC product, such as S1A_IW_SLC__1SDV_<start>_<stop>_<orbit>_<take>_<crc>.',
  },
  JOB_GRANULES_DIFFERENT_TRACKS: {
    stage: 'job',
    fault: 'caller',
    message: 'The granules are of different tracks: reference {referenceTrack}, secondary {secondaryTrack}.',
    remedy: 'Choose two granules with the same relative orbit.',
  },
  JOB_GRANULE_TWICE: {
    stage: 'job',
    fault: 'caller',
    message: 'reference_granule and secondary_granule are the same granule.',
    remedy: 'Choose two dates, or set options.allow_same_granule to true for a test of zero displacement.',
  },
  JOB_GRANULES_SAME_PASS: {
    stage: 'job',
    fault: 'caller',
    message: 'The granules were acquired {minutes} minutes apart: they are of one pass, not of two.',
    remedy: 'Choose granules of two passes, or set options.allow_same_granule to true.',
  },
  JOB_POLARIZATION_NOT_COMMON: {
    stage: 'job',
    fault: 'caller',
    message: 'The granules have no polarisation in common: reference {reference}, secondary {secondary}.',
    remedy: 'Choose granules of the same polarisation class.',
  },
  JOB_POLARIZATION_NOT_AVAILABLE: {
    stage: 'job',
    fault: 'caller',
    message: 'options.polarization is {value}, but the granules share only {common}.',
    remedy: 'Ask for a polarisation that both granules have, or leave the option out.',
  },
  JOB_DEM_MISSING: {
    stage: 'job',
    fault: 'caller',
    message: 'options.dem is missing, and none can be fetched: SENTRYAL_NETWORK is off.',
    remedy:
      'Give options.dem, a GeoTIFF or a folder of them that covers the bbox and options.context_margin_m (5 km by default) around it.',
  },
  JOB_WEBHOOK_NOT_HTTPS: {
    stage: 'job',
    fault: 'caller',
    message: 'webhook_url is {value}, not an https address.',
    remedy: 'Give an absolute https:// address, or leave webhook_url out.',
  },
  JOB_URL_MISSING: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is missing, and the granule cannot be looked for: SENTRYAL_NETWORK is off.',
    remedy: 'Give the path of the SAFE folder or zip, or set SENTRYAL_NETWORK=on.',
  },
  URL_NOT_SUPPORTED: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, whose scheme is not known.',
    remedy: 'Give an https:// or s3:// address or, on the command line, a path.',
  },
  URL_NETWORK_OFF: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, and SENTRYAL_NETWORK is off.',
    remedy: 'Give a path of this machine, or set SENTRYAL_NETWORK=on.',
  },
  URL_LOCAL_REFUSED: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is a local path, which is accepted on the command line only.',
    remedy: 'Give an address that the service can reach, or run the job with `sentryal run`.',
  },
  URL_MALFORMED: {
    stage: 'job',
    fault: 'caller',
    message: '{path} is {value}, not an address or a path ({reason}).',
    remedy: 'Give an https:// or s3:// address or, on the command line, a path.',
  },
  JOB_TIME_LIMIT: {
    stage: 'job',
    fault: 'caller',
    message: 'The job did not finish within {seconds} s.',
    remedy: 'Ask for a smaller bbox, or raise SENTRYAL_JOB_TIME_LIMIT_S.',
  },
} as const satisfies Record<string, CatalogueEntry>;
