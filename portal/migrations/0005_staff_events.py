"""The journal of the staff's accounts; its triggers' text as it was released (comments/log/triggers.py)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal import roles


SQLITE = [("CREATE TRIGGER portal_staffevent_update_guard BEFORE UPDATE ON portal_staffevent FOR EACH ROW WHEN NOT (NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = OLD.kind AND NEW.user_id = OLD.user_id AND NEW.detail = OLD.detail AND COALESCE(NEW.by_id, 0) = COALESCE(OLD.by_id, 0)) BEGIN SELECT RAISE(ABORT, 'portal_staffevent: of an event only that its mail has left is noted'); END", 'DROP TRIGGER IF EXISTS portal_staffevent_update_guard'), ("CREATE TRIGGER portal_staffevent_delete_guard BEFORE DELETE ON portal_staffevent FOR EACH ROW WHEN 1 = 1 BEGIN SELECT RAISE(ABORT, 'portal_staffevent: events of accounts are append-only'); END", 'DROP TRIGGER IF EXISTS portal_staffevent_delete_guard'), ("CREATE TRIGGER portal_staffevent_replace_guard BEFORE INSERT ON portal_staffevent FOR EACH ROW WHEN EXISTS (SELECT 1 FROM portal_staffevent WHERE id = NEW.id) BEGIN SELECT RAISE(ABORT, 'portal_staffevent: append-only, never replaced'); END", 'DROP TRIGGER IF EXISTS portal_staffevent_replace_guard')]
POSTGRESQL = [("CREATE FUNCTION portal_staffevent_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NOT (NEW.id = OLD.id AND NEW.at = OLD.at AND NEW.kind = OLD.kind AND NEW.user_id = OLD.user_id AND NEW.detail = OLD.detail AND COALESCE(NEW.by_id, 0) = COALESCE(OLD.by_id, 0)) THEN RAISE EXCEPTION 'portal_staffevent: of an event only that its mail has left is noted' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;CREATE TRIGGER portal_staffevent_update_guard BEFORE UPDATE ON portal_staffevent FOR EACH ROW EXECUTE FUNCTION portal_staffevent_update_guard()", 'DROP TRIGGER IF EXISTS portal_staffevent_update_guard ON portal_staffevent; DROP FUNCTION IF EXISTS portal_staffevent_update_guard()'), ("CREATE FUNCTION portal_staffevent_delete_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF 1 = 1 THEN RAISE EXCEPTION 'portal_staffevent: events of accounts are append-only' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;CREATE TRIGGER portal_staffevent_delete_guard BEFORE DELETE ON portal_staffevent FOR EACH ROW EXECUTE FUNCTION portal_staffevent_delete_guard()", 'DROP TRIGGER IF EXISTS portal_staffevent_delete_guard ON portal_staffevent; DROP FUNCTION IF EXISTS portal_staffevent_delete_guard()'), ("CREATE FUNCTION portal_staffevent_truncate_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'portal_staffevent: cannot be emptied' USING ERRCODE = 'integrity_constraint_violation'; END $$; CREATE TRIGGER portal_staffevent_truncate_guard BEFORE TRUNCATE ON portal_staffevent FOR EACH STATEMENT EXECUTE FUNCTION portal_staffevent_truncate_guard()", 'DROP TRIGGER IF EXISTS portal_staffevent_truncate_guard ON portal_staffevent; DROP FUNCTION IF EXISTS portal_staffevent_truncate_guard()')]
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def create(apps, schema_editor):
    for statement, _undo in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


def drop(apps, schema_editor):
    for _statement, undo in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(undo, params=None)


def write_roles(apps, schema_editor):
    roles.write(apps)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0004_periodic_work'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StaffEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(verbose_name='quand')),
                ('kind', models.CharField(choices=[('signed_in', 'connexion'), ('sign_in_failed', 'essai de connexion manqué'), ('password_changed', 'mot de passe changé'), ('factor_added', 'second facteur ajouté'), ('factor_removed', 'second facteur retiré'), ('codes_renewed', 'codes de récupération refaits'), ('sessions_ended', 'autres sessions fermées'), ('roles_changed', 'rôles changés'), ('account_made', 'compte créé'), ('disabled', 'compte désactivé'), ('enabled', 'compte réactivé'), ('reset_asked', 'appareil perdu, un collègue se porte garant'), ('factors_reset', 'seconds facteurs ôtés, appareil perdu')], max_length=20, verbose_name='événement')),
                ('detail', models.CharField(blank=True, max_length=300, verbose_name='détail')),
                ('told_at', models.DateTimeField(editable=False, null=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='par')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='compte')),
            ],
            options={
                'verbose_name': 'événement d’un compte',
                'verbose_name_plural': 'journal des comptes',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('told_at', None)), fields=['at'], name='staffevent_untold')],
            },
        ),
        migrations.RunPython(create, drop),
        migrations.RunPython(write_roles, migrations.RunPython.noop),
    ]
