import type { CatalogueEntry } from '../catalogue-entry.ts';

export const geometryErrors = {
  ORBIT_TOO_SHORT: {
    stage: 'geometry',
    fault: 'data',
    message: '{source} holds {count} state vectors; interpolation needs at least 4.',
    remedy: 'Give an orbit file that covers the pass, or leave the orbit option out to use the annotation vectors.',
  },
  ORBIT_TIME_OUTSIDE: {
    stage: 'geometry',
    fault: 'data',
    message: 'Time {time} s lies outside the state vectors of {source} ({start} to {stop} s).',
    remedy: 'Give an orbit file whose state vectors cover the pass with a minute to spare on both sides.',
  },
  TARGET_NOT_SEEN: {
    stage: 'geometry',
    fault: 'caller',
    message: 'The target at {latitude}, {longitude} is never abeam on the right of the pass of {source}.',
    remedy: 'Ask only for places that the granule covers.',
  },
  RANGE_NOT_ON_EARTH: {
    stage: 'geometry',
    fault: 'caller',
    message: 'No point at height {height} m is {range} m away from {source} at {time} s.',
    remedy: 'Give a slant range in metres, one way, and a height above the ellipsoid in metres.',
  },
  ISCE3_NOT_INSTALLED: {
    stage: 'geometry',
    fault: 'caller',
    message: 'ISCE3 is not installed here: {reason}',
    remedy:
      'Use the backend embedded, use the container image, which has ISCE3, or create the environment of handler/container/isce3-cpu.yml (micromamba create -n isce3 -f handler/container/isce3-cpu.yml) and activate it, so that its python3 is the first on PATH.',
  },
  ISCE3_DIED: {
    stage: 'geometry',
    fault: 'internal',
    message: 'The process of ISCE3 ended, and so did a second one: {reason}',
    remedy: 'Check the installation of ISCE3 with the command doctor, or use the backend embedded.',
  },
  ISCE3_TIMEOUT: {
    stage: 'geometry',
    fault: 'internal',
    message: 'The process of ISCE3 did not answer, nor did a second one: {reason}',
    remedy: 'Give the machine more time or memory, or use the backend embedded.',
  },
  ISCE3_PROTOCOL: {
    stage: 'geometry',
    fault: 'internal',
    message: 'The process of ISCE3 did not answer as agreed: {reason}.',
    remedy: 'Check with the command doctor that python3 is that of ISCE3, or use the backend embedded.',
  },
  ISCE3_FAILED: {
    stage: 'geometry',
    fault: 'data',
    message: 'ISCE3 could not answer: {reason}',
    remedy: 'Check that the orbit covers the pass with state vectors of equal spacing, or use the backend embedded.',
  },
} as const satisfies Record<string, CatalogueEntry>;
