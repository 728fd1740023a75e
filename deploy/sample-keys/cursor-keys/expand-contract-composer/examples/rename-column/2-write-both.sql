set lock_timeout = '2s';

create or replace function users_write_both() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  -- Whoever writes only one of them gets the other along. New code that writes both has its way.
  if tg_op = 'INSERT' then
    new.display_name := coalesce(new.display_name, new.fullname);
    new.fullname     := coalesce(new.fullname, new.display_name);
  elsif new.display_name is not distinct from old.display_name then
    new.display_name := new.fullname;
  elsif new.fullname is not distinct from old.fullname then
    new.fullname := new.display_name;
  end if;
  return new;
end
$$;

create trigger write_both before insert or update on users for each row execute function users_write_both();

-- From now on every new row is right, so this may be promised for them; old rows are not looked at.
alter table users add constraint display_name_present check (display_name is not null) not valid;
