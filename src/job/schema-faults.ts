import type * as z from 'zod';
import { type ErrorDetails, suggest } from '../errors/index.ts';
import { type JobFault, type JobFaultCode, formatPath, jobFault, quoteValue } from './fault.ts';

type Issue = z.core.$ZodIssue;

/** The value at a path of the job as it was given. */
function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
    root,
  );
}

function typeFault(expected: string, path: string, value: unknown): JobFault {
  if (value === undefined) return jobFault('JOB_FIELD_MISSING', path);
  const isNumber = typeof value === 'number';
  if (isNumber && !Number.isFinite(value)) return jobFault('JOB_NUMBER_NOT_FINITE', path, { value: String(value) });
  const name = expected === 'int' ? 'whole number' : expected;
  return jobFault('JOB_FIELD_WRONG_TYPE', path, { value: quoteValue(value), expected: name });
}

function sizeFault(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>, path: string, value: unknown): JobFault {
  if (issue.origin === 'string') return jobFault('JOB_FIELD_EMPTY', path);
  const bound = issue.code === 'too_small' ? `at least ${issue.minimum}` : `at most ${issue.maximum}`;
  return jobFault('JOB_NUMBER_OUT_OF_RANGE', path, { value: quoteValue(value), bound });
}

function unknownKeyFaults(keys: readonly string[], path: readonly PropertyKey[], known: readonly string[]): JobFault[] {
  return keys.map((key) => {
    const near = suggest(key, known);
    const suggestion = near === undefined ? '' : ` Did you mean ${near}?`;
    return jobFault('JOB_OPTION_UNKNOWN', formatPath([...path, key]), { suggestion });
  });
}

/** What a refinement put in with `faultIssue`. */
function ownFault(issue: Extract<Issue, { code: 'custom' }>, path: string): JobFault {
  const params = issue.params as { fault: JobFaultCode; details: ErrorDetails };
  return jobFault(params.fault, path, params.details);
}

/** The issues of the alternative that got furthest into the value; undefined where none takes a value of its type. */
function furthestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): Issue[] | undefined {
  const branch = issue.errors.find((issues) => issues.every(({ path }) => path.length > 0));
  return branch?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/**
 * The issues of one schema as faults of the job.
 * @param root the job as given, to quote the values that are wrong
 * @param knownOptions names to suggest for an unknown option
 */
export function schemaFaults(issues: readonly Issue[], root: unknown, knownOptions: readonly string[]): JobFault[] {
  return issues.flatMap((issue) => {
    const path = formatPath(issue.path);
    const value = valueAt(root, issue.path);
    switch (issue.code) {
      case 'invalid_type':
        return typeFault(issue.expected, path, value);
      case 'too_small':
      case 'too_big':
        return sizeFault(issue, path, value);
      case 'invalid_format':
        return jobFault('JOB_ID_MALFORMED', path, { value: quoteValue(value) });
      case 'invalid_value':
        if (value === undefined) return jobFault('JOB_FIELD_MISSING', path);
        return jobFault('JOB_VALUE_NOT_ALLOWED', path, { value: quoteValue(value), allowed: issue.values.join(', ') });
      case 'unrecognized_keys':
        return unknownKeyFaults(issue.keys, issue.path, knownOptions);
      case 'invalid_union': {
        const branch = furthestBranch(issue);
        if (branch) return schemaFaults(branch, root, knownOptions);
        const types = issue.errors.flat().flatMap((inner) => (inner.code === 'invalid_type' ? [inner.expected] : []));
        return typeFault(types.join(' or '), path, value);
      }
      case 'custom':
        return ownFault(issue, path);
      default:
        return jobFault('JOB_FIELD_WRONG_TYPE', path, { value: quoteValue(value), expected: 'that the schema states' });
    }
  });
}
