/** Prints a measured figure beside its limit, so that a passing test says by how much. */
export function stateFigure(what: string, measured: number, limit: number, unit = ''): void {
  const number = (value: number): string => Number(value.toPrecision(3)).toString();
  process.stdout.write(`${what}: ${number(measured)} ${unit} (limit ${number(limit)} ${unit})\n`.replaceAll(' )', ')'));
}
