-- CHANGES SOMETHING: ends transactions that have been idle for longer than :seconds. What they did is rolled back; the application
-- sees a broken connection. psql -v seconds=300 -f end_idle_in_transaction.sql
select pid, application_name, usename,
       date_trunc('second', statement_timestamp() - state_change) as was_idle_for,
       pg_terminate_backend(pid)                                  as ended
  from pg_stat_activity
 where backend_type = 'client backend' and pid <> pg_backend_pid()
   and state like 'idle in transaction%'
   and state_change < statement_timestamp() - make_interval(secs => :seconds);
