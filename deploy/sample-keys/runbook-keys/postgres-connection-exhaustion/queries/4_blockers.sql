-- Who waits for whom, from the root. One root with many behind it is a stuck lock, not a lack of connections.
with recursive waits as (
  select pid as waiting, unnest(pg_blocking_pids(pid)) as holding
    from pg_stat_activity where cardinality(pg_blocking_pids(pid)) > 0),
roots as (
  select distinct holding as root from waits where holding not in (select waiting from waits)),
chain as (
  select root, root as pid from roots
  union
  select c.root, w.waiting from chain c join waits w on w.holding = c.pid)
select a.pid                                                    as root_pid,
       coalesce(nullif(a.application_name, ''), '(no name)')    as application,
       a.state,
       count(*) - 1                                             as waiting_behind,
       date_trunc('second', statement_timestamp() - a.xact_start) as transaction_age,
       left(regexp_replace(a.query, '\s+', ' ', 'g'), 80)       as statement
  from chain c join pg_stat_activity a on a.pid = c.root
 group by a.pid, a.application_name, a.state, a.xact_start, a.query
 order by waiting_behind desc
 limit 20;
