import { type Cast, castOf, type Person } from './organisation';
import type { TandemServer } from './server';
import { test as base } from './test';

export { expect } from './test';

/** Who of the cast looks at a page; the manager and the member are of the first team. */
export type Viewer = 'administrator' | 'manager' | 'member' | 'readOnly' | 'nobody';

interface DemoOptions {
  /** Who is signed in in the browser. */
  viewer: Viewer;
  /** The people of the demo that tests sign in as. */
  cast: Cast;
}

let made: { server: TandemServer; cast: Promise<Cast> } | undefined;

/** The server's cast, made once. */
function castOnce(server: TandemServer): Promise<Cast> {
  if (made?.server !== server) made = { server, cast: castOf(server) };
  return made.cast;
}

/** Whoever of the cast a viewer is. */
export function personOf(cast: Cast, viewer: Exclude<Viewer, 'nobody'>): Person {
  const { manager, member } = cast.teams[0];
  return { administrator: cast.administrator, manager, member, readOnly: cast.readOnly }[viewer];
}

/** The tests' `test` on the demo's organisation, with somebody of it signed in. */
export const test = base.extend<DemoOptions>({
  seed: 'demo',
  viewer: ['nobody', { option: true }],
  cast: async ({ server }, use) => use(await castOnce(server)),
  storageState: async ({ viewer, cast }, use) => {
    await use(viewer === 'nobody' ? undefined : await personOf(cast, viewer).requests.storageState());
  },
});
