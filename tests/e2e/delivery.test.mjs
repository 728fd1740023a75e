// Bytes on their way while the world changes: access taken and given back, versions published, lines cut,
// entitlement killed. Full counts with KEYS_TEST_SCALE=all.
import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import test, { after, before } from 'node:test';

import { dice, fetchPart, Holder, readPart, sha256, sleep, startShop } from './lib/big_shop.mjs';

const all = process.env.KEYS_TEST_SCALE === 'all';
const seed = Number(process.env.KEYS_TEST_SEED ?? Date.now() % 1_000_000);
const scale = all
  ? { clients: 10, bytes: (100 << 20) - (64 << 10), rate: 8 << 20, files: 2, grants: 1000, kills: 8, growth: 96 << 20, revocations: 60 }
  : { clients: 4, bytes: 5 << 20, rate: 3 << 20, files: 1, grants: 50, kills: 2, growth: 48 << 20, revocations: 6 };
const slug = 'large-payload';
let shop;

before(async () => {
  shop = await startShop('delivery');
  await shop.publish(slug, '1.0.0', scale.bytes);
});
after(() => shop?.stop());

const ok = (answer) => assert.equal(answer.status, 200, JSON.stringify(answer));

// Files beyond `files` a client fetches at most while no revocation has met a transfer yet, or nobody has cut one.
const mostFurther = 20;

/** Downloads `files` files, however often it is cut or refused, and notes what happened. */
async function download(holder, random, seen) {
  const disturbed = () => seen['cut by them'] > 0 && seen['cut by us'] > 0;
  const enough = (file) => file >= scale.files && (disturbed() || file >= scale.files + mostFurther);
  for (let file = 0; !enough(file); file += 1) {
    let link;
    const hash = createHash('sha256');
    let offset = 0;
    while (link === undefined || offset < link.size_bytes) {
      const answer = await shop.link(holder.user, slug, link?.version);
      if (answer.status !== 200) {
        assert.ok([403, 503, 0].includes(answer.status), `${answer.status}`);
        seen.refused += 1;
        await sleep(100);
        continue;
      }
      link ??= answer.body;
      assert.equal(answer.body.sha256, link.sha256, 'the same version has the same bytes');
      const cutAfter = random.next() < 0.6 ? 1 + random.below(link.size_bytes - offset) : Infinity;
      const part = await readPart(answer.body.downloadUrl, {
        offset, rate: scale.rate, cutAfter, etag: `"${link.sha256}"`,
        onBytes: (chunk) => {
          hash.update(chunk);
          offset += chunk.length;
          holder.coming = link.size_bytes - offset;
          if (holder.revokedAt) seen.latest = Math.max(seen.latest, performance.now() - holder.revokedAt);
        },
      });
      holder.coming = 0;
      if (part.status === 200 || part.status === 206) seen[part.ended] += 1;
      else assert.ok([0, 410, 503].includes(part.status), `${part.status} ${part.text}`);
      if (offset === link.size_bytes && holder.revokedAt) {
        assert.ok(performance.now() - holder.revokedAt < 1000, 'no file is finished later than a second after it was revoked');
      }
    }
    assert.equal(hash.digest('hex'), link.sha256, 'a completed file has the right digest');
    seen.files += 1;
    seen.versions.add(link.version);
  }
}

test(`${scale.clients} clients, cuts, revocations and new versions: whole files or none`, { timeout: 900_000 }, async () => {
  const random = dice(seed);
  const holders = Array.from({ length: scale.clients }, () => new Holder(shop, slug));
  for (const holder of holders) await holder.give();
  const seen = {
    files: 0, refused: 0, 'cut by us': 0, 'cut by them': 0, whole: 0, latest: 0, versions: new Set(), published: 0,
  };
  // Once, so that what is measured is transfers and not the first one's buffers.
  await fetchPart((await shop.link(holders[0].user, slug)).body.downloadUrl, {});
  const before = shop.memory('gateway');
  let most = before;
  let over = false;
  const clients = Promise.all(holders.map((holder, i) => download(holder, dice(seed + i), seen))).finally(() => { over = true; });
  const disturb = (async () => {
    for (let revocations = 0; !over && revocations < scale.revocations;) {
      // One in the middle of a file, so that a revocation meets a transfer.
      const busy = holders.filter(({ coming }) => coming > scale.rate / 2);
      if (busy.length === 0) {
        await sleep(5);
        continue;
      }
      const holder = busy[random.below(busy.length)];
      await holder.take();
      revocations += 1;
      await sleep(1150);
      await holder.give();
      await sleep(all ? 500 : 100);
    }
  })();
  const publish = (async () => {
    for (let minor = 1; minor <= (all ? 3 : 1) && !over; minor += 1) {
      await shop.publish(slug, `1.${minor}.0`, scale.bytes);
      seen.published += 1;
      await sleep(3000);
    }
  })();
  const watch = (async () => {
    while (!over) {
      most = Math.max(most, shop.memory('gateway'));
      await sleep(100);
    }
  })();
  await Promise.all([clients, disturb, publish, watch]);
  const mib = (bytes) => (bytes / 1048576).toFixed(1);
  console.log(`counted: seed ${seed}: ${seen.files} files of ${mib(scale.bytes)} MiB (versions ${[...seen.versions]}, ${seen.published} published meanwhile), `
    + `${holders.reduce((sum, holder) => sum + holder.times, 0)} revocations, parts: ${seen.whole} whole, ${seen['cut by us']} cut by clients, `
    + `${seen['cut by them']} cut by the gateway, ${seen.refused} links refused; last byte ${seen.latest.toFixed(0)} ms after a revocation; `
    + `gateway ${mib(before)} MiB before, at most ${mib(most)}`);
  assert.ok(seen.files >= scale.clients * scale.files);
  assert.ok(seen['cut by us'] > 0 && seen['cut by them'] > 0, 'something was disturbed');
  assert.ok(seen.latest < 1000, `bytes came ${seen.latest} ms after a revocation`);
  assert.ok(most - before < scale.growth, `memory grew from ${mib(before)} to ${mib(most)} MiB`);
});

test('a link shows nothing, takes no change and counts once however often it is resumed', async () => {
  const holder = new Holder(shop, slug);
  await holder.give();
  const { downloadUrl } = (await shop.link(holder.user, slug, '1.0.0')).body;
  const token = downloadUrl.slice(downloadUrl.lastIndexOf('/') + 1);
  for (const part of token.split('.')) {
    const bytes = Buffer.from(part, 'base64url').toString('latin1');
    for (const secret of [holder.user, holder.user.replaceAll('-', ''), slug, 'key.zip', 'keys/']) assert.ok(!bytes.includes(secret), secret);
  }
  const random = dice(seed);
  for (let i = 0; i < 40; i += 1) {
    const at = random.below(token.length);
    const bent = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    const answer = await fetchPart(downloadUrl.replace(token, bent), {});
    assert.equal(answer.status, 403, `character ${at}`);
    assert.equal(JSON.parse(answer.text).code, 'LINK_INVALID');
  }
  for (let i = 0; i < 5; i += 1) assert.equal((await fetchPart(downloadUrl, { offset: i * 1000, cutAfter: 1 })).status, i === 0 ? 200 : 206);
  assert.equal(shop.rows(`SELECT id FROM marketplace_download_events WHERE user_id = '${holder.user}'`).length, 1);
});

test('a transfer ends when a dated grant does', async () => {
  // A machine that needs longer than this until the transfer has begun is given more time.
  let user;
  let ends;
  let link;
  let seconds = 1.5;
  for (; ; seconds *= 3) {
    assert.ok(seconds < 60, 'no transfer began before its grant ended');
    user = randomUUID();
    ends = new Date(Date.now() + seconds * 1000);
    const given = await shop.ask('POST', '/marketplace/admin/entitlements', {
      as: shop.admin, body: { user_id: user, key: slug, source: 'gift', reason: 'test', ends_at: ends.toISOString() },
    });
    link = (await shop.link(user, slug, '1.0.0')).body;
    if (Date.now() > ends.getTime() - 1000) continue;
    ok(given);
    break;
  }
  let last = 0;
  // Half the file is to come at the end.
  const part = await readPart(link.downloadUrl, { rate: link.size_bytes / (seconds * 2), onBytes: () => { last = Date.now(); } });
  assert.equal(part.ended, 'cut by them');
  const late = last - ends.getTime();
  console.log(`counted: last byte ${late} ms after the grant's end`);
  assert.ok(late > -1000 && late < 1000, `${late} ms`);
  const again = await fetchPart(link.downloadUrl, { offset: part.received });
  assert.equal(JSON.parse(again.text).code, 'LINK_REVOKED');
});

/** Stops entitlement while a transfer is on its way; says how long bytes still came, in milliseconds. */
async function lastByteAfterStop(url, bytes) {
  const { pids } = shop.endpoints();
  let [last, stoppedAt] = [0];
  const onBytes = () => {
    last = performance.now();
    if (stoppedAt !== undefined) return;
    stoppedAt = last;
    process.kill(pids.entitlement, 'SIGSTOP');
  };
  try {
    assert.equal((await readPart(url, { rate: bytes / 5, onBytes })).ended, 'cut by them');
  } finally {
    process.kill(pids.entitlement, 'SIGCONT');
  }
  return last - stoppedAt;
}

test('when entitlement stops answering, every transfer ends within a second', async () => {
  const holder = new Holder(shop, slug);
  await holder.give();
  const { body: link } = await shop.link(holder.user, slug, '1.0.0');
  // The best of a few transfers counts, because a busy machine may stop this program for as long.
  let late = Infinity;
  for (let transfers = 0; transfers < 5 && late >= 1000; transfers += 1) {
    late = Math.min(late, await lastByteAfterStop(link.downloadUrl, link.size_bytes));
    // It goes on as soon as somebody can say so.
    for (let tries = 0; ; tries += 1) {
      const again = await fetchPart(link.downloadUrl, { offset: 1 });
      if (again.ended === 'whole' && again.status === 206) break;
      assert.ok(tries < 600, `${again.status} ${again.text}`);
      await sleep(100);
    }
  }
  console.log(`counted: last byte ${late.toFixed(0)} ms after entitlement was stopped`);
  assert.ok(late < 1000, `${late} ms`);
});

test('a restart of entitlement, asked for or not, cuts no download', { timeout: 300_000 }, async () => {
  const holder = new Holder(shop, slug);
  await holder.give();
  const { body: link } = await shop.link(holder.user, slug, '1.0.0');
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    const pid = shop.endpoints().pids.entitlement;
    const hash = createHash('sha256');
    let endedAt;
    let longest = 0;
    let last;
    // Eight seconds of bytes, so that some are to come when entitlement is there again.
    const part = await readPart(link.downloadUrl, {
      rate: link.size_bytes / 8,
      onBytes: (chunk) => {
        hash.update(chunk);
        const now = performance.now();
        if (last !== undefined && endedAt !== undefined) longest = Math.max(longest, now - last);
        last = now;
        if (endedAt !== undefined) return;
        endedAt = now;
        process.kill(pid, signal);
      },
    });
    console.log(`counted: ${signal} of entitlement: ${part.received} of ${link.size_bytes} bytes, longest pause ${longest.toFixed(0)} ms`);
    assert.equal(part.ended, 'whole', signal);
    assert.equal(hash.digest('hex'), link.sha256);
    assert.notEqual(shop.endpoints().pids.entitlement, pid, 'it was restarted meanwhile');
  }
  // A restart is no way to keep what was taken: who gets access taken right after it loses the transfer.
  const pid = shop.endpoints().pids.entitlement;
  let killed = false;
  const part = readPart(link.downloadUrl, {
    rate: link.size_bytes / 30,
    onBytes: () => {
      if (killed) return;
      killed = true;
      process.kill(pid, 'SIGTERM');
    },
  });
  for (let tries = 0; ; tries += 1) {
    const { entitlement } = shop.endpoints().pids;
    if (killed && entitlement > 1 && entitlement !== pid) {
      const { status } = await shop.ask('POST', `/marketplace/admin/entitlements/${holder.grantId}/revoke`, { as: shop.admin, body: { reason: 'test' } });
      if (status === 200) break;
    }
    assert.ok(tries < 600, 'access could not be taken');
    await sleep(50);
  }
  assert.equal((await part).ended, 'cut by them');
});

test('a damaged stored file is not served, and is served again when it is repaired', async () => {
  const holder = new Holder(shop, slug);
  await holder.give();
  const { downloadUrl, sha256: digest, size_bytes: size } = (await shop.link(holder.user, slug, '1.0.0')).body;
  const pieces = [];
  await fetchPart(downloadUrl, { onBytes: (chunk) => pieces.push(chunk) });
  assert.equal(sha256(Buffer.concat(pieces)), digest);
  const file = path.join(shop.storage, 'marketplace/keys/node', slug, '1.0.0/key.zip');
  const at = size - 4096;
  const flip = () => {
    const { atime, mtime } = fs.statSync(file);
    const handle = fs.openSync(file, 'r+');
    const byte = Buffer.alloc(1);
    fs.readSync(handle, byte, 0, 1, at);
    byte[0] ^= 1;
    fs.writeSync(handle, byte, 0, 1, at);
    fs.closeSync(handle);
    fs.utimesSync(file, atime, mtime);
  };
  flip();
  for (const offset of [0, 1, at, size - 1]) {
    const answer = await fetchPart(downloadUrl, { offset });
    assert.equal(answer.status, 503);
    assert.equal(JSON.parse(answer.text).code, 'ASSET_MISSING');
  }
  // A client that has the file is told 503 as well: a 304 would say that the file can be had.
  const conditional = async () => {
    const statuses = [];
    for (const [method, name, value] of [['GET', 'if-none-match', `"${digest}"`], ['HEAD', 'if-none-match', '*'], ['GET', 'if-match', '"x"'], ['HEAD', 'if-match', '"x"']]) {
      statuses.push((await fetch(downloadUrl, { method, headers: { [name]: value } })).status);
    }
    return statuses;
  };
  assert.deepEqual(await conditional(), [503, 503, 503, 503]);
  flip();
  assert.deepEqual(await conditional(), [304, 304, 412, 412]);
  assert.equal((await fetchPart(downloadUrl, { offset: at })).ended, 'whole');
  // While it is being sent: nothing from the damaged block on arrives. Read so that it cannot all be on its way before.
  const received = [];
  let flipped = false;
  const cut = await readPart(downloadUrl, {
    rate: size / 1.5,
    onBytes: (chunk) => {
      received.push(chunk);
      if (!flipped) flip();
      flipped = true;
    },
  });
  assert.equal(cut.ended, 'cut by them');
  const got = Buffer.concat(received);
  assert.ok(got.length <= at);
  assert.ok(got.equals(Buffer.concat(pieces).subarray(0, got.length)), 'what arrived is right');
  flip();
});

test(`entitlement killed ${scale.kills} times during ${scale.grants} grants and downloads: books and bytes agree`, { timeout: 900_000 }, async () => {
  const small = 'signed-webhook-intake';
  const users = Array.from({ length: scale.grants }, (_, i) => ({ user: randomUUID(), entitled: i % 5 !== 0, bytes: 0, granted: 0, links: 0 }));
  const until = async (what, attempt) => {
    for (let tries = 0; tries < 400; tries += 1) {
      if (await attempt()) return;
      await sleep(100 + tries);
    }
    throw new Error(`never: ${what}`);
  };
  let done = 0;
  const live = async (one, i) => {
    if (one.entitled) {
      // Repeated under one key, as a careful client does: given once.
      await until('granted', async () => {
        const { status } = await shop.grant(one.user, small, { 'idempotency-key': `grant-${one.user}` });
        if (status === 200) one.granted += 1;
        return status === 200;
      });
    }
    await until('decided', async () => {
      const { status, body } = await shop.link(one.user, small);
      if (status === 403) return !one.entitled;
      if (status !== 200) return false;
      one.links += 1;
      const part = await fetchPart(body.downloadUrl, { onBytes: (chunk) => { one.bytes += chunk.length; } });
      return part.ended === 'whole' && part.status === 200;
    });
    done += 1;
  };
  let next = 0;
  const worker = async () => {
    while (next < users.length) {
      const i = next;
      next += 1;
      await live(users[i], i);
    }
  };
  const working = Promise.all(Array.from({ length: Math.min(64, users.length) }, worker));
  let kills = 0;
  const killing = (async () => {
    for (let step = 1; step <= scale.kills; step += 1) {
      while (done < (users.length * step) / (scale.kills + 1)) await sleep(5);
      const pid = shop.kill('entitlement');
      kills += 1;
      await until('entitlement is back', async () => {
        const now = shop.endpoints().pids.entitlement;
        return now > 1 && now !== pid && (await shop.ask('GET', '/readyz')).status === 200;
      });
    }
  })();
  await Promise.all([working, killing]);

  const list = users.map(({ user }) => `'${user}'`).join(',');
  const events = shop.rows(`SELECT user_id, grant_id, created_at FROM marketplace_download_events WHERE user_id IN (${list})`);
  const grants = shop.rows(`SELECT id, tenant_id FROM marketplace_entitlements WHERE tenant_id IN (${list}) AND status = 'active'`);
  const facts = shop.rows(`SELECT grant_id, tenant_id, kind, recorded_at FROM marketplace_entitlement_facts WHERE tenant_id IN (${list})`);
  const audit = shop.rows(`SELECT subject FROM entitlement_audit WHERE action = 'entitlement.grant' AND subject IN (SELECT id::text FROM marketplace_entitlements WHERE tenant_id IN (${list}))`);
  const forwarded = shop.rows(`SELECT count(*) AS undone FROM entitlement_outbox WHERE done_at IS NULL AND dead_at IS NOT NULL`);
  console.log(`counted: ${users.length} users, ${kills} kills: ${grants.length} grants, ${facts.length} facts, ${audit.length} audit entries of grants, `
    + `${events.length} download rows, ${users.reduce((sum, one) => sum + one.links, 0)} links answered, `
    + `${users.reduce((sum, one) => sum + one.bytes, 0)} bytes served`);
  const entitled = users.filter((one) => one.entitled);
  assert.equal(grants.length, entitled.length, 'each was given once');
  assert.equal(facts.length, entitled.length);
  assert.equal(audit.length, grants.length, 'a grant and its audit entry come together');
  const factOf = new Map(facts.map((fact) => [fact.grant_id, fact]));
  for (const event of events) {
    const fact = factOf.get(event.grant_id);
    assert.ok(fact && fact.tenant_id === event.user_id && fact.recorded_at <= event.created_at, 'a download row has the decision it stands for');
  }
  const counted = new Set(events.map((event) => event.user_id));
  for (const one of users) {
    if (one.bytes > 0) assert.ok(one.entitled && counted.has(one.user), 'served bytes have a grant and an audit row');
    if (one.entitled) assert.ok(one.bytes > 0);
    else assert.equal(one.bytes, 0);
  }
  assert.ok(events.length >= users.reduce((sum, one) => sum + one.links, 0), 'no link without its row');
  assert.deepEqual(forwarded, [{ undone: 0 }]);
  assert.equal(kills, scale.kills);
});
