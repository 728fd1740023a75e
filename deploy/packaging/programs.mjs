// The programs of the shop: where each listens, whom it calls, what it reads. systemd units, compose.yaml and the manifests
// for Kubernetes are made from this; tests/ops/packaging.test.mjs holds it against each program's own --help.

const addressOf = (name) => `${name.toUpperCase()}_ADDRESS`;

// Ports are the same everywhere: on one machine they must differ, elsewhere they may as well.
export const programs = [
  { name: 'gateway', http: 8080, admin: 9200, calls: ['catalog', 'ingestion', 'billing', 'entitlement', 'discovery', 'analytics'],
    settings: ['PUBLIC_URL', 'STORAGE_URL', 'WEB_ROOT', 'JWT_AUDIENCE', 'CORS_ORIGINS', 'TRUSTED_PROXIES', 'STRIPE_API_BASE'],
    secrets: ['SUPABASE_JWT_SECRET', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], reachesOut: true, storage: 'read', replicas: 2, most: 10 },
  { name: 'analytics', grpc: 9301, admin: 9201, calls: [], settings: [], secrets: ['DATABASE_URL_ANALYTICS'], replicas: 2, most: 4 },
  { name: 'catalog', grpc: 9302, admin: 9202, calls: [], settings: [], secrets: ['DATABASE_URL_CATALOG', 'CURSOR_KEY'], replicas: 2, most: 6 },
  { name: 'entitlement', grpc: 9303, admin: 9203, calls: ['catalog', 'analytics'], settings: ['PUBLIC_URL'],
    secrets: ['DATABASE_URL_ENTITLEMENT', 'CURSOR_KEY', 'URL_SIGNING_KEYS', 'IP_HASH_SECRET'], replicas: 2, most: 6 },
  { name: 'billing', grpc: 9304, admin: 9204, calls: ['catalog', 'entitlement', 'analytics'],
    settings: ['STRIPE_API_BASE', 'FRONTEND_URL', 'RETURN_ORIGINS'],
    secrets: ['DATABASE_URL_BILLING', 'CURSOR_KEY', 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'], reachesOut: true, replicas: 2, most: 4 },
  // One: its regular passes over the object store are not shared between replicas.
  { name: 'ingestion', grpc: 9305, admin: 9205, calls: ['catalog'], settings: ['STORAGE_URL', 'KEYS_ASSETS_ROOT'],
    secrets: ['DATABASE_URL_INGESTION', 'CURSOR_KEY', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'], reachesOut: true, storage: 'write', replicas: 1 },
  { name: 'discovery', grpc: 9306, admin: 9206, calls: ['catalog', 'analytics'], settings: [],
    secrets: ['DATABASE_URL_DISCOVERY', 'CURSOR_KEY'], replicas: 2, most: 6 },
];

export const programOf = (name) => programs.find((program) => program.name === name);

/** Programs that call `name`. */
export const callersOf = (name) => programs.filter((program) => program.calls.includes(name)).map((program) => program.name);

/**
 * Answers the variables that say where a program listens and whom it calls. `listen`: the address to listen on; `hostOf(name)`: where another
 * program is reached.
 */
export function wiring(program, listen, hostOf) {
  const variables = { ADMIN_LISTEN: `${listen}:${program.admin}` };
  if (program.grpc) variables.GRPC_LISTEN = `${listen}:${program.grpc}`;
  if (program.http) variables.HTTP_LISTEN = `${listen}:${program.http}`;
  for (const name of program.calls) variables[addressOf(name)] = `${hostOf(name)}:${programOf(name).grpc}`;
  return variables;
}

// The folders in which an image and a package keep programs, configuration and data.
export const BIN = '/usr/lib/keys/bin';
export const WEB_ROOT = '/usr/share/keys/web';
// The folder in which a container finds its secrets, one file each: CURSOR_KEY_FILE=/run/secrets/CURSOR_KEY.
export const SECRETS = '/run/secrets';

/** {NAME_FILE: where the file is} of a program's secrets. */
export const secretFiles = (names) => Object.fromEntries(names.map((name) => [`${name}_FILE`, `${SECRETS}/${name}`]));
/** The variables that migrating needs: the server's administrator, and the passwords that the services' roles get. */
export const MIGRATION_SECRETS = ['DATABASE_URL', ...programs.flatMap(({ secrets }) => secrets.filter((name) => name.startsWith('DATABASE_URL')))];
export const MIGRATE = ['/usr/share/keys/scripts/db.sh', 'migrate', '--external', '--data', '/tmp/keys'];

/** Settings with a value that fits most places; the others belong to the operator. */
export const SETTINGS = {
  PUBLIC_URL: 'https://shop.example',
  FRONTEND_URL: 'https://shop.example',
  RETURN_ORIGINS: 'https://shop.example',
  CORS_ORIGINS: 'https://shop.example',
  TRUSTED_PROXIES: '127.0.0.1',
  STRIPE_API_BASE: 'https://api.stripe.com',
  JWT_AUDIENCE: 'authenticated',
  WEB_ROOT,
};

/** Example values of secrets, for example files. */
export const EXAMPLES = {
  CURSOR_KEY: 'at-least-16-random-bytes-the-same-for-all-services',
  URL_SIGNING_KEYS: 'k1:base64url-of-32-random-bytes',
  IP_HASH_SECRET: 'at-least-16-random-bytes',
  SUPABASE_JWT_SECRET: 'at-least-32-random-bytes-of-the-issuer',
  STRIPE_SECRET_KEY: 'sk_live_REPLACE',
  STRIPE_WEBHOOK_SECRET: 'whsec_REPLACE',
  AWS_ACCESS_KEY_ID: 'only for an s3:// storage',
  AWS_SECRET_ACCESS_KEY: 'only for an s3:// storage',
};
export const exampleOf = (name) => EXAMPLES[name]
  ?? `postgresql://keys_${name.replace('DATABASE_URL_', '').toLowerCase()}:PASSWORD@DATABASE_HOST:5432/keys`;
