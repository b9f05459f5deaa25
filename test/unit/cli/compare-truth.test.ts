import { describe, expect, it } from 'vitest';
import { buildAnswer } from '../../../src/answer/index.ts';
import { compareWithTruth, comparisonTable, complaints } from '../../../src/cli/compare-truth.ts';
import { sampleFindings, samplePoint } from '../answer/sample-findings.ts';

/** Truth at one point whose measurement is 0 mm, sigma 0.5 mm. */
function compareOne(displacement: number, gradient: number, coherence: number) {
  const answer = buildAnswer(sampleFindings([samplePoint('p', 'ok', 0)]));
  const point = { id: 'p', displacement_mm: displacement, gradient_mm_per_m: gradient, coherence };
  return compareWithTruth(answer, { points: [point] })[0]!;
}

describe('a point', () => {
  it.each<[string, number, number, number, boolean]>([
    ['0.2 mm off on flat ground', 0.2, 0, 1, true],
    ['0.21 mm off on flat ground', -0.21, 0, 1, false],
    ['0.5 mm off on a slope of 0.03 mm/m', 0.5, 0.03, 1, true],
    ['0.51 mm off on a slope of 0.03 mm/m', 0.51, 0.03, 1, false],
    ['1.7 mm off, with noise of 0.5 mm', 1.7, 0, 0.9, true],
    ['1.71 mm off, with noise of 0.5 mm', 1.71, 0, 0.9, false],
    ['1.7 mm off without noise', 1.7, 0, 1, false],
  ])('%s', (_, displacement, gradient, coherence, isWithin) => {
    expect(compareOne(displacement, gradient, coherence).isWithin).toBe(isWithin);
  });
});

describe('the comparison', () => {
  const ids = Array.from({ length: 10 }, (_, index) => `p${index}`);
  const truth = { points: ids.map((id) => ({ id, displacement_mm: 0, gradient_mm_per_m: 0, coherence: 1 })) };
  const compare = (points: Parameters<typeof sampleFindings>[0]) =>
    compareWithTruth(buildAnswer(sampleFindings(points)), truth);

  it('passes where every number is right and nine of ten points have one', () => {
    const points = ids.map((id, index) => samplePoint(id, index === 0 ? 'water' : 'ok', 0.1));
    expect(complaints(compare(points))).toEqual([]);
  });

  it('fails where eight of ten points have a number', () => {
    const points = ids.map((id, index) => samplePoint(id, index < 2 ? 'water' : 'ok', 0.1));
    expect(complaints(compare(points))).toEqual(['only 8 of 10 points were measured']);
  });

  it('fails where a doubtful number is wrong', () => {
    const points = ids.map((id, index) => samplePoint(id, 'ambiguous', index === 3 ? 27.7 : 0));
    expect(complaints(compare(points))).toEqual(['off by more than the tolerance: p3']);
  });

  it('fails where a point of the truth is not in the answer', () => {
    expect(complaints(compare([samplePoint('p0', 'ok')]))).toEqual(['only 1 of 10 points were measured']);
  });

  it('is a table that lines up', () => {
    const points = ids.map((id, index) => samplePoint(id, index === 0 ? 'outside' : 'ok', index === 1 ? -12.3456 : 0));
    const lines = comparisonTable(compare(points)).split('\n');
    expect(lines[0]).toMatch(/^point +status +truth mm +measured mm +difference mm +tolerance mm +coherence$/);
    expect(lines[1]).toMatch(/^p0 +outside +0\.000 +- +- +0\.200 +-$/);
    expect(lines[2]).toMatch(/^p1 +ok +0\.000 +-12\.346 +-12\.346 +0\.200 +0\.800 +<- off$/);
  });
});
