import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageInfo } from '../../settings/index.ts';
import { generatedDocuments } from './documents.ts';

/* `npm run docs`: brings every generated table and schema up to date. */
const { folder } = packageInfo();
for (const { path, text } of generatedDocuments(folder)) writeFileSync(join(folder, path), text);
