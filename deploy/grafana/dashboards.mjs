// This file says what the dashboards show. `node deploy/grafana/generate.mjs` writes dashboards/*.json from this.
import { curves, dashboard, labelVariable, number, query, row } from './panels.mjs';

const quantile = (q, by, metric, where = '') =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric}_bucket${where}[$__rate_interval])))`;
const rate = (metric, by) => `sum by (${by}) (rate(${metric}[$__rate_interval]))`;
const increase = (metric, by, window = '1h') => `sum by (${by}) (increase(${metric}[${window}]))`;

const money = dashboard('keys-money', 'KEYS: money', 'What is sold, how it reaches the buyer, and whether the books agree.', [
  row('Invariants: each must be 0',
    number('Paid without access', [query('sum(keys_invariant_paid_without_access)')], { limit: 1, description: 'Orders paid more than a minute ago that give no access.' }),
    number('Charged, not quoted', [query('sum(keys_invariant_charged_not_quoted)')], { limit: 1 }),
    number('Refunded, still serving', [query('sum(keys_invariant_refunded_but_serving)')], { limit: 1 }),
    number('Access without source', [query('sum(keys_invariant_access_without_source)')], { limit: 1 }),
    number('Ledger difference', [query('sum(abs(keys_invariant_ledger_difference_cents)) or vector(0)')],
      { limit: 1, description: 'Minor units between our books and Stripe, over all currencies.' }),
    number('Events given up', [query('sum(keys_webhook_events_dead)')], { limit: 1 })),
  row('Sales',
    curves('Orders that gave access, each hour', [query(increase('keys_orders_granted_total', 'currency'), '{{currency}}')]),
    curves('Their value each hour, minor units', [query('currency:keys_orders_granted_cents:increase1h', '{{currency}}')]),
    curves('Checkouts by status', [query(rate('keys_gateway_requests_total{route=~".*/checkout"}', 'status'), '{{status}}')], { unit: 'reqps' })),
  row('From Stripe to the buyer',
    curves('Webhook requests', [query(rate('keys_webhook_requests_total', 'result'), '{{result}}')], { unit: 'reqps' }),
    curves('Events handled', [query(rate('keys_webhook_events_handled_total', 'outcome'), '{{outcome}}')], { unit: 'ops' }),
    curves('Oldest event that waits', [query('max(keys_webhook_events_oldest_seconds)', 'age')], { unit: 's', limit: 60 }),
    curves('Oldest outbox row', [query('topic:keys_outbox_oldest_seconds:max', '{{process}} {{topic}}')], { unit: 's', limit: 60 }),
    curves('Outbox rows to deliver', [query('sum by (process, topic) (keys_outbox_undelivered)', '{{process}} {{topic}}')]),
    curves('Found by reconciliation', [query('sum(increase(keys_orders_healed_total[1h]))', 'orders healed'),
      query('sum(increase(keys_webhook_events_fetched_total[1h]))', 'events fetched')])),
  row('Stripe',
    curves('Requests by verdict', [query(rate('keys_stripe_requests_total', 'verdict'), '{{verdict}}')], { unit: 'reqps' }),
    curves('Time of one request', [query(quantile(0.5, 'job', 'keys_stripe_request_seconds'), 'median'),
      query(quantile(0.95, 'job', 'keys_stripe_request_seconds'), '95th percentile')], { unit: 's' }),
    number('Circuit', [query('max(keys_stripe_circuit_open)')], { limit: 1, description: '1 while Stripe is not asked because it did not answer.' })),
]);

const traffic = dashboard('keys-traffic', 'KEYS: traffic', 'Requests, failures and times at the gateway, by class of route and by route.', [
  row('Objectives',
    number('Failures, 5 minutes', [query('keys:failure_ratio:5m')], { unit: 'percentunit', limit: 0.001 }),
    number('Failures, 1 hour', [query('keys:failure_ratio:1h')], { unit: 'percentunit', limit: 0.001 }),
    number('Failures, 6 hours', [query('keys:failure_ratio:6h')], { unit: 'percentunit', limit: 0.001 }),
    curves('Requests slower than their objective', [query('class:keys_slow_ratio:5m', '{{class}}')], { unit: 'percentunit', limit: 0.05, width: 12 })),
  row('By class',
    curves('Requests', [query('class:keys_gateway_requests:rate5m', '{{class}}')], { unit: 'reqps', stacked: true }),
    curves('By outcome', [query('sum by (outcome) (class_outcome:keys_gateway_requests:rate5m)', '{{outcome}}')], { unit: 'reqps' }),
    curves('95th percentile', [query('class:keys_gateway_request_duration_seconds:p95_5m', '{{class}}')], { unit: 's' })),
  row('By route',
    curves('Most asked', [query(`topk(10, ${rate('keys_gateway_requests_total', 'method, route')})`, '{{method}} {{route}}')], { unit: 'reqps', width: 12 }),
    curves('Slowest, 95th percentile', [query(`topk(10, ${quantile(0.95, 'method, route', 'keys_gateway_request_duration_seconds')})`, '{{method}} {{route}}')],
      { unit: 's', width: 12 })),
  row('The gateway',
    curves('Connections', [query('sum(keys_gateway_connections)', 'open'), query('sum(keys_gateway_requests_in_flight)', 'requests that wait')]),
    curves('New and turned away', [query('sum(rate(keys_gateway_connections_total[$__rate_interval]))', 'taken'),
      query('sum(rate(keys_gateway_connections_turned_away_total[$__rate_interval]))', 'turned away')], { unit: 'ops' }),
    curves('Answers from memory', [query(rate('keys_gateway_cache_answers_total', 'result'), '{{result}}')], { unit: 'ops' }),
    curves('Memory of cached answers', [query('sum(keys_gateway_cache_bytes)', 'bytes')], { unit: 'bytes' }),
    number('Catalog\'s changes are heard', [query('min(keys_gateway_catalog_watch_up)')], { description: '0: nothing is cached.' })),
]);

const access = dashboard('keys-access', 'KEYS: access', 'Who gets what they bought: grants, links, downloads, and the stored archives.', [
  row('Downloads',
    curves('Links made', [query('sum(rate(keys_download_links_total[$__rate_interval]))', 'links')], { unit: 'ops' }),
    curves('Transfers by status', [query(rate('keys_gateway_requests_total{route="/marketplace/downloads/{token}"}', 'status'), '{{status}}')], { unit: 'reqps' }),
    curves('Time to the first byte', [query(quantile(0.95, 'route', 'keys_gateway_request_duration_seconds', '{route="/marketplace/downloads/{token}"}'), '95th percentile')],
      { unit: 's' }),
    curves('Transfers under way', [query('sum(keys_transfers_held)', 'uses held')]),
    curves('Ended or not checked', [query('sum(increase(keys_transfers_revoked_total[1h]))', 'revoked'),
      query('sum(increase(keys_transfers_unchecked_total[1h]))', 'not checked')]),
    curves('From remembered versions', [query('sum(increase(keys_downloads_from_memory_total[1h]))', 'downloads')])),
  row('Access',
    curves('Orders\' access received', [query(rate('keys_entitlement_order_access_total', 'outcome'), '{{outcome}}')], { unit: 'ops' }),
    curves('Checks and lists', [query(rate('keys_rpc_requests_total{process="entitlement"}', 'method'), '{{method}}')], { unit: 'ops' }),
    curves('Changes are heard', [query('min(keys_gateway_access_watch_up)', 'watch')], { description: '0: transfers under way are asked about only now and then.' })),
  row('Archives',
    number('Missing or damaged, 1 day', [query('sum(increase(keys_asset_missing_total[1d]))')], { limit: 1 }),
    number('Quarantined, 1 day', [query('sum(increase(keys_ingestion_quarantined_objects_total[1d]))')], { limit: 1 }),
    curves('Hashed again', [query('sum(rate(keys_ingestion_scrubbed_objects_total[$__rate_interval]))', 'objects')], { unit: 'ops' }),
    curves('Verified while served', [query(rate('keys_asset_verifications_total', 'result'), '{{result}}')], { unit: 'ops' })),
]);

const discovery = dashboard('keys-discovery', 'KEYS: discovery', 'Browsing, recommendations, events, and how new KEYS come in.', [
  row('Discovery',
    curves('Calls', [query(rate('keys_rpc_requests_total{process="discovery"}', 'method'), '{{method}}')], { unit: 'ops' }),
    curves('95th percentile', [query(quantile(0.95, 'method', 'keys_rpc_duration_seconds', '{process="discovery"}'), '{{method}}')], { unit: 's' }),
    curves('Not OK', [query('sum by (method, code) (rate(keys_rpc_requests_total{process="discovery",code!="OK"}[$__rate_interval])) or vector(0)', '{{method}} {{code}}')],
      { unit: 'ops' })),
  row('Catalog',
    curves('Calls', [query(rate('keys_rpc_requests_total{process="catalog"}', 'method'), '{{method}}')], { unit: 'ops' }),
    curves('95th percentile', [query(quantile(0.95, 'method', 'keys_rpc_duration_seconds', '{process="catalog"}'), '{{method}}')], { unit: 's' }),
    curves('Streams of changes', [query('sum by (process) (keys_rpc_watch_streams)', '{{process}}')])),
  row('Events',
    curves('Stored', [query('sum(rate(keys_analytics_events_stored_total[$__rate_interval]))', 'events')], { unit: 'ops' }),
    curves('Batches', [query('sum(rate(keys_analytics_batches_total[$__rate_interval]))', 'stored'),
      query('sum(rate(keys_analytics_batches_failed_total[$__rate_interval]))', 'failed')], { unit: 'ops' }),
    curves('Unknown names dropped', [query(rate('keys_gateway_event_names_dropped_total', 'kind'), '{{kind}}')], { unit: 'ops' })),
  row('Ingestion',
    curves('Runs, each day', [query(increase('keys_ingestion_runs_total', 'status', '1d'), '{{status}}')]),
    curves('Assets, each day', [query(increase('keys_ingestion_assets_total', 'outcome', '1d'), '{{outcome}}')]),
    curves('Longest run', [query('sum(rate(keys_ingestion_run_seconds_sum[1d])) / (sum(rate(keys_ingestion_run_seconds_count[1d])) > 0) or vector(0)', 'mean of a day')], { unit: 's' })),
]);

const REAL_DISK = '{fstype!~"tmpfs|overlay|squashfs|ramfs"}';
const postgres = dashboard('keys-postgres', 'KEYS: PostgreSQL and the machine', 'By Debian\'s exporters for PostgreSQL and for machines.', [
  row('PostgreSQL',
    number('Up', [query('min(pg_up)')]),
    number('Connections used', [query('sum(pg_stat_activity_count) / max(pg_settings_max_connections)')], { unit: 'percentunit', limit: 0.85 }),
    number('Oldest transaction', [query('max(pg_stat_activity_max_tx_duration)')], { unit: 's', limit: 600 }),
    number('Database', [query('sum(pg_database_size_bytes{datname="keys"})')], { unit: 'bytes' }),
    number('Deadlocks, 1 day', [query('sum(increase(pg_stat_database_deadlocks[1d]))')], { limit: 1 }),
    number('Last backup', [query('time() - max(keys_backup_last_success_timestamp_seconds)')], { unit: 's', description: 'Age of the last good backup.' })),
  row('Work',
    curves('Transactions', [query('sum by (datname) (rate(pg_stat_database_xact_commit{datname="keys"}[$__rate_interval]))', 'committed'),
      query('sum by (datname) (rate(pg_stat_database_xact_rollback{datname="keys"}[$__rate_interval]))', 'rolled back')], { unit: 'ops' }),
    curves('Connections by state', [query('sum by (state) (pg_stat_activity_count{datname="keys"})', '{{state}}')]),
    curves('Rows', [query('sum(rate(pg_stat_database_tup_fetched{datname="keys"}[$__rate_interval]))', 'fetched'),
      query('sum(rate(pg_stat_database_tup_inserted{datname="keys"}[$__rate_interval]))', 'inserted'),
      query('sum(rate(pg_stat_database_tup_updated{datname="keys"}[$__rate_interval]))', 'updated')], { unit: 'ops' }),
    curves('Found in memory', [query('sum(rate(pg_stat_database_blks_hit{datname="keys"}[$__rate_interval])) / (sum(rate(pg_stat_database_blks_hit{datname="keys"}[$__rate_interval])) + sum(rate(pg_stat_database_blks_read{datname="keys"}[$__rate_interval])))', 'share of blocks')],
      { unit: 'percentunit' }),
    curves('Locks', [query('sum by (mode) (pg_locks_count{datname="keys"})', '{{mode}}')]),
    curves('Largest tables', [query('topk(10, max by (table) (keys_table_bytes))', '{{table}}')], { unit: 'bytes' }),
    curves('Rows of the largest', [query('topk(10, max by (table) (keys_table_rows))', '{{table}}')])),
  row('The machine',
    curves('Disk left', [query(`node_filesystem_avail_bytes${REAL_DISK} / node_filesystem_size_bytes${REAL_DISK}`, '{{mountpoint}}')], { unit: 'percentunit' }),
    curves('Memory available', [query('node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes', '{{instance}}')], { unit: 'percentunit' }),
    curves('CPU', [query('1 - avg by (instance) (rate(node_cpu_seconds_total{mode="idle"}[$__rate_interval]))', '{{instance}}')], { unit: 'percentunit' })),
]);

const OF = '{process="$process"}';
const service = dashboard('keys-service', 'KEYS: one service', 'One process: its calls, times, outbox and use of the machine.', [
  row('Calls',
    curves('By method', [query(rate(`keys_rpc_requests_total${OF}`, 'method'), '{{method}}')], { unit: 'ops' }),
    curves('By code', [query(rate(`keys_rpc_requests_total${OF}`, 'code'), '{{code}}')], { unit: 'ops' }),
    curves('95th percentile', [query(quantile(0.95, 'method', 'keys_rpc_duration_seconds', OF), '{{method}}')], { unit: 's' }),
    curves('Refused: pool full', [query(`sum(increase(keys_rpc_refused_total${OF}[5m])) or vector(0)`, 'calls')]),
    curves('Streams of changes', [query(`keys_rpc_watch_streams${OF}`, 'streams')])),
  row('The process',
    number('Answers', [query(`min(up${OF})`)]),
    number('Runs for', [query(`time() - max(process_start_time_seconds${OF})`)], { unit: 's' }),
    curves('CPU', [query(`sum(rate(process_cpu_seconds_total${OF}[$__rate_interval]))`, 'cores')]),
    curves('Memory', [query(`sum(process_resident_memory_bytes${OF})`, 'resident')], { unit: 'bytes' }),
    curves('Threads and files', [query(`sum(process_threads${OF})`, 'threads'), query(`sum(process_open_fds${OF})`, 'open files')]),
    curves('Log lines dropped', [query(`sum(increase(keys_log_dropped_lines_total${OF}[5m]))`, 'lines')])),
], [labelVariable('process', 'Process', 'label_values(keys_process_info, process)', 'billing')]);

export const dashboards = { money, traffic, access, discovery, postgres, service };
