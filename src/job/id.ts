import * as z from 'zod';

/** What every id of a job looks like: safe in file names, addresses and logs. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** An id: 1 to 128 letters, digits, dots, underscores and hyphens, beginning with a letter or a digit. */
export const idSchema = z.string().regex(ID_PATTERN);
