/** Glyphs are 5 columns wide and 8 rows high, the last row for what hangs below the line. */
export const GLYPH = { columns: 5, rows: 8 } as const;

/** Rows from the top, each one digit of base 32: its five bits are the columns, the leftmost the highest. */
const GLYPHS: Readonly<Record<string, string>> = {
  ' ': '00000000',
  A: 'ehhvhhh0',
  B: 'uhhuhhu0',
  C: 'ehggghe0',
  D: 'uhhhhhu0',
  E: 'vgguggv0',
  F: 'vgguggg0',
  G: 'ehgnhhf0',
  H: 'hhhvhhh0',
  I: 'e44444e0',
  J: '72222ic0',
  K: 'hikokih0',
  L: 'ggggggv0',
  M: 'hrllhhh0',
  N: 'hppljjh0',
  O: 'ehhhhhe0',
  P: 'uhhuggg0',
  Q: 'ehhhlid0',
  R: 'uhhukih0',
  S: 'fgge11u0',
  T: 'v4444440',
  U: 'hhhhhhe0',
  V: 'hhhhha40',
  W: 'hhhllla0',
  X: 'hha4ahh0',
  Y: 'hha44440',
  Z: 'v1248gv0',
  a: '00e1fhf0',
  b: 'ggmphhu0',
  c: '00egghe0',
  d: '11djhhf0',
  e: '00ehvge0',
  f: '698s8880',
  g: '00fhhf1e',
  h: 'ggmphhh0',
  i: '40c444e0',
  j: '206222ic',
  k: 'ggikoki0',
  l: 'c44444e0',
  m: '00qllhh0',
  n: '00mphhh0',
  o: '00ehhhe0',
  p: '00uhhugg',
  q: '00fhhf11',
  r: '00mpggg0',
  s: '00fge1u0',
  t: '88s88960',
  u: '00hhhjd0',
  v: '00hhha40',
  w: '00hhlla0',
  x: '00ha4ah0',
  y: '00hhhf1e',
  z: '00v248v0',
  0: 'ehjlphe0',
  1: '4c4444e0',
  2: 'eh1248v0',
  3: 'v2421he0',
  4: '26aiv220',
  5: 'vgu11he0',
  6: '68guhhe0',
  7: 'v1248880',
  8: 'ehhehhe0',
  9: 'ehhf12c0',
  '.': '00000cc0',
  ',': '0000cc48',
  ':': '0cc0cc00',
  ';': '0cc0cc48',
  '-': '000v0000',
  '+': '044v4400',
  '/': '01248g00',
  '(': '24888420',
  ')': '84222480',
  '[': 'e88888e0',
  ']': 'e22222e0',
  '<': '248g8420',
  '>': '84212480',
  '=': '00v0v000',
  '%': 'op248j30',
  '&': 'ciicljd0',
  '#': 'aavavaa0',
  '*': '0level00',
  '!': '44444040',
  '?': 'eh124040',
  _: '000000v0',
  "'": 'c4800000',
  '"': 'aaa00000',
  '°': 'ciic0000',
  π: '00vaaaa0',
  σ: '00fihhe0',
  '±': '44v440v0',
};

/** An empty box for what the font does not have. */
const UNKNOWN = 'vhhhhhv0';

/** Whether a glyph is dark at a place. */
export function isInk(character: string, row: number, column: number): boolean {
  const glyph = Object.hasOwn(GLYPHS, character) ? GLYPHS[character]! : UNKNOWN;
  return (Number.parseInt(glyph[row]!, 32) >> (GLYPH.columns - 1 - column)) % 2 === 1;
}

/** Text in lines of at most so many characters, broken at spaces; a longer word is cut. */
export function wrapText(text: string, maxCharacters: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    let rest = word;
    if (line !== '' && line.length + 1 + rest.length <= maxCharacters) {
      line = `${line} ${rest}`;
      continue;
    }
    if (line !== '') lines.push(line);
    for (; rest.length > maxCharacters; rest = rest.slice(maxCharacters)) lines.push(rest.slice(0, maxCharacters));
    line = rest;
  }
  return line === '' ? lines : [...lines, line];
}
