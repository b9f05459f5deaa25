/** Login and password of a machine. */
export interface NetrcEntry {
  /** Undefined for `default`. */
  readonly machine: string | undefined;
  readonly login: string | undefined;
  readonly password: string | undefined;
}

type Value = 'machine' | 'login' | 'password' | 'account';

const VALUES: readonly string[] = ['machine', 'login', 'password', 'account'];

/**
 * The next word and where it ends: quotes hold blanks together, a backslash takes the next letter as it is, `#` opens a
 * comment where no value is due.
 */
function nextWord(text: string, from: number, isValue: boolean): { word: string; end: number } | undefined {
  let at = from;
  for (; at < text.length; at++) {
    if (text[at] === '#' && !isValue) {
      const end = text.indexOf('\n', at);
      if (end === -1) return undefined;
      at = end;
    } else if (!/\s/.test(text[at]!)) break;
  }
  if (at >= text.length) return undefined;
  const isQuoted = text[at] === '"';
  let word = '';
  for (at += isQuoted ? 1 : 0; at < text.length; at++) {
    const letter = text[at]!;
    if (isQuoted ? letter === '"' : /\s/.test(letter)) break;
    word += letter === '\\' && at + 1 < text.length ? text[++at]! : letter;
  }
  return { word, end: at + (isQuoted ? 1 : 0) };
}

/** Where the macro that begins at a place ends: behind the first empty line. */
function endOfMacro(text: string, from: number): number {
  const blank = /\n[ \t]*\r?\n/g;
  blank.lastIndex = from;
  return blank.test(text) ? blank.lastIndex : text.length;
}

/** Entries of a netrc file in their order, as the Python tools of the field and curl read them. Macros are passed over. */
export function parseNetrc(text: string): NetrcEntry[] {
  const entries: { machine: string | undefined; login: string | undefined; password: string | undefined }[] = [];
  let due: Value | undefined;
  for (let at = 0; ;) {
    const next = nextWord(text, at, due !== undefined);
    if (next === undefined) return entries;
    const { word, end } = next;
    at = end;
    const current = entries.at(-1);
    if (due === 'machine') entries.push({ machine: word.toLowerCase(), login: undefined, password: undefined });
    else if (due !== undefined && due !== 'account' && current !== undefined) current[due] = word;
    if (due !== undefined) due = undefined;
    else if (word === 'default') entries.push({ machine: undefined, login: undefined, password: undefined });
    else if (word === 'macdef') at = endOfMacro(text, at);
    else if (VALUES.includes(word)) due = word as Value;
  }
}

/** The entry for a host: its own first, else the default. */
export function netrcEntry(entries: readonly NetrcEntry[], host: string): NetrcEntry | undefined {
  return entries.find(({ machine }) => machine === host) ?? entries.find(({ machine }) => machine === undefined);
}
