import type { WorkerConfiguration } from './configuration.ts';

/** Headers of every request; the key stands alone, without "Bearer". */
export function commonHeaders({ apiKey, userAgent }: Pick<WorkerConfiguration, 'apiKey' | 'userAgent'>) {
  return {
    ...(apiKey === undefined ? {} : { Authorization: apiKey }),
    'User-Agent': userAgent,
    Accept: '*/*',
    'Accept-Encoding': 'gzip, deflate',
  };
}

/** Headers of a take or stop poll. */
export function pollHeaders(configuration: WorkerConfiguration): Record<string, string> {
  return { ...commonHeaders(configuration), 'Content-Type': 'application/json' };
}

/** Headers of a result or progress post: JSON that is called a form, as RunPod's worker does. */
export function postHeaders(configuration: WorkerConfiguration, jobId: string, body: string): Record<string, string> {
  return {
    ...commonHeaders(configuration),
    charset: 'utf-8',
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': String(Buffer.byteLength(body)),
    // A header can carry printable ASCII only; ids are that.
    ...(/^[\x21-\x7e]+$/.test(jobId) ? { 'X-Request-ID': jobId } : {}),
  };
}
