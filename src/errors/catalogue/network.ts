import type { CatalogueEntry } from '../catalogue-entry.ts';

export const networkErrors = {
  NETWORK_OFF: {
    stage: 'fetch',
    fault: 'caller',
    message: '{url} was not asked: SENTRYAL_NETWORK is off.',
    remedy: 'Give files of this machine, or set SENTRYAL_NETWORK=on.',
  },
  ADDRESS_REFUSED: {
    stage: 'fetch',
    fault: 'caller',
    message: '{url} is not connected to: {reason}.',
    remedy:
      'Give an http or https address of a public host, on its usual port; whoever runs the service can allow others in its settings.',
  },
  REDIRECT_REFUSED: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{url} leads to {target}, which is not followed: {reason}.',
    remedy: 'Give the address where the data really are, or another mirror.',
  },
  LOGIN_REFUSED: {
    stage: 'fetch',
    fault: 'caller',
    message: '{url} answered {status}: {reason}.',
    remedy:
      'Check the credentials of that service (for ASF an Earthdata token in EARTHDATA_TOKEN that has not expired, and its terms of use accepted once), then run again.',
  },
  LOGIN_PAGE: {
    stage: 'fetch',
    fault: 'caller',
    message: '{url} answered with a web page ({type}) where data were expected: most likely a page to log in.',
    remedy:
      'Give credentials for that service (for ASF an Earthdata token in EARTHDATA_TOKEN or a line for urs.earthdata.nasa.gov in .netrc, and its terms of use accepted once), then run again.',
  },
  RESOURCE_CHANGED: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{url} changed while it was read: {reason}.',
    remedy: 'Run again: everything is then read from the new version.',
  },
  RANGE_NOT_SERVED: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{url} did not give bytes {first} to {last}: {reason}.',
    remedy: 'Give a mirror that serves parts of files, or a local copy.',
  },
  RESPONSE_TOO_LARGE: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{url} sends more than the {limit} bytes expected.',
    remedy: 'Check that the address is the one that was meant; nothing of what it sent was used.',
  },
  HTTP_FAILED: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{url} answered {status}{attempts}.',
    remedy: 'Check that the address exists; when the service has a problem of its own, run again later.',
  },
  NETWORK_FAILED: {
    stage: 'fetch',
    fault: 'upstream',
    message: '{url} cannot be read: {reason}.',
    remedy: 'Check the connection and the address, then run again: what was read already is kept.',
  },
} as const satisfies Record<string, CatalogueEntry>;
