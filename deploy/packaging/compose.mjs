// deploy/compose.yaml: everything on one host in containers. Secrets are files that only their owner's container has.
import { BIN, programs, SETTINGS, wiring } from './programs.mjs';

export const ENTRY = ['sh', '-c'];
/** Reads the file of secrets, then becomes the program: nothing secret stands in the container's configuration. */
export const startWith = (program) => `set -a; . /run/secrets/keys.env; exec ${BIN}/keys-${program.name}`;

const hardened = { read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'], user: '10001:10001', restart: 'unless-stopped',
  stop_grace_period: '30s', init: true };

function service(program) {
  const settings = Object.fromEntries(program.settings.filter((name) => name in SETTINGS)
    .map((name) => [name, name === 'WEB_ROOT' ? SETTINGS[name] : `\${${name}:-${SETTINGS[name].replace('https://shop.example', 'http://127.0.0.1:8080')}}`]));
  const storage = program.storage === undefined ? {} : { STORAGE_URL: 'file:///var/lib/keys/storage' };
  return {
    image: '${KEYS_IMAGE:-localhost/keys-marketplace:local}',
    ...hardened,
    command: [...ENTRY, startWith(program)],
    environment: { ...wiring(program, '0.0.0.0', (name) => name), ...settings, ...storage,
      SERVICE_KEY_FILE: '/run/secrets/service.pem', SERVICE_PEERS_FILE: '/etc/keys/peers.json' },
    secrets: [{ source: `${program.name}_env`, target: 'keys.env' }, { source: `${program.name}_key`, target: 'service.pem' }],
    configs: [{ source: 'peers', target: '/etc/keys/peers.json' }],
    ...(program.storage === undefined ? {} : { volumes: [`storage:/var/lib/keys/storage${program.storage === 'read' ? ':ro' : ''}`] }),
    ...(program.http ? { ports: [`127.0.0.1:\${KEYS_PORT:-8080}:${program.http}`] } : {}),
    depends_on: { migrate: { condition: 'service_completed_successfully' },
      ...Object.fromEntries(program.calls.map((name) => [name, { condition: 'service_healthy' }])) },
    healthcheck: { test: ['CMD', 'curl', '-fsS', '-o', '/dev/null', `http://127.0.0.1:${program.admin}/readyz`], interval: '5s', timeout: '3s', retries: 12 },
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

const migrate = {
  image: '${KEYS_IMAGE:-localhost/keys-marketplace:local}',
  ...hardened,
  restart: 'on-failure',
  command: [...ENTRY, 'set -a; . /run/secrets/keys.env; exec /usr/share/keys/scripts/db.sh migrate --external --data /tmp/keys'],
  secrets: [{ source: 'migrate_env', target: 'keys.env' }],
  tmpfs: ['/tmp'],
  depends_on: { postgres: { condition: 'service_healthy' } },
};

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
  volumes: ['./grafana/provisioning:/etc/grafana/provisioning:ro', './grafana/dashboards:/etc/grafana/dashboards:ro', 'grafana:/var/lib/grafana'],
  ports: ['127.0.0.1:${GRAFANA_PORT:-3000}:3000'],
  depends_on: ['prometheus'],
};

const postgresExporter = {
  image: 'docker.io/prometheuscommunity/postgres-exporter:v0.15.0',
  restart: 'unless-stopped',
  environment: { DATA_SOURCE_URI: 'postgres:5432/keys?sslmode=disable', DATA_SOURCE_USER: 'keys_admin',
    DATA_SOURCE_PASS_FILE: '/run/secrets/postgres_password' },
  secrets: ['postgres_password'],
  depends_on: { postgres: { condition: 'service_healthy' } },
};

// Our stand-in for Stripe, only with `--profile sandbox`.
const sandbox = {
  image: '${KEYS_IMAGE:-localhost/keys-marketplace:local}',
  ...hardened,
  profiles: ['sandbox'],
  command: [...ENTRY, `set -a; . /run/secrets/keys.env; exec ${BIN}/keys-stripe-sandbox --listen 0.0.0.0:12111 --webhook-url http://gateway:8080/billing/webhook`],
  secrets: [{ source: 'billing_env', target: 'keys.env' }],
};

export function composeFile() {
  const file = (name) => ({ file: `\${KEYS_SECRETS:-./secrets}/${name}` });
  return {
    services: { postgres, migrate, ...Object.fromEntries(programs.map((program) => [program.name, service(program)])), sandbox, prometheus,
      grafana, 'postgres-exporter': postgresExporter },
    volumes: Object.fromEntries(['postgres', 'storage', 'prometheus', 'grafana'].map((name) => [name, {}])),
    configs: { peers: { file: '${KEYS_SECRETS:-./secrets}/peers.json' } },
    secrets: { postgres_password: file('postgres_password'), grafana_password: file('grafana_password'), migrate_env: file('migrate.env'),
      ...Object.fromEntries(programs.flatMap(({ name }) => [[`${name}_env`, file(`${name}.env`)], [`${name}_key`, file(`${name}.pem`)]])) },
  };
}

/** Targets of Prometheus in compose. */
export const composeTargets = () => ({
  'keys.json': programs.map(({ name, admin }) => ({ targets: [`${name}:${admin}`], labels: { process: name } })),
  'postgres.json': [{ targets: ['postgres-exporter:9187'] }],
  'node.json': [],
});
