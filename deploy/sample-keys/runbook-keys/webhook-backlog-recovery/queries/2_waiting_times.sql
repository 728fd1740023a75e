-- One time per line for scripts/drain-plan.mjs: psql -At -v source=… -f 2_waiting_times.sql
select to_char(signed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
  from webhook_events
 where source = :'source' and state <> 'handled'
 order by signed_at;
