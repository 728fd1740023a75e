-- Who holds them, and doing what? The line with the largest number is where you look first.
select coalesce(nullif(application_name, ''), '(no name)') as application,
       usename                                             as role,
       coalesce(state, '(background)')                     as state,
       count(*)                                            as connections,
       date_trunc('second', max(statement_timestamp() - state_change)) as longest_in_this_state
  from pg_stat_activity
 where backend_type = 'client backend' and pid <> pg_backend_pid()
 group by 1, 2, 3
 order by connections desc, longest_in_this_state desc
 limit 20;
