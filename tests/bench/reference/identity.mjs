// Finds the caller by an HS256 token. Each token is verified once and remembered while it is valid.
import { createVerifier } from 'fast-jwt';

import { refusal } from './database.mjs';

export function makeAuthenticator(secret) {
  const verify = createVerifier({ key: secret, algorithms: ['HS256'], allowedAud: 'authenticated', clockTolerance: 60_000, cache: 10_000 });
  return (request) => {
    const { authorization } = request.headers;
    if (!authorization?.startsWith('Bearer ')) throw refusal(401, 'UNAUTHENTICATED', 'Sign in first.');
    try {
      return verify(authorization.slice(7)).sub;
    } catch {
      throw refusal(401, 'UNAUTHENTICATED', 'The token is not valid.');
    }
  };
}
