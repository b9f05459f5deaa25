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
} as const satisfies Record<string, CatalogueEntry>;
