/** The AWS SDK, loaded when a request first needs it: that takes as long as much of a cold start. */
export const loadSdk = (): Promise<typeof import('@aws-sdk/client-s3')> => import('@aws-sdk/client-s3');

/** What signs links. */
export const loadPresigner = (): Promise<typeof import('@aws-sdk/s3-request-presigner')> =>
  import('@aws-sdk/s3-request-presigner');
