"""Changes of access are append-only: the database itself refuses to change or delete one, whoever asks."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION accounts_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
END
$$;
CREATE TRIGGER accounts_accesschange_append_only BEFORE UPDATE OR DELETE ON accounts_accesschange
    FOR EACH ROW EXECUTE FUNCTION accounts_refuse_change();
"""
BACKWARD = """
DROP TRIGGER accounts_accesschange_append_only ON accounts_accesschange;
DROP FUNCTION accounts_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_invitations_and_trail")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
