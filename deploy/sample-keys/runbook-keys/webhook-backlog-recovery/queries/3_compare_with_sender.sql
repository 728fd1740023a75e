-- What did the sender send that never arrived? Export the sender's list of event ids to events.csv (one column, header event_id):
--   psql -v source=sender-name -f 3_compare_with_sender.sql
create temp table sent (event_id text primary key);
\copy sent from 'events.csv' with (format csv, header true)
select s.event_id as never_arrived
  from sent s
  left join webhook_events w on w.source = :'source' and w.event_id = s.event_id
 where w.event_id is null
 order by 1;
