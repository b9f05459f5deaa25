import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runNode } from '../../../src/setup/child-process.ts';
import { PROJECT_FOLDER } from '../../../src/setup/project.ts';
import { runTool } from '../../../src/setup/run-tool.ts';
import { typescriptNode } from '../../../src/setup/typescript-node.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sentryal-child-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const environment = process.env;

/** A process that runs `script` through runNode and ends with its exit code. */
function startParent(script: string): ReturnType<typeof spawn> {
  const child = join(folder, 'child.mjs');
  const parent = join(folder, 'parent.mts');
  const door = pathToFileURL(join(PROJECT_FOLDER, 'src/setup/child-process.ts')).href;
  writeFileSync(child, script);
  writeFileSync(
    parent,
    `import { runNode } from ${JSON.stringify(door)};\n` +
      `process.exitCode = await runNode({ args: [${JSON.stringify(child)}], environment: process.env });\n`,
  );
  return spawn(process.execPath, [...typescriptNode(), parent], { stdio: ['ignore', 'pipe', 'inherit'] });
}

it('gives back the exit code, and 128 + n for signal n', async () => {
  expect(await runNode({ args: ['-e', ''], environment })).toBe(0);
  expect(await runNode({ args: ['-e', 'process.exit(3)'], environment })).toBe(3);
  expect(await runNode({ args: ['-e', 'process.kill(process.pid, "SIGKILL")'], environment })).toBe(137);
});

it('passes SIGTERM on and waits for the child to finish', async () => {
  const parent = startParent(
    'process.on("SIGTERM", () => setTimeout(() => process.exit(7), 100)); setInterval(() => {}, 1000); console.log("up");',
  );
  await once(parent.stdout!, 'data');
  parent.kill('SIGTERM');
  const [code] = await once(parent, 'exit');
  expect(code).toBe(7);
});

it('lets no child outlive a parent that was killed', async () => {
  const parent = startParent('setInterval(() => {}, 1000); console.log(process.pid);');
  const [line] = (await once(parent.stdout!, 'data')) as [Buffer];
  const pid = Number(line.toString());
  parent.kill('SIGKILL');
  const isAlive = (): boolean => {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  };
  expect(isAlive()).toBe(true);
  for (let waited = 0; isAlive() && waited < 5_000; waited += 100) await sleep(100);
  expect(isAlive()).toBe(false);
});

it('reports a tool that is missing, fails or hangs in one line', async () => {
  const timeoutMs = 10_000;
  expect((await runTool('no-such-tool-here', [], { timeoutMs })).failure).toBe('no-such-tool-here is not installed');
  const failing = ['-e', 'console.error("W: a warning\\nE: the cause\\nmore"); process.exit(100)'];
  expect((await runTool(process.execPath, failing, { timeoutMs })).failure).toContain('ended with 100: E: the cause');
  const hanging = await runTool(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 300 });
  expect(hanging.failure).toContain('did not end within');
  expect(await runTool(process.execPath, ['-e', 'console.log(1)'], { timeoutMs })).toMatchObject({
    stdout: '1\n',
    failure: '',
  });
});
