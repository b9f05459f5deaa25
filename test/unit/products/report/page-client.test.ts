import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { buildReport } from '../../../../src/products/report/report.ts';
import { type HtmlNode, allNodes, readHtml } from '../../../support/read-html.ts';
import { sampleReport } from './sample-report.ts';

/** As much of an element as the page's script asks for. */
class FakeElement {
  readonly name: string;
  readonly attributes: Record<string, string>;
  children: FakeElement[];
  hidden = false;
  value = '';
  #text: string;
  readonly #listeners = new Map<string, (event: object) => void>();

  constructor({ name, attributes, children, text }: HtmlNode) {
    this.name = name;
    this.attributes = { ...attributes };
    this.hidden = 'hidden' in attributes;
    this.children = children.map((child) => new FakeElement(child));
    this.#text = text;
  }

  static made(name: string): FakeElement {
    return new FakeElement({ name, attributes: {}, children: [], text: '' });
  }

  get textContent(): string {
    return this.#text + this.children.map((child) => child.textContent).join('');
  }

  set textContent(text: string) {
    this.children = [];
    this.#text = text;
  }

  get rows(): FakeElement[] {
    return this.children.filter(({ name }) => name === 'tr');
  }

  get cells(): FakeElement[] {
    return this.children.filter(({ name }) => name === 'td' || name === 'th');
  }

  append(child: FakeElement): void {
    this.children.push(child);
  }

  replaceChildren(...children: FakeElement[]): void {
    this.children = children;
    this.#text = '';
  }

  setAttribute(name: string, value: string): void {
    this.attributes[name] = value;
  }

  addEventListener(type: string, listener: (event: object) => void): void {
    this.#listeners.set(type, listener);
  }

  click(): void {
    this.#listeners.get('click')?.({});
  }

  scrollIntoView(): void {}

  focus(): void {}

  all(): FakeElement[] {
    return [this, ...this.children.flatMap((child) => child.all())];
  }

  querySelector(name: string): FakeElement | undefined {
    return this.all().find((element) => element.name === name);
  }
}

/** A report in a document of that kind, its script run. */
function opened(count: number) {
  const page = readHtml(buildReport(sampleReport(count)));
  const root = new FakeElement(page);
  const byId = (id: string): FakeElement => root.all().find(({ attributes }) => attributes['id'] === id)!;
  const body = byId('point-table').querySelector('tbody')!;
  const document = {
    getElementById: (id: string) => byId(id) ?? null,
    querySelector: () => body,
    createElement: (name: string) => FakeElement.made(name),
    createElementNS: (_: string, name: string) => FakeElement.made(name),
  };
  const scripts = allNodes(page, 'script');
  runInNewContext(scripts.at(-1)!.text, { document });
  return { byId, body };
}

/** The paths and the middle of the bar in a row of the table. */
function barOf(row: FakeElement): string[] {
  return row
    .all()
    .filter(({ name }) => name === 'path' || name === 'circle')
    .map(({ attributes }) => attributes['d'] ?? attributes['cx']!);
}

describe("the report's own script", () => {
  it('makes further rows like those that the page came with, bar of sigma and all', () => {
    const { byId, body } = opened(300);
    expect(body.rows).toHaveLength(200);
    byId('more').click();
    expect(body.rows).toHaveLength(300);
    expect(byId('more').hidden).toBe(true);
    for (const [early, late] of [
      [40, 240],
      [51, 291],
      [79, 279],
    ] as const) {
      const [one, other] = [body.rows[early]!, body.rows[late]!];
      // The sample's displacements come again after 40 points.
      expect(barOf(other)).toEqual(barOf(one));
      expect(other.cells.map(({ name }) => name)).toEqual(one.cells.map(({ name }) => name));
      for (const cell of [1, 2, 3, 5])
        expect(other.cells[cell]!.textContent.trim()).toBe(one.cells[cell]!.textContent.trim());
    }
    expect(barOf(body.rows[240]!).length + barOf(body.rows[291]!).length).toBeGreaterThan(3);
  });

  it('goes from point to point, and says which', () => {
    const { byId } = opened(3);
    expect(byId('said').textContent).toMatch(/^Point 1 of 3: p0/);
    byId('previous').click();
    expect(byId('said').textContent).toMatch(/^Point 3 of 3: p2/);
    byId('next').click();
    expect(byId('record').textContent).toContain('Point p0');
  });

  it('has nothing to choose without points', () => {
    const { byId } = opened(0);
    byId('next').click();
    expect(byId('record').children).toEqual([]);
  });
});
