set lock_timeout = '2s';
alter table users add column display_name text;
-- No constraint yet: the old code does not know this column and leaves it empty. It comes in step 2, once every row is written with it.
comment on column users.display_name is 'Takes the place of fullname. Step 1 of 5, see composer/plan.md.';
