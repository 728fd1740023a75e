-- call backfill_display_name();   stop it at any moment; calling it again goes on where it stopped.
create table if not exists backfill_progress (name text primary key, last_id bigint not null);

create or replace procedure backfill_display_name(batch bigint default 500)
  language plpgsql
as $$
declare
  last bigint;
  top  bigint := (select coalesce(max(id), 0) from users);
  began timestamptz;
begin
  insert into backfill_progress values ('display_name', 0) on conflict do nothing;
  loop
    select last_id into last from backfill_progress where name = 'display_name';
    exit when last >= top;
    began := clock_timestamp();
    update users set display_name = fullname
     where id > last and id <= last + batch and display_name is distinct from fullname;
    update backfill_progress set last_id = last + batch where name = 'display_name';
    commit;
    -- As long a rest as the work took, so that the backfill never has more than half of the machine.
    perform pg_sleep(least(1, extract(epoch from clock_timestamp() - began)));
  end loop;
end
$$;
