import { XMLParser } from 'fast-xml-parser';
import { SentryalError } from '../errors/index.ts';
import { utcToSeconds } from '../units/index.ts';

/** A parsed element: text, or children by name. */
type Node = string | readonly Node[] | { readonly [name: string]: Node };

/** Reads values of one annotation file by path; a missing one is an error that names file and path. */
export interface AnnotationReader {
  text(path: string): string;
  number(path: string): number;
  /** Seconds since the epoch day. */
  time(path: string): number;
  /** Blank-separated numbers. */
  numbers(path: string): number[];
  has(path: string): boolean;
  /** Readers of the repeated elements at the end of the path. */
  each(path: string): AnnotationReader[];
  attribute(path: string, name: string): string | undefined;
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  textNodeName: '#text',
  parseTagValue: false,
  parseAttributeValue: false,
});

function textOf(node: Node | undefined): string | undefined {
  if (typeof node === 'string') return node;
  if (node === undefined || Array.isArray(node)) return undefined;
  const inner = (node as { readonly [name: string]: Node })['#text'];
  return typeof inner === 'string' ? inner : undefined;
}

function descend(root: Node, path: string): Node | undefined {
  let node: Node | undefined = root;
  for (const name of path.split('/')) {
    if (node === undefined || typeof node === 'string' || Array.isArray(node)) return undefined;
    node = (node as { readonly [key: string]: Node })[name];
  }
  return node;
}

function readerOf(root: Node, file: string, epochDay: number): AnnotationReader {
  const missing = (path: string, what: string): SentryalError =>
    new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder: file, reason: `${path} ${what}` });
  const text = (path: string): string => {
    const value = textOf(descend(root, path));
    if (value === undefined) throw missing(path, 'is missing');
    return value;
  };
  const number = (path: string): number => {
    const value = Number(text(path));
    if (!Number.isFinite(value)) throw missing(path, 'is not a number');
    return value;
  };
  return {
    text,
    number,
    time: (path) => {
      const value = utcToSeconds(text(path), epochDay);
      if (value === undefined) throw missing(path, 'is not a UTC time');
      return value;
    },
    numbers: (path) => text(path).trim().split(/\s+/).map(Number),
    has: (path) => descend(root, path) !== undefined,
    each: (path) => {
      const node = descend(root, path);
      if (node === undefined) throw missing(path, 'is missing');
      const nodes = (Array.isArray(node) ? node : [node]) as readonly Node[];
      return nodes.map((child) => readerOf(child, file, epochDay));
    },
    attribute: (path, name) => textOf(descend(root, `${path}/@${name}`)),
  };
}

/** Opens one annotation document. */
export function readAnnotation(xml: string, file: string, epochDay: number): AnnotationReader {
  const document = parser.parse(xml) as { readonly [name: string]: Node };
  const product = document['product'];
  if (product === undefined) {
    throw new SentryalError('SIMULATE_TEMPLATE_INVALID', { folder: file, reason: 'it has no product element' });
  }
  return readerOf(product, file, epochDay);
}
