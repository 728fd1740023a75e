-- For table webhook_events of the KEY signed-webhook-intake. psql -v source=sender-name -v since='2026-11-02 14:00+00'
-- Received per quarter of an hour: the hole is the outage as your database saw it.
select date_bin('15 minutes', received_at, timestamptz '2000-01-01 00:00+00') as quarter,
       count(*)                                    as received,
       count(*) filter (where state = 'handled')   as handled,
       count(*) filter (where state = 'failed')    as failed,
       count(*) filter (where state = 'stored')    as not_begun,
       max(received_at - signed_at)                as latest_arrival
  from webhook_events
 where source = :'source' and received_at >= :'since'::timestamptz
 group by 1
 order by 1;
