-- How old are the connections? Many younger than a minute: somebody connects for every request, or a retry storm is running.
select coalesce(nullif(application_name, ''), '(no name)')                                 as application,
       count(*) filter (where statement_timestamp() - backend_start < interval '1 minute') as younger_than_a_minute,
       count(*) filter (where statement_timestamp() - backend_start >= interval '1 hour')  as older_than_an_hour,
       count(*)                                                                            as connections
  from pg_stat_activity
 where backend_type = 'client backend' and pid <> pg_backend_pid()
 group by 1
 order by connections desc
 limit 20;
