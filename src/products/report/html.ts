/** Markup that is safe as it is; only {@link html} makes it. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes: texts and numbers are escaped, markup and lists of markup are not. */
type Part = Html | string | number | readonly Html[];

const NAMED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Controls, halves of pairs, and marks that turn the direction of what follows: they would show something else than what is there. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Bidi_Control}\uFEFF\uFFFE\uFFFF]/gu;

/** Text with what cannot be seen as the replacement character; lines and tabs stay. */
function visible(text: string): string {
  return text.replaceAll(UNSEEN, (mark) => (mark === '\n' || mark === '\t' ? mark : '\uFFFD'));
}

/** Text for HTML and for attributes in quotes. */
export function escapeHtml(text: string): string {
  return visible(text).replaceAll(/[&<>"'`]/g, (character) => NAMED[character]!);
}

function partText(part: Part): string {
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(({ text }) => text).join('') : escapeHtml(String(part));
}

const tightened = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The texts of a template without the indentation of the source. */
function tight(strings: TemplateStringsArray): readonly string[] {
  const known = tightened.get(strings) ?? strings.map((text) => text.replaceAll(/\s*\n\s*/g, '\n'));
  tightened.set(strings, known);
  return known;
}

/** Markup with every value in it escaped. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(tight(strings).reduce((all, string, k) => all + partText(parts[k - 1]!) + string));
}

/** JSON for the inside of a script element: nothing in it can end the element, nor a line of JavaScript. */
export function scriptJson(value: unknown): Html {
  return new Html(
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? visible(part) : part)).replaceAll(
      /[<>&\u2028\u2029]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    ),
  );
}
