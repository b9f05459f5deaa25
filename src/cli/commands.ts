import { baselineCommand } from './baseline.ts';
import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { inspectCommand } from './inspect.ts';
import { interferogramCommand } from './interferogram.ts';
import { locateCommand } from './locate.ts';
import { runCommand } from './run.ts';
import { simulateCommand } from './simulate.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  runCommand,
  interferogramCommand,
  inspectCommand,
  locateCommand,
  baselineCommand,
  simulateCommand,
  demoCommand,
  doctorCommand,
];
