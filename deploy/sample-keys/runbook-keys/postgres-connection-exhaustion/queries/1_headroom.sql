-- How full is it, and how much of it is kept for you?
select count(*)                                                        as connections,
       count(*) filter (where backend_type = 'client backend')         as from_clients,
       current_setting('max_connections')::int                         as max_connections,
       current_setting('superuser_reserved_connections')::int          as reserved_for_superusers,
       current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int
         - count(*) filter (where backend_type = 'client backend')     as free_for_applications
  from pg_stat_activity;
