-- Transactions that are open and do nothing. Each holds its locks and keeps vacuum from cleaning up behind everybody.
select pid,
       coalesce(nullif(application_name, ''), '(no name)')        as application,
       usename                                                    as role,
       state,
       date_trunc('second', statement_timestamp() - xact_start)   as transaction_age,
       date_trunc('second', statement_timestamp() - state_change) as idle_for,
       left(regexp_replace(query, '\s+', ' ', 'g'), 80)           as last_statement
  from pg_stat_activity
 where backend_type = 'client backend' and state like 'idle in transaction%'
   and statement_timestamp() - state_change > interval '30 seconds'
 order by xact_start
 limit 20;
