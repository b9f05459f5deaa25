import type { CatalogueEntry } from '../catalogue-entry.ts';

export const credentialsErrors = {
  CREDENTIALS_MISSING: {
    stage: 'fetch',
    fault: 'caller',
    message: '{service} asks for {what}, and there are none: looked for in {places}.',
    remedy:
      'Set EARTHDATA_TOKEN (from https://urs.earthdata.nasa.gov/user_tokens) for ASF, CDSE_S3_ACCESS_KEY and CDSE_S3_SECRET_KEY (from https://eodata-s3keysmanager.dataspace.copernicus.eu) for the Copernicus Data Space.',
  },
} as const satisfies Record<string, CatalogueEntry>;
