import { describe, expect, it } from 'vitest';
import { buildAnswer } from '../../../src/answer/index.ts';
import { sampleFindings, samplePoint } from './sample-findings.ts';

describe('options in an answer', () => {
  const findings = sampleFindings([samplePoint('a', 'ok')]);
  const answerOf = (change: object) => {
    const options = { ...findings.job.options, ...change };
    return buildAnswer({ ...findings, job: { ...findings.job, options } });
  };

  it('are as asked, but for what follows an address and stands before its host: there secrets travel', () => {
    const { options } = answerOf({
      dem: ['https://example.org/a.tif?X-Amz-Signature=secret', '/data/dem #1?.tif'],
      water_mask: 's3://bucket/mask.tif?versionId=secret',
      reference_orbit: 'https://user:secret@example.org/a.EOF#secret',
      corrections: {
        ...findings.job.options.corrections,
        tec_reference: 'https://example.org/t.tif?secret',
        tec_secondary: 7,
      },
    });
    expect(JSON.stringify(options)).not.toContain('secret');
    expect(options).toEqual({
      ...findings.job.options,
      dem: ['https://example.org/a.tif', '/data/dem #1?.tif'],
      water_mask: 's3://bucket/mask.tif',
      reference_orbit: 'https://example.org/a.EOF',
      corrections: {
        ...findings.job.options.corrections,
        tec_reference: 'https://example.org/t.tif',
        tec_secondary: 7,
      },
    });
  });

  it('have the same hash whatever a signature says, and another for another address', () => {
    const hashOf = (dem: string): string => answerOf({ dem }).hashes.options_sha256;
    expect(hashOf('https://example.org/a.tif?sig=1')).toBe(hashOf('https://example.org/a.tif?sig=2'));
    expect(hashOf('https://example.org/a.tif')).not.toBe(hashOf('https://example.org/b.tif'));
  });
});
