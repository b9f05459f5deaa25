/*
 * Opens a report in a real browser: no console error, no request, a point clicked and stepped to by keys shows its record, no
 * scrolling sideways, no serious finding of axe, tables without JavaScript. Writes screenshots beside the report.
 *
 * Needs two packages that the project does not: npm install --prefix ENV playwright-core axe-core
 * node bench/peers/check-report.mjs ENV CHROMIUM REPORT.html
 */
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [environment, chromium, report] = process.argv.slice(2);
const require = createRequire(join(resolve(environment), 'index.js'));
const { chromium: launcher } = require('playwright-core');
const axePath = require.resolve('axe-core');
const address = pathToFileURL(resolve(report)).href;
const WIDTHS = [390, 1440];
const SCHEMES = ['light', 'dark'];
const faults = [];
const expectThat = (isSo, what) => {
  if (!isSo) faults.push(what);
};

const browser = await launcher.launch({ executablePath: chromium, args: ['--no-sandbox'] });

async function open(width, colorScheme, javaScriptEnabled = true) {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled,
    bypassCSP: false,
  });
  const page = await context.newPage();
  const name = `${width} px, ${colorScheme}${javaScriptEnabled ? '' : ', no JavaScript'}`;
  page.on('console', (message) => message.type() === 'error' && faults.push(`${name}: console: ${message.text()}`));
  page.on('pageerror', (error) => faults.push(`${name}: ${error.message}`));
  page.on('dialog', (dialog) => {
    faults.push(`${name}: a dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:'))
      faults.push(`${name}: request ${request.url()}`);
  });
  const started = performance.now();
  await page.goto(address);
  return { page, context, name, seconds: (performance.now() - started) / 1000 };
}

const headingOf = (page) => page.locator('#record h3').textContent();

async function usePoints(page, name) {
  const points = await page.evaluate(() => JSON.parse(document.getElementById('data').textContent).count);
  if (points < 2 || (await page.locator('#map').count()) === 0) return;
  const first = await headingOf(page);
  const dot = page.locator('.dots circle').last();
  await dot.scrollIntoViewIfNeeded();
  const box = await dot.boundingBox();
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  const clicked = await headingOf(page);
  expectThat(
    clicked !== null && (await page.locator('#record dd').count()) > 3,
    `${name}: a point clicked shows no record`,
  );
  await page.locator('#map').focus();
  await page.keyboard.press('Home');
  expectThat((await headingOf(page)) === first, `${name}: Home does not show the first point`);
  const seen = new Set([first]);
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight', 'ArrowDown', 'End']) {
    await page.keyboard.press(key);
    seen.add(await headingOf(page));
  }
  expectThat(seen.size > 1, `${name}: arrows do not step through points`);
  await page.locator('#next').focus();
  const before = await headingOf(page);
  await page.keyboard.press('Enter');
  expectThat((await headingOf(page)) !== before, `${name}: Next does not step`);
  await page.locator('#layer-coherence').check();
  const isShown = await page.locator('.legend.of-coherence').isVisible();
  expectThat(
    isShown && !(await page.locator('.legend.of-displacement').isVisible()),
    `${name}: the layer does not switch`,
  );
  await page.locator('#layer-displacement').check();
}

/** Every control that the Tab key reaches, in order. */
async function tabStops(page) {
  await page.evaluate(() => window.scrollTo(0, 0));
  const stops = [];
  for (let k = 0; k < 12; k++) {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName.toLowerCase()));
  }
  return stops;
}

for (const width of WIDTHS)
  for (const scheme of SCHEMES) {
    const { page, context, name, seconds } = await open(width, scheme);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expectThat(sideways <= 0, `${name}: scrolls sideways by ${sideways} px`);
    if (width === 1440 && scheme === 'light') console.log(`Tab stops: ${(await tabStops(page)).join(', ')}`);
    await usePoints(page, name);
    await page.evaluate(() => document.querySelectorAll('details').forEach((part) => (part.open = true)));
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expectThat(wide <= 0, `${name}: with everything open scrolls sideways by ${wide} px`);
    // axe is the judge's own script, which the page's policy would keep out: evaluate runs it from outside.
    await page.evaluate(require('node:fs').readFileSync(axePath, 'utf8'));
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    for (const { id, impact, nodes } of violations) {
      console.log(`${name}: axe ${impact} ${id}: ${nodes.length} of ${nodes[0].html.slice(0, 160)}`);
      expectThat(impact !== 'serious' && impact !== 'critical', `${name}: axe ${impact}: ${id}`);
    }
    await page.screenshot({ path: `${report}.${width}.${scheme}.png`, fullPage: true });
    console.log(`${name}: opened in ${seconds.toFixed(2)} s`);
    await context.close();
  }

const plain = await open(390, 'light', false);
expectThat((await plain.page.locator('#point-table tbody tr').count()) > 0, 'without JavaScript there is no table');
expectThat(await plain.page.locator('#tools').isHidden(), 'without JavaScript there are buttons');
await plain.page.screenshot({ path: `${report}.plain.png` });
const print = await open(1440, 'dark');
const pdf = await print.page.pdf({ path: `${report}.pdf`, format: 'A4' });
console.log(`printed: ${pdf.length} bytes`);
await browser.close();
console.log(faults.length === 0 ? 'nothing to complain of' : faults.join('\n'));
process.exitCode = faults.length === 0 ? 0 : 1;
