import type { Dependencies } from '../../shared/app/dependencies';
import type { ContainingApp } from './contained';

/** An app whose calls that revoke and enable are logged, and the log. */
export function loggedRestores<App extends ContainingApp>(
  app: App,
): { readonly app: App; readonly log: string[] } {
  const log: string[] = [];
  const { graph } = app.dependencies.revokers;
  const dependencies: Dependencies = {
    ...app.dependencies,
    revokers: {
      graph: {
        ...graph,
        revoke: async (...args) => {
          const answer = await graph.revoke(...args);
          if (answer.kind === 'accepted') log.push('revoked');
          return answer;
        },
      },
    },
    containmentMethods: Object.fromEntries(
      Object.entries(app.things.methods).map(([step, method]) => [
        step,
        {
          ...method,
          restore: (...args: Parameters<typeof method.restore>) => {
            log.push('enabled');
            return method.restore(...args);
          },
        },
      ]),
    ),
  };
  return { app: { ...app, dependencies }, log };
}
