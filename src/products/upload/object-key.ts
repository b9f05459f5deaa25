import { createHash } from 'node:crypto';

/** Letters that every service and every address takes as they are. */
const SAFE = /^(?!\.+$)[A-Za-z0-9._=-]{1,120}$/;

/** A name as one part of a key; one that has to be changed ends in a hash of what it was, so that no two names meet. */
function keyPart(name: string): string {
  if (SAFE.test(name)) return name;
  const [, stem = name, ending = ''] = /^(.*?)(\.[A-Za-z0-9]{1,8})?$/s.exec(name) ?? [];
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${stem.replaceAll(/[^A-Za-z0-9._=-]/g, '_').slice(0, 80)}-${hash}${ending}`;
}

/** Which job's products: a run with the same options takes the same keys again. */
export interface UploadedJob {
  readonly jobId: string;
  /** Of what the products depend on, hexadecimal. */
  readonly optionsHash: string;
}

/** `<prefix>/<job id>/<options hash>/<file>`; a file's own folders are kept. */
export function objectKey(prefix: string, job: UploadedJob, name: string): string {
  const folders = prefix.split('/').filter(Boolean);
  const file = name.split('/').filter(Boolean);
  return [...folders, job.jobId, job.optionsHash, ...file].map(keyPart).join('/');
}
