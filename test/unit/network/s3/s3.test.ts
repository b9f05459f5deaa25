import { describe, expect, it } from 'vitest';
import { BUCKET, KEY, RANGE, content, sceneInBucket } from './scene-in-bucket.ts';

const scene = sceneInBucket();

describe('objects', () => {
  it('are read by parts, byte for byte', async () => {
    expect(scene.whole.sizeBytes).toBe(content.byteLength);
    for (const [offset, length] of [
      [0, 2],
      [0, content.byteLength],
      [content.byteLength - 2, 2],
      [77_777, 100_000],
    ] as const) {
      const bytes = await scene.s3.getRange(BUCKET, KEY, { offset, length }, scene.whole);
      expect(Buffer.compare(bytes, content.subarray(offset, offset + length))).toBe(0);
    }
    const before = scene.server.requests.length;
    expect(await scene.s3.getRange(BUCKET, KEY, { offset: 5, length: 0 }, scene.whole)).toHaveLength(0);
    expect(scene.server.requests).toHaveLength(before);
  });

  it('count their bytes as they come', async () => {
    let received = 0;
    await scene.s3.getRange(BUCKET, KEY, RANGE, scene.whole, { received: (bytes) => void (received += bytes) });
    expect(received).toBe(RANGE.length);
  });

  it('are listed page by page', async () => {
    const names = Array.from({ length: 25 }, (_, index) => `many/${String(index).padStart(4, '0')}`);
    await Promise.all(names.map((name) => scene.s3.put(BUCKET, name, Buffer.from(name))));
    const before = scene.server.requests.length;
    scene.server.pageSize = 10;
    const listed = [];
    for await (const { key, sizeBytes } of scene.s3.list(BUCKET, 'many/')) listed.push([key, sizeBytes]);
    scene.server.pageSize = 1000;
    expect(listed).toEqual(names.map((name) => [name, 9]));
    expect(scene.server.requests.length - before).toBe(3);
  });

  it('take no more connections than they may', async () => {
    await Promise.all(Array.from({ length: 20 }, () => scene.s3.getRange(BUCKET, KEY, RANGE, scene.whole)));
    expect(scene.server.mostAtOnce).toBeLessThanOrEqual(4);
  });

  it('are linked for those without keys, for seven days at most', async () => {
    const url = await scene.s3.presign(BUCKET, KEY, 60);
    const answer = await fetch(url);
    expect(Buffer.compare(Buffer.from(await answer.arrayBuffer()), content)).toBe(0);
    expect((await fetch(url.replace(/Expires=60/, 'Expires=61'))).status).toBe(403);
    const long = new URL(await scene.s3.presign(BUCKET, KEY, 1e9));
    expect(long.searchParams.get('X-Amz-Expires')).toBe('604800');
  });
});
