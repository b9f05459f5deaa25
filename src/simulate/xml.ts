/** Text of an XML element: its name, attributes and children or text. */
export function element(
  name: string,
  content: string | number,
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
  return `<${name}${list.join('')}>${content}</${name}>`;
}

/** An element that holds others, one per line. */
export function parent(
  name: string,
  children: readonly string[],
  attributes: Readonly<Record<string, string | number>> = {},
): string {
  return element(name, children.length > 0 ? `\n${children.join('\n')}\n` : '', attributes);
}

/** A list element with its `count` attribute, as the products write them. */
export function list(name: string, children: readonly string[]): string {
  return parent(name, children, { count: children.length });
}

/** A blank-separated array with its `count` attribute. */
export function array(name: string, values: readonly number[], format: (value: number) => string | number): string {
  return element(name, values.map(format).join(' '), { count: values.length });
}

/** A number as the products write reals: `-1.234567890123457e+03`. */
export function real(value: number): string {
  return value.toExponential(15).replace(/e([+-])(\d)$/, 'e$10$2');
}

export const XML_HEADER = '<?xml version="1.0" encoding="UTF-8"?>\n';
