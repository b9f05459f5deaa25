import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReadLedger, openFileSource, openProduct, withLedger } from '../../../src/fetch/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { tinyZip } from '../../support/tiny-zip.ts';

const folder = temporaryFolder();
const NAME = 'S1A_TEST';
const manifest = Buffer.from('<manifest/>');
/** Does not compress, so that its deflated size is known to be about its own. */
const pixels = Buffer.from(Array.from({ length: 4000 }, (_, k) => (k * k * 2654435761) % 251));

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Reads all of a product: its manifest as text, half of its measurement in two parts. */
async function readSome(path: string): Promise<ReadLedger> {
  const ledger = new ReadLedger();
  await withLedger(ledger, async () => {
    const product = await openProduct(path, { cacheDir: join(folder, 'cache') });
    await product.readText('manifest.safe');
    const source = await product.open('measurement/a.tiff');
    await source.read(0, 1000);
    await source.read(3000, 1000);
    await source.close();
    await product.close();
  });
  return ledger;
}

describe('what a job reads', () => {
  it('of a folder is counted by the bytes that were read, its texts with their hashes', async () => {
    const safe = join(folder, `${NAME}.SAFE`);
    mkdirSync(join(safe, 'measurement'), { recursive: true });
    writeFileSync(join(safe, 'manifest.safe'), manifest);
    writeFileSync(join(safe, 'measurement/a.tiff'), pixels);
    const ledger = await readSome(safe);
    expect(ledger.bytes).toBe(manifest.byteLength + 2000);
    expect(ledger.texts).toEqual([
      { name: `${NAME}.SAFE/manifest.safe`, bytes: manifest.byteLength, sha256: sha256(manifest) },
    ]);
  });

  it.each([false, true])('of a zip is what comes out of the zip, once (deflated: %s)', async (deflated) => {
    const file = join(folder, `${NAME}-${deflated}.zip`);
    const bytes = tinyZip([
      { path: `${NAME}.SAFE/manifest.safe`, bytes: manifest, deflated },
      { path: `${NAME}.SAFE/measurement/a.tiff`, bytes: pixels, deflated },
    ]);
    writeFileSync(file, bytes);
    const ledger = await readSome(file);
    expect(ledger.texts.map((text) => text.sha256)).toEqual([sha256(manifest)]);
    expect(ledger.bytes).toBeGreaterThan(deflated ? 1500 : 2000);
    // The directory is read too, and once more where a member begins.
    expect(ledger.bytes).toBeLessThan(3 * bytes.byteLength);
  });

  it('is not another job’s: two at once are told apart, and without a job nothing is kept', async () => {
    const file = join(folder, 'bytes.bin');
    writeFileSync(file, pixels);
    const read = async (length: number): Promise<void> => {
      const source = await openFileSource(file);
      for (let at = 0; at < length; at += 100) await source.read(at, 100);
      await source.close();
    };
    const ledgers = [new ReadLedger(), new ReadLedger()] as const;
    await Promise.all([withLedger(ledgers[0], () => read(3000)), withLedger(ledgers[1], () => read(700)), read(4000)]);
    expect(ledgers.map((ledger) => ledger.bytes)).toEqual([3000, 700]);
  });

  it('read twice is counted twice, and a text listed once', async () => {
    const safe = join(folder, `${NAME}.SAFE`);
    const ledger = new ReadLedger();
    await withLedger(ledger, async () => {
      const product = await openProduct(safe, { cacheDir: join(folder, 'cache') });
      await product.readText('manifest.safe');
      await product.readText('manifest.safe');
      await product.close();
    });
    expect(ledger.bytes).toBe(2 * manifest.byteLength);
    expect(ledger.texts).toHaveLength(1);
  });
});
