-- Persons who paid for the same item twice within a day, with what was given back. Tables: orders (id, user_id, item, status, amount_cents,
-- currency, paid_at) and refunds (order_id, amount_cents, status). psql -v days=90 -v today='2026-11-23' -f 1_same_item_twice.sql
with paid as (
  select id, user_id, item, amount_cents, currency, paid_at,
         lag(id)      over same as earlier_order,
         lag(paid_at) over same as earlier_paid_at
    from orders
   where paid_at is not null and paid_at >= :'today'::date - make_interval(days => :days)
  window same as (partition by user_id, item, currency order by paid_at, id)),
given_back as (
  select order_id, sum(amount_cents) as cents from refunds where status = 'succeeded' group by 1)
select p.user_id, p.item, p.earlier_order, p.id as later_order, p.amount_cents, p.currency,
       date_trunc('second', p.paid_at - p.earlier_paid_at) as apart,
       case when p.paid_at - p.earlier_paid_at < interval '10 minutes' then 'mistake' else 'ask' end as guess,
       coalesce(a.cents, 0) as earlier_given_back,
       coalesce(b.cents, 0) as later_given_back
  from paid p
  left join given_back a on a.order_id = p.earlier_order
  left join given_back b on b.order_id = p.id
 where p.paid_at - p.earlier_paid_at < interval '1 day'
 order by p.paid_at desc;
