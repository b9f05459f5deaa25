import type { Conduct, TracedPost } from './compare-traces.ts';

/** Where this worker differs from RunPod's on purpose: why, and what its conduct is in place of the recorded one. */
export interface Deviation {
  readonly why: string;
  readonly apply: (recorded: Conduct) => Conduct;
}

function withPosts(recorded: Conduct, job: string, change: (posts: TracedPost[]) => TracedPost[]): Conduct {
  return { ...recorded, posts: { ...recorded.posts, [job]: change(structuredClone(recorded.posts[job] ?? [])) } };
}

const asText = (posts: TracedPost[]): TracedPost[] =>
  posts.map((post) => ({ ...post, body: { ...post.body, error: JSON.stringify(post.body['error']) } }));

/** By scenario. Everything that is not here is equal. */
export const deviations: Readonly<Record<string, Deviation>> = {
  '04-error-returned': {
    why: 'An error that is no text is posted as text: an object there shows as completed without output.',
    apply: (recorded) => withPosts(withPosts(recorded, 'job-03-object', asText), 'job-05-list', asText),
  },
  '07b-progress-race': {
    why: 'Progress keeps its order.',
    apply: (recorded) =>
      withPosts(recorded, 'job-1', (posts) => {
        const progress = posts.filter(({ body }) => body['status'] === 'IN_PROGRESS');
        const ordered = progress.toSorted((a, b) => Number(a.body['output']) - Number(b.body['output']));
        return [...ordered, posts.at(-1)!];
      }),
  },
  '07c-progress-500': {
    why: 'No progress is posted after the result: one that failed is not repeated.',
    apply: (recorded) => withPosts(recorded, 'job-1', (posts) => posts.slice(0, -1)),
  },
  '16b-sigterm-idle-then-job': {
    why: 'A job that is handed over after SIGTERM is run and reported.',
    apply: (recorded) => ({
      ...withPosts(recorded, 'late-job', () => [
        {
          ...{ to: 'job-done', job: 'late-job', isStream: 'false', xRequestId: 'late-job' },
          ...{ contentType: 'application/x-www-form-urlencoded', status: 200 },
          body: { output: { echo: {}, keys: ['id', 'input'] } },
        },
      ]),
      neverReported: [],
    }),
  },
  '22-done-500-always': {
    why: 'A result is tried six times within half a minute, not three times within five seconds.',
    apply: (recorded) => ({
      ...withPosts(recorded, 'job-1', (posts) => [
        ...posts,
        { ...posts[0]!, status: 500 },
        { ...posts[0]!, status: 200 },
      ]),
      neverReported: [],
    }),
  },
  '23-done-400-429': {
    why: 'After 429 a result is tried again.',
    apply: (recorded) => ({
      ...withPosts(recorded, 'job-2', (posts) => [...posts, { ...posts[0]!, status: 200 }]),
      neverReported: ['job-1', 'job-3'],
    }),
  },
};
