-- Whoever changes what somebody may use tells so: channel entitlement_access is notified when the change is
-- committed, once for each tenant of a transaction. A trigger, so that no writer can forget it; with what was
-- there before and what is there now, so that who is erased or gives something away is told too.
-- Payload: 'user:<uuid>' or 'org:<uuid>' for a tenant, 'org:<uuid>:<user uuid>' for one member of it.

CREATE FUNCTION entitlement_tell_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('entitlement_access', OLD.tenant_type || ':' || OLD.tenant_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('entitlement_access', NEW.tenant_type || ':' || NEW.tenant_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER grants_tell AFTER INSERT OR UPDATE OR DELETE ON marketplace_entitlements
  FOR EACH ROW EXECUTE FUNCTION entitlement_tell_grant();

CREATE FUNCTION entitlement_tell_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM pg_notify('entitlement_access', 'org:' || OLD.org_id || ':' || OLD.user_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM pg_notify('entitlement_access', 'org:' || NEW.org_id || ':' || NEW.user_id);
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER members_tell AFTER INSERT OR UPDATE OR DELETE ON organization_members
  FOR EACH ROW EXECUTE FUNCTION entitlement_tell_member();
