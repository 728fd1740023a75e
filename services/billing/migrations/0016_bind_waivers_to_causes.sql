-- A waiver ends the suspension it was given for and no other: it names the lines whose credit it forgives and what
-- took their money. Those given before are bound to what their orders lack at this moment, for the causes known now;
-- what they gave beyond that was for money that has come back, and ends here. The old facts stay and say nothing.
CREATE TEMP TABLE backing ON COMMIT DROP AS
SELECT credit.order_id AS holder_id, credit.source_line_id, credit.amount_cents, o.id AS order_id, line.net_cents,
       line.standing, o.parent_id IS NOT DISTINCT FROM holder.id AS pays_shortfall
FROM marketplace_order_credits credit
JOIN marketplace_orders holder ON holder.id = credit.order_id
JOIN marketplace_order_lines line ON line.key_id = credit.key_id AND line.grants AND line.order_id <> credit.order_id
JOIN marketplace_orders o ON o.id = line.order_id AND o.tenant_id = holder.tenant_id
  AND o.tenant_type = holder.tenant_type AND o.currency = holder.currency AND o.granted_at IS NOT NULL
WHERE EXISTS (SELECT 1 FROM marketplace_order_facts f WHERE f.order_id = holder.id AND f.kind = 'waived')
  AND (line.id = credit.source_line_id OR o.parent_id = holder.id OR (o.item_kind = 'key' AND o.parent_id IS NULL));

INSERT INTO marketplace_order_facts (id, order_id, kind, object_id, state, amount_cents, other_cents, currency,
                                     livemode, order_line_id, number, source, recorded_at)
WITH waived AS (
  SELECT order_id, sum(cents) AS cents, max(given_at) AS given_at
  FROM (SELECT order_id, max(amount_cents) AS cents, max(recorded_at) AS given_at FROM marketplace_order_facts
        WHERE kind = 'waived' GROUP BY order_id, object_id) AS each
  GROUP BY order_id),
lacking AS (
  SELECT holder_id, source_line_id,
         amount_cents - coalesce(max(net_cents) FILTER (WHERE standing IN (1, 3) AND NOT pays_shortfall), 0)
           - coalesce(sum(net_cents) FILTER (WHERE standing IN (1, 3) AND pays_shortfall), 0) AS cents
  FROM backing GROUP BY holder_id, source_line_id, amount_cents),
in_order AS (
  SELECT holder_id, source_line_id, cents,
         sum(cents) OVER (PARTITION BY holder_id ORDER BY source_line_id) - cents AS before
  FROM lacking WHERE cents > 0)
SELECT gen_random_uuid(), holder_id, 'waived', 'before causes', '', least(i.cents, waived.cents - before), 0, '', false,
       source_line_id::text, 1, 'migration', waived.given_at
FROM in_order AS i JOIN waived ON waived.order_id = i.holder_id
WHERE waived.cents > before;

INSERT INTO marketplace_order_facts (id, order_id, kind, object_id, state, amount_cents, other_cents, currency,
                                     livemode, order_line_id, number, source, recorded_at)
SELECT gen_random_uuid(), holder_id, 'waived', 'before causes', cause, 0, 0, '', false, '', 1, 'migration', given_at
FROM (SELECT DISTINCT b.holder_id, (SELECT max(w.recorded_at) FROM marketplace_order_facts AS w
                                    WHERE w.order_id = b.holder_id AND w.kind = 'waived') AS given_at,
             CASE WHEN f.kind = 'charge' THEN 'charge ' || f.object_id || ' ' || f.other_cents
                  ELSE f.kind || ' ' || f.object_id END AS cause
      FROM backing AS b JOIN marketplace_order_facts AS f ON f.order_id = b.order_id
      WHERE f.kind IN ('refund', 'dispute', 'taken_back') OR (f.kind = 'charge' AND f.other_cents > 0)) AS causes;
