-- CHANGES SOMETHING: ends connections of one application that are idle, outside any transaction, for longer than :seconds. Nothing is
-- lost; a pool opens new ones. psql -v app=worker -v seconds=60 -f end_idle_of_application.sql
select count(*) as ended
  from (select pg_terminate_backend(pid)
          from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()
           and application_name = :'app' and state = 'idle'
           and state_change < statement_timestamp() - make_interval(secs => :seconds)) as ending;
