/*
 * RunPod's own worker in the scenarios that ours is tested with, before the same control plane, beside the recorded traces:
 *   python3 -m venv VENV && VENV/bin/pip install runpod==1.12.0
 *   node src/setup/bootstrap.mjs --no-adapter --module bench/peers/check-runpod-worker.ts VENV/bin/python TRACES.json
 * Where the traces hold for it, what ours does otherwise is what test/support/runpod/deviations.ts lists.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { type Trace, conductOfPlane, conductOfTrace } from '../../test/support/runpod/compare-traces.ts';
import { ControlPlane } from '../../test/support/runpod/control-plane.ts';
import { deviations } from '../../test/support/runpod/deviations.ts';
import { scenarios } from '../../test/support/runpod/scenarios.ts';

const HANDLERS = fileURLToPath(new URL('./runpod-handlers.py', import.meta.url));

const PATIENCE_MS = 4000;

/** Its retries wait 2 and 3 s, its back-off 5 s. */
const EXIT_MS = 30_000;

async function play(name: string, python: string): Promise<unknown> {
  const { handler, plane: options = {}, worker = {}, environment = {}, jobs, drive } = scenarios[name]!;
  const plane = await ControlPlane.start(options);
  const variables = { ...plane.environment(), ...environment };
  const unfit = worker.fitness ? ['unfit'] : [];
  const child = spawn(python, [HANDLERS, handler, String(worker.places ?? 1), ...unfit], {
    env: { HOME: '/nonexistent', ...variables, RUNPOD_PING_INTERVAL: '1000' },
    stdio: 'ignore',
  });
  const exit = new Promise<number | null>((resolve) => {
    child.on('exit', (code) => resolve(code));
  });
  const terminate = (): void => void child.kill('SIGTERM');
  try {
    plane.enqueue(...jobs);
    await drive(plane, terminate).catch((error: unknown) => console.log(`  ${name}: ${String(error)}`));
    // It sleeps in whole seconds, and repeats what failed after 2 s and 3 s more.
    await new Promise((resolve) => {
      setTimeout(resolve, PATIENCE_MS);
    });
    terminate();
    const timer = setTimeout(() => child.kill('SIGKILL'), EXIT_MS);
    const code = await exit;
    clearTimeout(timer);
    return conductOfPlane(plane, code);
  } finally {
    await plane.stop();
  }
}

const [python, file] = process.argv.slice(2);
if (python === undefined || file === undefined) {
  console.error('Name a Python that has the package runpod, and the file of the recorded traces.');
  process.exitCode = 2;
} else {
  const traces = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Trace>;
  let same = 0;
  const names = Object.keys(scenarios);
  for (const name of names) {
    const conduct = await play(name, python);
    const isSame = isDeepStrictEqual(conduct, conductOfTrace(traces[name]!));
    if (isSame) same++;
    const ours = deviations[name] ? `differs on purpose: ${deviations[name].why}` : 'does the same';
    console.log(`${isSame ? 'as recorded' : 'OTHERWISE  '} ${name}; ours ${ours}`);
    if (!isSame) console.log(JSON.stringify({ now: conduct, recorded: conductOfTrace(traces[name]!) }));
  }
  console.log(`${same} of ${names.length} scenarios as recorded`);
}
