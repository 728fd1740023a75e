// deploy/compose.yaml: everything on one host in containers. Secrets are files that only their owner's container has.
import { BIN, MIGRATE, MIGRATION_SECRETS, programs, secretFiles, SETTINGS, wiring } from './programs.mjs';

const IMAGE = '${KEYS_IMAGE:-localhost/keys-marketplace:local}';
const hardened = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], user: '10001:10001', restart: 'unless-stopped',
  stop_grace_period: '30s', init: true, tmpfs: ['/tmp'] };
// Other people's images have users of their own; the files of secrets are for group 10001.
const reader = { group_add: ['10001'] };
const HERE = 'http://127.0.0.1:${KEYS_PORT:-8080}';
const STORAGE = '${STORAGE_URL:-s3://keys?endpoint=http://objects:9000&region=us-east-1&style=path}';
// Sold in a shop that has just been started; another folder is mounted by KEYS_ASSETS.
const ASSETS = '/srv/keys';
const after = (names, condition) => Object.fromEntries(names.map((name) => [name, { condition }]));

function settingsOf(program) {
  const defaults = { ...SETTINGS, STORAGE_URL: STORAGE };
  return Object.fromEntries(program.settings.filter((name) => name in defaults).map((name) => {
    if (name === 'WEB_ROOT' || name === 'STORAGE_URL') return [name, defaults[name]];
    return [name, `\${${name}:-${defaults[name].replace('https://shop.example', HERE)}}`];
  }));
}

function service(program) {
  return {
    image: IMAGE,
    ...hardened,
    command: [`${BIN}/keys-${program.name}`],
    environment: { ...wiring(program, '0.0.0.0', (name) => name), ...settingsOf(program), ...secretFiles(program.secrets),
      ...(program.settings.includes('KEYS_ASSETS_ROOT') ? { KEYS_ASSETS_ROOT: ASSETS } : {}),
      SERVICE_KEY_FILE: '/run/secrets/service.pem', SERVICE_PEERS_FILE: '/run/secrets/peers.json' },
    secrets: [...program.secrets, 'peers.json', { source: `${program.name}_key`, target: 'service.pem' }],
    ...(program.settings.includes('KEYS_ASSETS_ROOT') ? { volumes: [`\${KEYS_ASSETS:-./sample-keys}:${ASSETS}:ro`] } : {}),
    ...(program.http ? { ports: [`127.0.0.1:\${KEYS_PORT:-8080}:${program.http}`] } : {}),
    depends_on: { ...after(['migrate'], 'service_completed_successfully'), ...(program.storage ? after(['bucket'], 'service_completed_successfully') : {}),
      ...after(program.calls, 'service_healthy') },
    healthcheck: { test: ['CMD', `${BIN}/healthcheck`], interval: '5s', timeout: '3s', retries: 12 },
  };
}

const postgres = {
  image: 'docker.io/library/postgres:15-bookworm',
  restart: 'unless-stopped',
  environment: { POSTGRES_USER: 'keys_admin', POSTGRES_DB: 'keys', POSTGRES_PASSWORD_FILE: '/run/secrets/postgres_password' },
  secrets: ['postgres_password'],
  volumes: ['postgres:/var/lib/postgresql/data'],
  healthcheck: { test: ['CMD', 'pg_isready', '-q', '-U', 'keys_admin', '-d', 'keys'], interval: '5s', timeout: '3s', retries: 24 },
};

const once = (command, secrets, more) => ({ image: IMAGE, ...hardened, restart: 'on-failure', command, environment: { ...secretFiles(secrets), ...more }, secrets });
const migrate = { ...once(MIGRATE, MIGRATION_SECRETS), depends_on: after(['postgres'], 'service_healthy') };

// An object store that speaks S3. With a STORAGE_URL of your own it stands idle.
const OBJECT_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
const objects = {
  image: 'docker.io/minio/minio:RELEASE.2024-08-03T04-33-23Z',
  restart: 'unless-stopped',
  command: ['server', '/data'],
  environment: { MINIO_ROOT_USER_FILE: '/run/secrets/AWS_ACCESS_KEY_ID', MINIO_ROOT_PASSWORD_FILE: '/run/secrets/AWS_SECRET_ACCESS_KEY' },
  secrets: OBJECT_KEYS,
  volumes: ['objects:/data'],
};
const bucket = { ...once([`${BIN}/make-bucket`], OBJECT_KEYS, { STORAGE_URL: STORAGE }), depends_on: after(['objects'], 'service_started') };

const prometheus = {
  image: 'docker.io/prom/prometheus:v2.53.2',
  restart: 'unless-stopped',
  command: ['--config.file=/etc/prometheus/prometheus.yml', '--storage.tsdb.path=/prometheus', '--storage.tsdb.retention.time=30d'],
  volumes: ['./prometheus/prometheus.yml:/etc/prometheus/prometheus.yml:ro', './prometheus/rules:/etc/prometheus/rules:ro',
    './prometheus/targets/compose:/etc/prometheus/targets:ro', 'prometheus:/prometheus'],
  ports: ['127.0.0.1:${PROMETHEUS_PORT:-9090}:9090'],
};

const grafana = {
  image: 'docker.io/grafana/grafana-oss:11.1.4',
  restart: 'unless-stopped',
  environment: { PROMETHEUS_URL: 'http://prometheus:9090', GF_SECURITY_ADMIN_PASSWORD__FILE: '/run/secrets/grafana_password',
    GF_ANALYTICS_REPORTING_ENABLED: 'false' },
  secrets: ['grafana_password'],
  ...reader,
  volumes: ['./grafana/provisioning:/etc/grafana/provisioning:ro', './grafana/dashboards:/etc/grafana/dashboards:ro', 'grafana:/var/lib/grafana'],
  ports: ['127.0.0.1:${GRAFANA_PORT:-3000}:3000'],
  depends_on: ['prometheus'],
};

const postgresExporter = {
  image: 'docker.io/prometheuscommunity/postgres-exporter:v0.15.0',
  restart: 'unless-stopped',
  environment: { DATA_SOURCE_URI: 'postgres:5432/keys?sslmode=disable', DATA_SOURCE_USER: 'keys_admin',
    DATA_SOURCE_PASS_FILE: '/run/secrets/postgres_password' },
  command: ['--extend.query-path=/etc/queries.yml'],
  secrets: ['postgres_password'],
  ...reader,
  volumes: ['./prometheus/postgres-queries.yml:/etc/queries.yml:ro'],
  depends_on: after(['postgres'], 'service_healthy'),
};

// Our stand-in for Stripe, only with `--profile sandbox` and STRIPE_API_BASE=http://sandbox:12111. Its payment pages name
// the port at which it listens, so the port is the same outside, on the loopback interface only.
const SANDBOX_SECRETS = ['STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRET'];
const sandbox = {
  image: IMAGE,
  ...hardened,
  profiles: ['sandbox'],
  command: [`${BIN}/keys-stripe-sandbox`, '--listen', '0.0.0.0:12111', '--listen-anywhere', '--webhook-url', 'http://gateway:8080/billing/webhook',
    '--subset', '/usr/share/keys/stripe-openapi-subset.json'],
  environment: secretFiles(SANDBOX_SECRETS),
  secrets: SANDBOX_SECRETS,
  ports: ['127.0.0.1:12111:12111'],
};

export function composeFile() {
  const file = (name) => ({ file: `\${KEYS_SECRETS:-./secrets}/${name}` });
  const names = new Set([...MIGRATION_SECRETS, ...programs.flatMap(({ secrets }) => secrets), 'postgres_password', 'grafana_password']);
  return {
    services: { postgres, objects, migrate, bucket, ...Object.fromEntries(programs.map((program) => [program.name, service(program)])), sandbox,
      prometheus, grafana, 'postgres-exporter': postgresExporter },
    volumes: Object.fromEntries(['postgres', 'objects', 'prometheus', 'grafana'].map((name) => [name, {}])),
    secrets: { 'peers.json': file('keys/peers.json'), ...Object.fromEntries([...names].map((name) => [name, file(name)])),
      ...Object.fromEntries(programs.map(({ name }) => [`${name}_key`, file(`keys/${name}.pem`)])) },
  };
}

/** Targets of Prometheus in compose. */
export const composeTargets = () => ({
  'keys.json': programs.map(({ name, admin }) => ({ targets: [`${name}:${admin}`], labels: { process: name } })),
  'postgres.json': [{ targets: ['postgres-exporter:9187'] }],
  'node.json': [],
});
