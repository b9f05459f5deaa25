/** Adds parameters to an address that may have some already. */
export function withQuery(address: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (given.length === 0) return address;
  const query = given.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&');
  return `${address}${address.includes('?') ? '&' : '?'}${query}`;
}

/** A template of RunPod's with the worker's id filled in wherever it is asked for. */
export function fillWorker(template: string, workerId: string): string {
  return template.replaceAll('$RUNPOD_POD_ID', workerId);
}

/** A template with the id of a worker (take) or of a job (result) in the place of `$ID`. */
export function fillId(template: string, id: string): string {
  return template.replaceAll('$ID', encodeURIComponent(id));
}

const TAKE = '/job-take/';

/** Where jobs are taken from: one, or with several free places a batch. */
export function takeAddress(takeUrl: string, free: number, isBusy: boolean): string {
  const job_in_progress = isBusy ? 1 : 0;
  if (free <= 1 || !takeUrl.includes(TAKE)) return withQuery(takeUrl, { job_in_progress });
  return withQuery(takeUrl.replace(TAKE, '/job-take-batch/'), { batch_size: free, job_in_progress });
}

/** Where the ids of jobs to stop come from; undefined where the take address is of another kind. */
export function stopAddress(takeUrl: string): string | undefined {
  return takeUrl.includes(TAKE) ? takeUrl.replace(TAKE, '/job-stop/') : undefined;
}

/** Where results and progress of a job go. */
export function doneAddress(doneUrl: string, jobId: string): string {
  return withQuery(fillId(doneUrl, jobId), { isStream: 'false' });
}
