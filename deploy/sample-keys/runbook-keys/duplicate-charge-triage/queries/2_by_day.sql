-- Is it new? Pairs under ten minutes apart, per day of the last :days. A step up on one day points at that day's release.
with paid as (
  select user_id, item, paid_at, lag(paid_at) over (partition by user_id, item, currency order by paid_at, id) as earlier
    from orders where paid_at is not null and paid_at >= :'today'::date - make_interval(days => :days))
select d::date as day,
       count(p.user_id) filter (where p.paid_at - p.earlier < interval '10 minutes') as pairs,
       count(p.user_id)                                                              as payments
  from generate_series(:'today'::date - make_interval(days => :days), :'today'::date, interval '1 day') as d
  left join paid p on p.paid_at >= d and p.paid_at < d + interval '1 day'
 group by 1
 order by 1 desc;
