import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { SentryalError } from '../errors/index.ts';
import { utcToSeconds } from '../units/index.ts';

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // Texts stay texts: microseconds and leading zeros must survive.
  parseTagValue: false,
  parseAttributeValue: false,
  processEntities: false,
  removeNSPrefix: true,
  alwaysCreateTextNode: false,
});

type Content = string | { readonly [name: string]: Content | readonly Content[] };

/** One element of an XML file; everything asked of it that is not there is an error that names file and element. */
export class XmlElement {
  readonly file: string;
  readonly path: string;
  readonly #content: Content;

  constructor(file: string, path: string, content: Content) {
    this.file = file;
    this.path = path;
    this.#content = content;
  }

  #join(name: string): string {
    return this.path === '' ? name : `${this.path}/${name}`;
  }

  /** All child elements of that name; none is not an error. */
  all(name: string): XmlElement[] {
    if (typeof this.#content === 'string') return [];
    const value = Object.hasOwn(this.#content, name) ? this.#content[name] : undefined;
    if (value === undefined) return [];
    if (!Array.isArray(value)) return [new XmlElement(this.file, this.#join(name), value as Content)];
    return (value as readonly Content[]).map((item, k) => new XmlElement(this.file, `${this.#join(name)}[${k}]`, item));
  }

  /** Every child element, whatever its name. */
  everyChild(): XmlElement[] {
    if (typeof this.#content === 'string') return [];
    return Object.keys(this.#content)
      .filter((name) => !name.startsWith('@') && !name.startsWith('#'))
      .flatMap((name) => this.all(name));
  }

  /** The first element down a path of names, or undefined. */
  find(...names: string[]): XmlElement | undefined {
    // oxlint-disable-next-line typescript/no-this-alias -- the walk starts here
    let element: XmlElement | undefined = this;
    for (const name of names) element = element?.all(name)[0];
    return element;
  }

  /** @throws SentryalError XML_ELEMENT_MISSING */
  child(...names: string[]): XmlElement {
    const found = this.find(...names);
    if (found === undefined)
      throw new SentryalError('XML_ELEMENT_MISSING', { file: this.file, element: this.#join(names.join('/')) });
    return found;
  }

  attribute(name: string): string | undefined {
    const value = this.find(`@${name}`);
    return value?.text();
  }

  /** The element's own text, trimmed. */
  text(): string {
    if (typeof this.#content === 'string') return this.#content.trim();
    const own = this.#content['#text'];
    return typeof own === 'string' ? own.trim() : '';
  }

  invalid(wanted: string): SentryalError {
    return new SentryalError('XML_ELEMENT_INVALID', {
      file: this.file,
      element: this.path,
      wanted,
      value: this.text().slice(0, 80),
    });
  }

  number(): number {
    const value = this.text() === '' ? Number.NaN : Number(this.text());
    if (!Number.isFinite(value)) throw this.invalid('a number');
    return value;
  }

  positive(): number {
    const value = this.number();
    if (value <= 0) throw this.invalid('a positive number');
    return value;
  }

  /** A whole number of at least `least`. */
  integer(least: number): number {
    const value = this.number();
    if (!Number.isSafeInteger(value) || value < least) throw this.invalid(`a whole number of at least ${least}`);
    return value;
  }

  /** Numbers with blanks between. */
  numbers(): number[] {
    const values = this.text() === '' ? [] : this.text().split(/\s+/).map(Number);
    if (!values.every(Number.isFinite)) throw this.invalid('a list of numbers');
    return values;
  }

  /** Seconds since midnight UTC of `epochDay`. */
  utc(epochDay: number): number {
    const time = utcToSeconds(this.text(), epochDay);
    if (time === undefined) throw this.invalid('a UTC time');
    return time;
  }
}

/**
 * Parses an XML text into its root element.
 * @throws SentryalError XML_DOCTYPE_REFUSED, XML_MALFORMED, XML_ELEMENT_MISSING (another root than `root`)
 */
export function parseXml(file: string, text: string, root: string): XmlElement {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new SentryalError('XML_DOCTYPE_REFUSED', { file });
  const verdict = XMLValidator.validate(text);
  if (verdict !== true) {
    const { msg, line } = verdict.err;
    throw new SentryalError('XML_MALFORMED', { file, reason: `line ${line}: ${msg.replace(/\.$/, '')}` });
  }
  let content: Content;
  try {
    content = parser.parse(text) as Content;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SentryalError('XML_MALFORMED', { file, reason }, { cause: error });
  }
  return new XmlElement(file, '', content).child(root);
}
