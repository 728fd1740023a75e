// Functions that act as their owner, called by whoever may call them with tables and types of the caller's own in
// the way: what the caller brings must not run as the owner. And what a token without or with odd claims sees.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test, { after, before } from 'node:test';

import { cloneDatabase, psql } from './database.mjs';
import { definerFunctions } from './expectations.mjs';

let database;
before(() => {
  database = cloneDatabase('definers');
  database.sql(readFileSync(new URL('people.sql', import.meta.url), 'utf8'), 'keys_owner');
});
after(() => database.drop());

const alice = '00000000-0000-4000-8000-00000000000a';
const standIn = '00000000-0000-4000-8000-0000000000ee';
const moment = "'2026-11-02Z'";

/** A call of each function, as good as any. */
const calls = {
  ...Object.fromEntries(['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].map((name) =>
    [`${name}_erase_person`, `${name}_erase_person('${alice}', '${standIn}', ${moment})`])),
  ...Object.fromEntries(['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].map((name) =>
    [`${name}_erase_step`, `${name}_erase_step('${alice}', '${standIn}', ${moment}, 100)`])),
  keys_is_org_member: "keys_is_org_member('10000000-0000-4000-8000-00000000000a')",
  keys_runs_org: "keys_runs_org('10000000-0000-4000-8000-00000000000a')",
  keys_audit_entries: 'count(*) FROM keys_audit_entries(NULL, NULL, NULL, NULL, NULL, NULL, 5)',
  marketplace_analytics_ensure_month: "marketplace_analytics_ensure_month('2031-05-01')",
  marketplace_analytics_drop_month: "marketplace_analytics_drop_month('2001-05-01')",
  marketplace_analytics_forget_step: "marketplace_analytics_forget_step('2001-05-01', 5)",
};

// Everything the caller can read stands in pg_temp too, and tells on whoever writes to it or reads it as somebody
// else; so do types of the names that functions use.
const ambush = `
CREATE FUNCTION pg_temp.spy() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'ambushed as %', current_user; END $$;
CREATE FUNCTION pg_temp.spy_on(value anyelement) RETURNS boolean LANGUAGE plpgsql AS
  $$ BEGIN IF current_user <> session_user THEN RAISE EXCEPTION 'ambushed as %', current_user; END IF; RETURN true; END $$;
DO $$
DECLARE
  name text;
BEGIN
  FOR name IN SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
      AND NOT c.relispartition AND has_table_privilege(c.oid, 'SELECT') LOOP
    EXECUTE format('CREATE TEMP TABLE %I (LIKE public.%I)', name, name);
    EXECUTE format('GRANT ALL ON pg_temp.%I TO PUBLIC', name);
    EXECUTE format('CREATE TRIGGER spy BEFORE INSERT OR UPDATE OR DELETE ON pg_temp.%I EXECUTE FUNCTION pg_temp.spy()', name);
  END LOOP;
END
$$;
CREATE DOMAIN pg_temp.uuid AS pg_catalog.uuid CHECK (pg_temp.spy_on(VALUE));
CREATE DOMAIN pg_temp.text AS pg_catalog.text CHECK (pg_temp.spy_on(VALUE));
CREATE DOMAIN pg_temp.jsonb AS pg_catalog.jsonb CHECK (pg_temp.spy_on(VALUE));
`;

test('whoever calls a function that acts as its owner cannot have their own tables or types used by it', () => {
  let tried = 0;
  for (const [name, callers] of Object.entries(definerFunctions)) {
    assert.ok(name in calls, `say how ${name} is called`);
    for (const caller of callers) {
      const login = caller.startsWith('keys_');
      const url = login ? database.urlOf(caller) : database.url;
      const enter = login ? '' : `SET request.jwt.claims = '{"sub":"${alice}"}';\n`;
      // Roles of end users cannot make tables of their own; the session that becomes one can.
      const become = login ? '' : `SET ROLE ${caller};\n`;
      const { stderr, stdout } = psql(url, `${enter}\\set ON_ERROR_STOP 1\n${ambush}\n${become}BEGIN;\nSELECT ${calls[name]};\n\\echo came back\nROLLBACK;`);
      assert.doesNotMatch(stderr, /ambushed/, `${caller} ${name}`);
      assert.match(stdout, /came back/, `${caller} ${name}: ${stderr}`);
      ++tried;
    }
  }
  // The trap works: a function that forgets pg_temp uses the planted table.
  database.sql(`CREATE FUNCTION careless() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public
    AS $$ BEGIN DELETE FROM marketplace_discovery_signals WHERE false; END $$;`, 'keys_owner');
  const { stderr } = psql(database.urlOf('keys_discovery'), `${ambush}\nSELECT careless();`);
  assert.match(stderr, /ambushed as keys_owner/);
  database.sql('DROP FUNCTION careless()', 'keys_owner');
  console.log(`counted: ${tried} calls of ${Object.keys(definerFunctions).length} functions`);
});

test('every function with a search path of its own looks at pg_temp last', () => {
  const careless = database.sql(`SELECT p.proname, array_to_string(p.proconfig, ' ') FROM pg_proc p
    WHERE p.pronamespace IN ('public'::regnamespace, 'auth'::regnamespace)
      AND (p.prosecdef OR array_to_string(p.proconfig, ' ') LIKE '%search_path=%')
      AND coalesce((SELECT setting FROM unnest(p.proconfig) AS setting WHERE setting LIKE 'search_path=%'), '') NOT LIKE '%, pg_temp'
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`);
  assert.equal(careless, '');
});

const guarded = ['organizations', 'organization_members', 'marketplace_entitlements', 'marketplace_bundle_entitlements',
                 'marketplace_download_events', 'marketplace_orders', 'marketplace_order_lines', 'marketplace_discovery_signals',
                 'marketplace_analytics'];
const odd = ['', '{}', '{"sub":null}', '{"sub":""}', '{"sub":"00000000-0000-4000-8000-00000000000a\' OR true --"}', 'not json', '[]',
             '"x"', '{"sub":["00000000-0000-4000-8000-00000000000a"]}', '{"sub":{"id":1}}', '{"role":"service_role"}', 'null', '0',
             '{"sub":"00000000-0000-0000-0000-000000000000"}', `{"SUB":"${alice}"}`, `{"user_metadata":{"sub":"${alice}"}}`];

test('odd, forged or missing claims show nothing of anybody', () => {
  let tried = 0;
  for (const claims of [undefined, ...odd]) {
    const enter = claims === undefined ? '' : `SET request.jwt.claims = '${claims.replaceAll("'", "''")}';\n`;
    const looks = guarded.map((table) => `SELECT 'sees ${table}' FROM ${table};\n\\echo looked\n`);
    const { stdout } = psql(database.url, `${enter}SET ROLE authenticated;\n${looks.join('')}`);
    assert.equal(stdout.trim(), guarded.map(() => 'looked').join('\n'), claims);
    tried += guarded.length;
  }
  console.log(`counted: ${tried} looks with ${odd.length + 1} odd claims`);
});

test('claims beyond the user id give no rights, and the spelling of the id does not matter', () => {
  const see = (claims) => psql(database.url, `SET request.jwt.claims = '${JSON.stringify(claims)}';\nSET ROLE authenticated;
    SELECT count(*) FROM marketplace_orders; SELECT count(*) FROM organization_members;`).stdout.trim();
  const plain = see({ sub: alice });
  assert.equal(plain, '1\n3');
  assert.equal(see({ sub: alice.toUpperCase() }), plain);
  assert.equal(see({ sub: alice, role: 'service_role', is_admin: true, app_metadata: { role: 'superadmin' } }), plain);
});

test('nobody but the owner makes anything in the schema, sees what others are told, or loads code', () => {
  const roles = ['anon', 'authenticated', 'service_role', ...['analytics', 'billing', 'catalog', 'discovery', 'entitlement', 'ingestion'].map((name) => `keys_${name}`)];
  const attempts = [
    'CREATE TABLE public.mine (x int)', 'CREATE VIEW public.mine AS SELECT 1', 'CREATE SEQUENCE public.mine',
    'CREATE FUNCTION public.keys_names(text, text) RETURNS int LANGUAGE sql AS $$ SELECT 1 $$',
    'CREATE FUNCTION auth.uid(int) RETURNS uuid LANGUAGE sql AS $$ SELECT gen_random_uuid() $$',
    "COPY schema_migrations TO '/tmp/x'", "COPY organizations FROM PROGRAM 'id'", "SELECT pg_read_file('/etc/passwd')",
    'CREATE EXTENSION dblink', 'ALTER TABLE marketplace_orders DISABLE ROW LEVEL SECURITY', 'DROP POLICY service_all ON organizations',
    'ALTER FUNCTION keys_runs_org(uuid) SECURITY INVOKER', 'SET ROLE keys_owner',
  ];
  let tried = 0;
  for (const role of roles) {
    const login = role.startsWith('keys_');
    // An end user's role is taken on by a session that may become anybody.
    const mine = attempts.filter((attempt) => login || !attempt.startsWith('SET ROLE'));
    const script = mine.map((attempt) => `${attempt};\n\\echo :SQLSTATE ${attempt.replaceAll("'", '')}\n`).join('');
    const { stdout } = psql(login ? database.urlOf(role) : database.url, `${login ? '' : `SET ROLE ${role};\n`}${script}`);
    assert.deepEqual(stdout.trim().split('\n'), mine.map((attempt) => `42501 ${attempt.replaceAll("'", '')}`), role);
    tried += mine.length;
  }
  console.log(`counted: ${tried} attempts by ${roles.length} roles`);
});
