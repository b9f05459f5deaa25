import { baselineCommand } from './baseline.ts';
import { coherenceCommand } from './coherence.ts';
import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { fetchCommand } from './fetch.ts';
import { filterCommand } from './filter.ts';
import { inspectCommand } from './inspect.ts';
import { interferogramCommand } from './interferogram.ts';
import { locateCommand } from './locate.ts';
import { planCommand } from './plan.ts';
import { pointsCommand } from './points.ts';
import { reportCommand } from './report.ts';
import { runCommand } from './run.ts';
import { serveCommand } from './serve.ts';
import { simulateCommand } from './simulate.ts';
import { submitCommand } from './submit.ts';
import { unwrapCommand } from './unwrap.ts';
import { workerCommand } from './worker.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  runCommand,
  planCommand,
  fetchCommand,
  pointsCommand,
  reportCommand,
  interferogramCommand,
  coherenceCommand,
  filterCommand,
  unwrapCommand,
  inspectCommand,
  locateCommand,
  baselineCommand,
  workerCommand,
  serveCommand,
  submitCommand,
  simulateCommand,
  demoCommand,
  doctorCommand,
];
