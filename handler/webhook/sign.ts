import { createHmac } from 'node:crypto';

/** Version of the signature's scheme. */
const SCHEME = 'v1';

/**
 * What proves that a call is ours: HMAC-SHA256 under the shared secret over the time and the body.
 * @param timestampS seconds since 1970-01-01, as sent beside it
 * @returns value of `X-Sentryal-Signature`
 */
export function signature(secret: string, timestampS: number, body: string): string {
  return `${SCHEME}=${createHmac('sha256', secret).update(`${timestampS}.${body}`).digest('hex')}`;
}
