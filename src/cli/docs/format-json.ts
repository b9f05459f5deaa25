const LINE_WIDTH = 120;

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

/** `open`, the parts one a line, `close`. */
function spread(open: string, parts: readonly string[], close: string, indent: string): string {
  return `${open}\n${parts.map((part) => `${indent}  ${part}`).join(',\n')}\n${indent}${close}`;
}

function format(value: unknown, indent: string, usedWidth: number): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const line = `[${value.map((entry) => JSON.stringify(entry)).join(', ')}]`;
    // One more for the comma that may follow.
    if (value.every(isPlain) && usedWidth + line.length + 1 <= LINE_WIDTH) return line;
    return spread(
      '[',
      value.map((entry) => format(entry, `${indent}  `, indent.length + 2)),
      ']',
      indent,
    );
  }
  const parts = Object.entries(value).map(([key, entry]) => {
    const name = `${JSON.stringify(key)}: `;
    return name + format(entry, `${indent}  `, indent.length + 2 + name.length);
  });
  return parts.length === 0 ? '{}' : spread('{', parts, '}', indent);
}

/** JSON as the project's formatter writes it: lists of plain values on one line where they fit. */
export function formatJson(document: object): string {
  return `${format(document, '', 0)}\n`;
}
