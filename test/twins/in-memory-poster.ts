import type { Post, Posted, Poster } from '../../shared/ports/poster';

/** The twin of the poster: what was posted, and answers by address. */
export function inMemoryPoster(): Poster & {
  readonly posts: readonly Post[];
  answer(url: string, answer: Posted): void;
} {
  const posts: Post[] = [];
  const answers = new Map<string, Posted>();
  return {
    posts,
    answer: (url, answer) => void answers.set(url, answer),
    post: (post) => {
      posts.push(post);
      return Promise.resolve(answers.get(post.url) ?? { kind: 'accepted' });
    },
  };
}
