import type { ByteRange } from './network.ts';

/** What `Content-Range` says: the part and, where known, the length of the whole. */
export interface ContentRange extends ByteRange {
  readonly wholeBytes: number | undefined;
}

/** `bytes 0-99/1000`; undefined for anything else. */
export function parseContentRange(header: string | undefined): ContentRange | undefined {
  const [, first, last, whole] = /^bytes\s+(\d+)-(\d+)\/(\d+|\*)$/i.exec(header?.trim() ?? '') ?? [];
  if (first === undefined || last === undefined) return undefined;
  const length = Number(last) - Number(first) + 1;
  if (length < 1 || !Number.isSafeInteger(Number(last))) return undefined;
  const wholeBytes = whole === '*' ? undefined : Number(whole);
  if (wholeBytes !== undefined && wholeBytes <= Number(last)) return undefined;
  return { offset: Number(first), length, wholeBytes };
}

/** Length of the whole from the answer 416: `bytes *` + `/1000`. */
export function parseUnsatisfied(header: string | undefined): number | undefined {
  const [, whole] = /^bytes\s+\*\/(\d+)$/i.exec(header?.trim() ?? '') ?? [];
  return whole === undefined ? undefined : Number(whole);
}

/** `Content-Length`; undefined where it is absent or no number. */
export function parseLength(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,15}$/.test(header.trim()) ? Number(header) : undefined;
}
