import type { CatalogueEntry } from '../catalogue-entry.ts';

export const simulateErrors = {
  SIMULATE_SCENE_UNKNOWN: {
    stage: 'simulate',
    fault: 'caller',
    message: 'There is no scene called "{scene}"; there are {names}.',
    remedy: 'Choose one of the scenes that the message lists.',
  },
  SIMULATE_OPTION_INVALID: {
    stage: 'simulate',
    fault: 'caller',
    message: 'Option {option} of the simulator is {value}: {reason}.',
    remedy: 'Give the option a value in the range that the message names, or leave it out.',
  },
  SIMULATE_TEMPLATE_INVALID: {
    stage: 'simulate',
    fault: 'caller',
    message: 'The template folder {folder} cannot drive a scene: {reason}.',
    remedy:
      'Give a folder with two unpacked IW SLC .SAFE folders of one track (manifest.safe and annotation are enough).',
  },
  SIMULATE_TOO_LARGE: {
    stage: 'simulate',
    fault: 'caller',
    message: 'The measurement file of {swath} would have {bytes} bytes, more than a classic TIFF holds.',
    remedy: 'Ask for fewer bursts or fewer range samples.',
  },
  SIMULATE_POINT_OUTSIDE: {
    stage: 'simulate',
    fault: 'caller',
    message: 'Point {point} of the scene falls outside the valid part of the bursts.',
    remedy: 'Ask for more range samples or more bursts, so that the scene fits.',
  },
} as const satisfies Record<string, CatalogueEntry>;
