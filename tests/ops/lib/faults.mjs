// Faults as they happen to a shop, each with the alert that it must raise, how it is planted and how it is healed.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';

import { call, checkout, control, data, endpoints, eventually, gateway, newUser, ok, post, root, token } from '../../e2e/lib/shop.mjs';

const psql = (prelude, statement) => execFileSync('bash', ['-euc', `
  . "$1/scripts/lib/common.sh"; . "$1/scripts/lib/ports.sh"; . "$1/scripts/lib/postgres.sh"
  DATA=$2; load_cluster; psql_as admin keys -qAtX -v ON_ERROR_STOP=1 -c "$3"`, 'bash', root, data, prelude + statement], { encoding: 'utf8' }).trim();
/** As the owner of the tables. */
export const sql = (statement) => psql('SET ROLE keys_owner; ', statement);
const adminSql = (statement) => psql('', statement);

const event = (id, more) => `INSERT INTO stripe_webhook_events (stripe_event_id, event_type, api_version, livemode, payload, received_at, next_attempt_at, dead_at)
  VALUES ('${id}', 'charge.updated', '2026-10-28.endive', false, '{}', ${more})`;
const forget = (id) => () => sql(`DELETE FROM stripe_webhook_events WHERE stripe_event_id = '${id}'`);
const row = (outbox, topic, id, more) => `INSERT INTO ${outbox} (id, topic, aggregate, payload, request_id, created_at, next_attempt_at, dead_at)
  VALUES ('${id}', '${topic}', 'planted', '', 'planted', ${more})`;
const unsend = (outbox, id) => () => sql(`DELETE FROM ${outbox} WHERE id = '${id}'`);
const ID = (number) => `00000000-0000-4000-8000-00000000d00${number}`;
const DEAD = 'now(), now(), now()';

/** Faults of the books and of what is on its way. `orders` are fulfilled ones, `refunded` one that was taken back. */
const ofMoney = ({ orders, refunded }) => [
  ['OutboxDead', () => sql(row('billing_outbox', 'analytics', ID(1), DEAD)), unsend('billing_outbox', ID(1))],
  ['OutboxDead', () => sql(row('entitlement_outbox', 'analytics.event', ID(2), DEAD)), unsend('entitlement_outbox', ID(2))],
  ['OutboxOld', () => sql(row('billing_outbox', 'analytics', ID(3), "now() - interval '1 hour', now() + interval '50 seconds', NULL")),
    unsend('billing_outbox', ID(3)), () => sql(`UPDATE billing_outbox SET next_attempt_at = now() + interval '50 seconds' WHERE id = '${ID(3)}'`)],
  // Billing takes an event whose next try lies more than a minute ahead for one from before a change of the clock, and tries
  // it at once: so the try is put off again and again.
  ['WebhookLag', () => sql(event('evt_planted_late', "now() - interval '1 hour', now() + interval '50 seconds', NULL")), forget('evt_planted_late'),
    () => sql("UPDATE stripe_webhook_events SET next_attempt_at = now() + interval '50 seconds' WHERE stripe_event_id = 'evt_planted_late'")],
  ['WebhookEventsDead', () => sql(event('evt_planted_dead', DEAD)), forget('evt_planted_dead')],
  ['PaidWithoutAccess', () => sql(`UPDATE marketplace_orders SET status = 'paid', paid_at = paid_at - interval '10 minutes' WHERE id = '${orders[0]}'`),
    () => sql(`UPDATE marketplace_orders SET status = 'fulfilled', paid_at = paid_at + interval '10 minutes' WHERE id = '${orders[0]}'`)],
  ['ChargedNotQuoted', () => sql(`UPDATE marketplace_orders SET mismatch = 'planted' WHERE id = '${orders[1]}'`),
    () => sql(`UPDATE marketplace_orders SET mismatch = '' WHERE id = '${orders[1]}'`)],
  ['LedgerDifference', () => sql(`UPDATE marketplace_orders SET settled_cents = settled_cents + 500, updated_at = updated_at - interval '10 minutes' WHERE id = '${orders[2]}'`),
    () => sql(`UPDATE marketplace_orders SET settled_cents = settled_cents - 500 WHERE id = '${orders[2]}'`)],
  ['RefundedButServing', () => sql(`UPDATE marketplace_orders SET applied_revision = applied_revision - 1, updated_at = updated_at - interval '10 minutes' WHERE id = '${refunded}'`),
    () => sql(`UPDATE marketplace_orders SET applied_revision = applied_revision + 1 WHERE id = '${refunded}'`)],
  ['AccessWithoutSource', () => sql(`UPDATE marketplace_entitlements SET order_id = '${ID(4)}' WHERE order_id = '${orders[3]}'`),
    () => sql(`UPDATE marketplace_entitlements SET order_id = '${orders[3]}' WHERE order_id = '${ID(4)}'`)],
];

const REFUSED = 12;
const FORGED = 12;

/** What people and Stripe do. */
const ofOutside = ({ slug, owner }) => [
  ['WebhooksForged', async () => {
    for (let i = 0; i < FORGED; i += 1) await call('POST', '/billing/webhook', { raw: '{}', headers: { 'stripe-signature': 't=1,v1=00' } });
  }],
  ['StripeRefuses', async () => {
    ok(await control({ action: 'api_fault', path: '/v1/checkout/sessions', method: 'POST', count: 10 * REFUSED, status: 400,
      body: { error: { type: 'invalid_request_error', message: 'planted' } } }));
    for (let i = 0; i < REFUSED; i += 1) await checkout('keys', slug, token(newUser()));
    ok(await control({ action: 'clear' }));
  }],
  ['AssetMissing', async () => {
    const { downloadUrl } = ok(await post(`/marketplace/keys/${slug}/download`, { as: owner, body: {} }));
    const store = path.join(data, 'storage/marketplace');
    renameSync(store, `${store}.away`);
    try {
      await call('GET', downloadUrl).catch(() => {}); // cut off or refused, as far as the bytes had come
    } finally {
      renameSync(`${store}.away`, store);
    }
  }],
  ['ProcessRestarts', async ({ startOf }) => {
    for (let i = 0; i < 4; i += 1) {
      const seen = await startOf('discovery');
      // The start is told in whole seconds, so a start within the same second would look like no start.
      await eventually('its start lies a second back', () => Date.now() / 1000 > Number(seen) + 1);
      const before = await eventually('discovery runs', () => endpoints().pids.discovery);
      process.kill(before, 'SIGKILL');
      await eventually('discovery runs again', async () => {
        const { discovery } = endpoints().pids;
        return discovery && discovery !== before && (await startOf('discovery')) !== seen;
      }, 60);
    }
  }],
  ['ProcessDown', () => process.kill(endpoints().pids.analytics, 'SIGSTOP'), () => process.kill(endpoints().pids.analytics, 'SIGCONT')],
];

/** Connections that say nothing, until the gateway turns the next ones away. */
function ofConnections({ most }) {
  const sockets = [];
  return [['ConnectionsTurnedAway', async () => {
    const { port, hostname: host } = new URL(gateway);
    for (let i = 0; i < most + 20; i += 1) {
      const socket = net.connect({ port, host });
      socket.on('error', () => {}); // turned away
      sockets.push(socket);
    }
    await eventually('they are open or turned away', () => sockets.every((socket) => !socket.connecting), 30);
    for (const socket of sockets) socket.destroy();
  }]];
}

const GONE = 26 * 3600 + 60;

/** The machine, PostgreSQL and backups. `room` is a folder for a small disk, `textfiles` node exporter's. */
const ofTheMachine = ({ room, textfiles }) => {
  let holder;
  const disk = path.join(room, 'disk');
  return [
    ['BackupOld', () => writeFileSync(path.join(textfiles, 'keys_backup.prom'), backupMetrics(GONE, 60))],
    ['BackupNotVerified', () => writeFileSync(path.join(textfiles, 'keys_backup.prom'), backupMetrics(GONE, 9 * 86_400)),
      () => writeFileSync(path.join(textfiles, 'keys_backup.prom'), backupMetrics(60, 60))],
    ...(process.getuid() === 0 ? [['DiskNearlyFull', () => { // mounting is root's
      mkdirSync(disk);
      execFileSync('bash', ['-euc', 'truncate -s 16M "$1.img"; mkfs.ext4 -q "$1.img"; mount -o loop "$1.img" "$1"; head -c 14M /dev/zero >"$1/full" || true # it is full', 'bash', disk]);
    }, () => existsSync(disk) && execFileSync('umount', [disk])]] : []),
    ['PostgresConnectionsNearlyUsed', async () => {
      const free = Number(adminSql("SELECT current_setting('max_connections')::int - count(*) FROM pg_stat_activity"));
      holder = spawn('bash', ['-euc', `
        . "$1/scripts/lib/common.sh"; . "$1/scripts/lib/ports.sh"; . "$1/scripts/lib/postgres.sh"
        DATA=$2; load_cluster
        for i in $(seq "$3"); do psql_as admin keys -qAtX -c 'SELECT pg_sleep(600)' & done; wait`, 'bash', root, data, String(free - 12)],
      { stdio: 'ignore', detached: true });
      await eventually('the connections are held', () => Number(adminSql("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'")) > free - 15, 90);
    }, () => {
      adminSql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(600)'");
      holder.kill('SIGTERM');
    }],
  ];
};

export const backupMetrics = (age, verifiedAge) => {
  const now = Math.floor(Date.now() / 1000);
  return `keys_backup_last_success_timestamp_seconds ${now - age}\nkeys_backup_last_verified_timestamp_seconds ${now - verifiedAge}\n`
    + 'keys_backup_age_limit_seconds 93600\n';
};

/** Groups of [alert, plant, heal, hold], to be planted one after the other: within a group all at once. */
export const faultGroups = (shop) => [
  ['the books', ofMoney(shop)],
  ['the outside', [...ofOutside(shop), ...ofConnections(shop)]],
  ['the machine', ofTheMachine(shop)],
];

/** Stripe's silence and PostgreSQL's, which raise more than one thing when planted among others: each is a group of its own. */
export const loneFaults = () => [
  ['StripeUnreachable', [['StripeUnreachable', () => process.kill(endpoints().pids.sandbox, 'SIGSTOP'), () => process.kill(endpoints().pids.sandbox, 'SIGCONT')]]],
  ['WebhooksMissed', [['WebhooksMissed', async ({ buys }) => {
    ok(await control({ action: 'webhooks', mode: 'drop' }));
    await buys();
  }, () => control({ action: 'webhooks', mode: 'normal' })]]],
  ['PostgresDown', [['PostgresDown', () => adminSql("ALTER ROLE keys_migrator NOLOGIN; SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = 'keys_migrator'"),
    () => adminSql('ALTER ROLE keys_migrator LOGIN')]]],
];
