/** One element of a text, by where it lies; enough to cut a file that wraps others back into them. */
export interface XmlPart {
  readonly name: string;
  /** With the prefix of its namespace cut off. */
  readonly localName: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Where the element begins and ends, tags included. */
  readonly start: number;
  readonly end: number;
  /** Where its content begins and ends. */
  readonly innerStart: number;
  readonly innerEnd: number;
}

const MARKUP =
  /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(\/?)([A-Za-z_][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*?)(\/?)>/g;

function attributesOf(text: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, double, single] of text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
    found[name!] = double ?? single ?? '';
  return found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/**
 * The elements directly inside the range `start .. end` of an XML text, in order; what is below them is skipped.
 * @returns undefined where the tags do not match
 */
export function xmlParts(text: string, start = 0, end = text.length): XmlPart[] | undefined {
  const parts: XmlPart[] = [];
  const open: { name: string; attributes: string; start: number; innerStart: number }[] = [];
  const markup = new RegExp(MARKUP);
  markup.lastIndex = start;
  for (let match = markup.exec(text); match !== null && match.index < end; match = markup.exec(text)) {
    const [tag, close, name, attributes, empty] = match;
    if (name === undefined) continue;
    const after = match.index + tag.length;
    if (close === '') {
      open.push({ name, attributes: attributes ?? '', start: match.index, innerStart: after });
      if (empty !== '/') continue;
    }
    const element = open.pop();
    if (element === undefined || element.name !== name) return undefined;
    if (open.length > 0) continue;
    parts.push({
      name,
      localName: localName(name),
      attributes: attributesOf(element.attributes),
      start: element.start,
      end: after,
      innerStart: element.innerStart,
      innerEnd: close === '/' ? match.index : after,
    });
  }
  return open.length === 0 ? parts : undefined;
}

/** The text of the first element of that name among some, trimmed. */
export function partText(text: string, parts: readonly XmlPart[], name: string): string | undefined {
  const part = parts.find((candidate) => candidate.localName === name);
  return part === undefined ? undefined : text.slice(part.innerStart, part.innerEnd).trim();
}
