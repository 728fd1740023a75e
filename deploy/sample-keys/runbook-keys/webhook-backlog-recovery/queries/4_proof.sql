-- The proof at the end. Both numbers must be 0; paste the result into the incident.
select count(*) filter (where state <> 'handled')                          as not_handled,
       count(*) filter (where state = 'handled' and handled_at is null)    as handled_without_a_time,
       count(*)                                                            as events
  from webhook_events
 where source = :'source' and received_at >= :'since'::timestamptz;
