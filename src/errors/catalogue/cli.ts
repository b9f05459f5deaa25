import type { CatalogueEntry } from '../catalogue-entry.ts';

export const cliErrors = {
  CLI_USAGE: {
    stage: 'setup',
    fault: 'caller',
    message: 'The command line cannot be used: {reason}.',
    remedy: 'Run `npm run -s sentryal -- --help` for the commands and their options.',
  },
  CLI_UNKNOWN_COMMAND: {
    stage: 'setup',
    fault: 'caller',
    message: '{command} is not a command.{suggestion}',
    remedy: 'Run `npm run -s sentryal -- --help` for the commands.',
  },
  CLI_OUTPUT_UNWRITABLE: {
    stage: 'setup',
    fault: 'caller',
    message: '{file} cannot be written: {reason}.',
    remedy: 'Give a folder that exists or can be made, with room and permission to write.',
  },
  CLI_SWATH_MISSING: {
    stage: 'read',
    fault: 'caller',
    message: '{name} has no {swath} in {polarization}; it has there: {available}.',
    remedy: 'Run `inspect` on the granule for its swaths and polarisations, then ask for one of them.',
  },
  REPORT_NOT_ANSWER: {
    stage: 'answer',
    fault: 'caller',
    message: '{file} is not an answer: it has no status success or error.',
    remedy: 'Give the answer.json that `run --out` wrote, or its folder.',
  },
  REPORT_INPUT_UNREADABLE: {
    stage: 'answer',
    fault: 'caller',
    message: '{file} cannot be read for the report: {reason}.',
    remedy: 'Correct or remove the file; the report is made without it where it is not there.',
  },
  CSV_EMPTY: {
    stage: 'job',
    fault: 'caller',
    message: '{file} is empty: not even a header.',
    remedy: 'Give CSV whose first row names the columns; the help of the command lists them.',
  },
  CSV_NOT_TEXT: {
    stage: 'job',
    fault: 'caller',
    message: '{file} is not text in UTF-8.',
    remedy: 'Give CSV as UTF-8 text, separated by commas.',
  },
  CSV_MALFORMED: {
    stage: 'job',
    fault: 'caller',
    message: '{file}, row {row}: {reason}.',
    remedy: 'Give CSV separated by commas, one row a line; rows count from 1, the header included.',
  },
  CSV_COLUMN_MISSING: {
    stage: 'job',
    fault: 'caller',
    message: '{file}, row 1 (the header) lacks the column {column}; it names: {found}.',
    remedy: 'Name the columns as the help of the command does, separated by commas.',
  },
  CSV_COLUMN_TAKEN: {
    stage: 'job',
    fault: 'caller',
    message: '{file}, row 1 (the header) names the column {column}, which would be computed from {inputs}.',
    remedy: 'Remove or rename that column; for the other direction remove the columns of this one.',
  },
  CSV_VALUE_INVALID: {
    stage: 'job',
    fault: 'caller',
    message: '{file}, row {row}, column {column}: "{value}" is not {wanted}.',
    remedy: 'Correct the value and run again; rows count from 1, the header included.',
  },
} as const satisfies Record<string, CatalogueEntry>;
