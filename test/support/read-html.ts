/** An element or text of a parsed page. */
export interface HtmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly HtmlNode[];
  /** Text of a text node, or what a script or style holds. */
  readonly text: string;
}

const VOID = new Set(['meta', 'link', 'input', 'br', 'hr', 'img']);
const RAW = new Set(['script', 'style']);
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function decode(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|(\w+));/g, (all, code: string | undefined, name: string | undefined) =>
    code === undefined ? (NAMED[name!] ?? all) : String.fromCodePoint(Number(code)),
  );
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: HtmlNode[];
}

/**
 * Parses a page strictly: every element is closed in order, every attribute is in double quotes, no `<` stands in a text. What
 * a browser would repair is an error here.
 */
export function readHtml(page: string): HtmlNode {
  const root: Open = { name: '#root', attributes: {}, children: [] };
  const stack: Open[] = [root];
  let rest = page.replace(/^<!doctype html>/i, '');
  while (rest !== '') {
    const top = stack.at(-1)!;
    const text = /^[^<]+/.exec(rest)?.[0];
    const close = /^<\/([a-zA-Z0-9]+)\s*>/.exec(rest);
    const open = /^<([a-zA-Z0-9]+)((?:\s+[a-zA-Z:-]+(?:="[^"<]*")?)*)\s*(\/?)>/.exec(rest);
    if (text !== undefined) {
      top.children.push({ name: '#text', attributes: {}, children: [], text: decode(text) });
      rest = rest.slice(text.length);
    } else if (close) {
      if (top.name !== close[1]) throw new Error(`</${close[1]}> closes <${top.name}>: ${rest.slice(0, 80)}`);
      stack.pop();
      stack.at(-1)!.children.push({ ...top, text: '' });
      rest = rest.slice(close[0].length);
    } else if (open) {
      const name = open[1]!;
      const attributes = Object.fromEntries(
        [...open[2]!.matchAll(/([a-zA-Z:-]+)(?:="([^"]*)")?/g)].map((match) => [match[1]!, decode(match[2] ?? '')]),
      );
      rest = rest.slice(open[0].length);
      if (RAW.has(name)) {
        const end = rest.search(new RegExp(`</${name}`, 'i'));
        top.children.push({ name, attributes, children: [], text: rest.slice(0, end) });
        rest = rest.slice(end).replace(/^<\/\w+\s*>/, '');
      } else if (VOID.has(name) || open[3] === '/') top.children.push({ name, attributes, children: [], text: '' });
      else stack.push({ name, attributes, children: [] });
    } else throw new Error(`not HTML: ${rest.slice(0, 120)}`);
  }
  if (stack.length !== 1) throw new Error(`<${stack.at(-1)!.name}> is not closed`);
  return { ...root, text: '' };
}

/** Every element of a name, in the page's order. */
export function allNodes(node: HtmlNode, name?: string): HtmlNode[] {
  return node.children.flatMap((child) => [
    ...(child.name !== '#text' && (name === undefined || child.name === name) ? [child] : []),
    ...allNodes(child, name),
  ]);
}

export function nodeById(node: HtmlNode, id: string): HtmlNode | undefined {
  return allNodes(node).find(({ attributes }) => attributes['id'] === id);
}

/** All text that is shown in a node. */
export function shownText(node: HtmlNode): string {
  if (node.name === '#text') return node.text;
  return RAW.has(node.name) ? '' : node.children.map(shownText).join('');
}
