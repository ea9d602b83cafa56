import { startFixtureServer, PASSWORD, USER } from '../fixture/server.ts';

/** The server that a journey is made against. */
export interface Target {
  readonly origin: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
}

/** A real one, if the environment names it (`VITRINE_URL`, `VITRINE_USER`, `VITRINE_PASSWORD`), else the fixture. */
export async function openTarget(): Promise<Target> {
  const url = process.env['VITRINE_URL'];
  if (url !== undefined) {
    const { VITRINE_USER: user = 'admin', VITRINE_PASSWORD: password = '' } = process.env;
    return { origin: new URL(url).origin, user, password, close: () => Promise.resolve() };
  }
  const server = await startFixtureServer({ scene: 'live', dist: 'dist' });
  return { origin: server.origin, user: USER, password: PASSWORD, close: () => server.close() };
}
