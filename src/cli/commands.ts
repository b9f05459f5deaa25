import type { Command } from './command.ts';
import { demoCommand } from './demo.ts';
import { doctorCommand } from './doctor.ts';
import { runCommand } from './run.ts';
import { simulateCommand } from './simulate.ts';

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [runCommand, simulateCommand, demoCommand, doctorCommand];
