"""Weights and deadlines of notices, sanctions, who is told of replies, the desk's own measures."""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import django.utils.timezone
import secrets
from django.conf import settings
from django.db import migrations, models


from comments.log import triggers


def lift(apps, schema_editor):
    triggers.drop(schema_editor)


def guard(apps, schema_editor):
    triggers.create(schema_editor)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0001_start'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('comments', '0009_letter'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift, guard),
        migrations.CreateModel(
            name='SavedFilter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='nom')),
                ('query', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name': 'filtre',
                'verbose_name_plural': 'filtres',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='signature', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('number', models.PositiveIntegerField(unique=True)),
            ],
            options={
                'verbose_name': 'signature',
                'verbose_name_plural': 'signatures',
            },
        ),
        migrations.CreateModel(
            name='Subscription',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(default=secrets.token_urlsafe, editable=False, max_length=43, unique=True)),
                ('asked_at', models.DateTimeField(verbose_name='demandé le')),
                ('confirmed_at', models.DateTimeField(null=True, verbose_name='adresse confirmée le')),
                ('ended_at', models.DateTimeField(null=True, verbose_name='arrêté le')),
            ],
            options={
                'verbose_name': 'suivi des réponses',
                'verbose_name_plural': 'suivis des réponses',
            },
        ),
        migrations.CreateModel(
            name='Suspension',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('warn', 'Avertissement'), ('hold', 'Double lecture'), ('suspend', 'Suspension'), ('ban', 'Exclusion'), ('lift', 'Sanction levée'), ('confirm', 'Sanction confirmée')], max_length=10, verbose_name='sanction')),
                ('scope', models.CharField(choices=[('comments', 'commentaires'), ('notices', 'alertes')], max_length=10, verbose_name='portée')),
                ('email', models.EmailField(blank=True, editable=False, max_length=254)),
                ('sender', models.CharField(blank=True, editable=False, max_length=64)),
                ('reasons', models.TextField(verbose_name='motifs')),
                ('language', models.CharField(max_length=2, verbose_name='langue des motifs')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='jusqu’au')),
                ('at', models.DateTimeField(verbose_name='le')),
            ],
            options={
                'verbose_name': 'sanction',
                'verbose_name_plural': 'sanctions',
                'ordering': ['-pk'],
                'permissions': [('suspend_person', 'Can warn, hold and suspend for some days'), ('suspend_beyond', 'Can suspend for longer, and ban')],
            },
        ),
        migrations.CreateModel(
            name='Thresholds',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hide_at_weight', models.PositiveSmallIntegerField(blank=True, help_text='Vide : les alertes ne masquent rien par elles-mêmes. Une alerte ordinaire pèse 10, une grave 20, un contenu illicite 40, un signaleur de confiance 100.', null=True, validators=[django.core.validators.MinValueValidator(20)], verbose_name='poids qui masque un commentaire')),
                ('trusted_hours', models.PositiveSmallIntegerField(default=6, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='heures pour répondre à un signaleur de confiance')),
                ('legal_hours', models.PositiveSmallIntegerField(default=24, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='heures pour répondre à une notification légale')),
                ('notice_hours', models.PositiveSmallIntegerField(default=48, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='heures pour répondre à une alerte')),
                ('appeal_hours', models.PositiveSmallIntegerField(default=168, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(720)], verbose_name='heures pour répondre à un recours')),
                ('suspension_days', models.PositiveSmallIntegerField(default=7, help_text='Au-delà, c’est la modération en chef.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(7)], verbose_name='jours de suspension qu’un modérateur peut prononcer')),
                ('pause_after', models.PositiveSmallIntegerField(default=10, validators=[django.core.validators.MinValueValidator(3), django.core.validators.MaxValueValidator(100)], verbose_name='messages haineux d’affilée avant de proposer une pause')),
            ],
            options={
                'verbose_name': 'seuils',
                'verbose_name_plural': 'seuils',
            },
        ),
        migrations.CreateModel(
            name='TrustedFlagger',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='organisation')),
                ('awarded_by', models.CharField(blank=True, max_length=120, verbose_name='statut accordé par')),
                ('email', models.EmailField(help_text='Les réponses y partent.', max_length=254, verbose_name='adresse électronique')),
                ('since', models.DateField(default=django.utils.timezone.localdate, verbose_name='depuis le')),
                ('until', models.DateField(blank=True, help_text='Vide : tant que le statut n’est pas retiré.', null=True, verbose_name='jusqu’au')),
                ('key', models.CharField(default=secrets.token_urlsafe, editable=False, max_length=43, unique=True)),
            ],
            options={
                'verbose_name': 'signaleur de confiance',
                'verbose_name_plural': 'signaleurs de confiance',
                'ordering': ['name'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='appeal',
            name='appeal_answer_names_its_judge',
        ),
        migrations.RemoveConstraint(
            model_name='comment',
            name='comment_erased_keeps_no_identity',
        ),
        migrations.RemoveIndex(
            model_name='appeal',
            name='appeal_open',
        ),
        migrations.RemoveIndex(
            model_name='notice',
            name='notice_open',
        ),
        migrations.AddField(
            model_name='appeal',
            name='notice',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.notice'),
        ),
        migrations.AddField(
            model_name='comment',
            name='hidden_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='masqué depuis'),
        ),
        migrations.AddField(
            model_name='comment',
            name='sender',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='notice',
            name='due_at',
            field=models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='réponse attendue avant le'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='notice',
            name='sender',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='notice',
            name='settled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='settled_notices', to='comments.decision'),
        ),
        migrations.AddField(
            model_name='notice',
            name='weight',
            field=models.PositiveSmallIntegerField(default=10, editable=False, verbose_name='poids'),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='appeal',
            name='answer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_appeals', to='comments.decision'),
        ),
        migrations.AlterField(
            model_name='appeal',
            name='decision',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.decision'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='detection',
            field=models.CharField(choices=[('own', 'Relecture avant publication'), ('notice', 'Alerte d’un lecteur'), ('legal_notice', 'Notification d’un contenu illicite'), ('trusted', 'Signaleur de confiance')], max_length=14, verbose_name='repéré par'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('submitted', 'reçu'), ('edited', 'modifié par son auteur'), ('mended', 'renvoyé corrigé par son auteur'), ('withdrawn', 'retiré par son auteur'), ('decided', 'décidé'), ('noticed', 'alerté'), ('hidden', 'masqué par le poids des alertes'), ('appealed', 'contesté'), ('escalated', 'tenu pour un second avis'), ('sanctioned', 'sanction de son auteur'), ('erased', 'effacé')], max_length=10),
        ),
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'accusé de réception d’un commentaire'), ('decision', 'décision, à l’auteur'), ('acknowledgment', 'accusé de réception d’une alerte'), ('answer', 'réponse à une alerte'), ('hidden', 'commentaire masqué le temps d’une relecture'), ('sanction', 'sanction, à la personne'), ('confirmation', 'confirmation d’une adresse'), ('reply', 'réponse à un commentaire')], max_length=15, verbose_name='objet'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('email'), name='comment_of_an_address'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('sender'), name='comment_of_a_sender'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'erased'), _negated=True), models.Q(('email', ''), ('name', ''), ('sender', '')), _connector='OR'), name='comment_erased_keeps_no_identity'),
        ),
        migrations.AddConstraint(
            model_name='comment',
            constraint=models.CheckConstraint(condition=models.Q(('hidden_at', None), ('state', 'published'), _connector='OR'), name='comment_hidden_is_on_line'),
        ),
        migrations.AddField(
            model_name='savedfilter',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='saved_filters', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='subscription',
            name='comment',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='subscription', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='letter',
            name='subscription',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='comments.subscription'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to=settings.AUTH_USER_MODEL, verbose_name='par'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='clause',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='comments.clause', verbose_name='règle'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='comment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='comments.comment'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='contested_by',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='suspension',
            name='notice',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='comments.notice'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='supersedes',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='followers', to='comments.suspension'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='ruling',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_appeal', to='comments.suspension'),
        ),
        migrations.AddField(
            model_name='appeal',
            name='suspension',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='appeals', to='comments.suspension'),
        ),
        migrations.AddField(
            model_name='event',
            name='suspension',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='event', to='comments.suspension'),
        ),
        migrations.AddField(
            model_name='letter',
            name='suspension',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='comments.suspension'),
        ),
        migrations.AddIndex(
            model_name='appeal',
            index=models.Index(models.F('answer'), models.F('ruling'), models.F('comment'), condition=models.Q(('answer', None), ('ruling', None)), name='appeal_open'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('answer', None), ('answered_by', None), ('ruling', None)), models.Q(('answer__isnull', False), ('answered_by__isnull', False), ('ruling', None)), models.Q(('answer', None), ('answered_by__isnull', False), ('ruling__isnull', False)), _connector='OR'), name='appeal_answer_names_its_judge'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decision__isnull', False), ('suspension', None)), models.Q(('decision', None), ('notice', None), ('suspension__isnull', False)), _connector='OR'), name='appeal_contests_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(models.F('decision'), condition=models.Q(('notice', None)), name='appeal_once_by_its_author'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(models.F('notice'), name='appeal_once_by_who_alerted'),
        ),
        migrations.AddConstraint(
            model_name='appeal',
            constraint=models.UniqueConstraint(models.F('suspension'), name='appeal_once_against_a_sanction'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(models.F('comment'), condition=models.Q(('kind', 'mended')), name='comment_mended_once'),
        ),
        migrations.AddConstraint(
            model_name='thresholds',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='thresholds_are_one_row'),
        ),
        migrations.AddField(
            model_name='notice',
            name='flagger',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='comments.trustedflagger', verbose_name='signaleur de confiance'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('answer'), models.F('settled_by'), models.F('comment'), condition=models.Q(('answer', None), ('settled_by', None)), name='notice_open'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('email'), name='notice_of_an_address'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(models.F('sender'), name='notice_of_a_sender'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('answer', None), ('settled_by', None), _connector='OR'), name='notice_is_answered_or_settled'),
        ),
        migrations.AddConstraint(
            model_name='savedfilter',
            constraint=models.UniqueConstraint(models.F('by'), models.F('name'), name='saved_filter_name_once_per_person'),
        ),
        migrations.AddIndex(
            model_name='suspension',
            index=models.Index(models.F('email'), name='suspension_of_an_address'),
        ),
        migrations.AddIndex(
            model_name='suspension',
            index=models.Index(models.F('sender'), name='suspension_of_a_sender'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['warn', 'hold', 'suspend', 'ban', 'lift', 'confirm'])), name='suspension_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'hold'), models.Q(('kind', 'suspend'), ('until__isnull', False)), models.Q(('kind__in', ['warn', 'ban', 'lift', 'confirm']), ('until', None)), _connector='OR'), name='suspension_says_until_when'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('reasons', ''), _negated=True), name='suspension_gives_its_reasons'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['lift', 'confirm']), ('supersedes__isnull', False)), models.Q(models.Q(('kind__in', ['lift', 'confirm']), _negated=True), ('supersedes', None)), _connector='OR'), name='suspension_end_says_of_what'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('contested_by', None), models.Q(('contested_by', models.F('by')), _negated=True), _connector='OR'), name='suspension_is_judged_by_someone_else'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.UniqueConstraint(models.F('supersedes'), condition=models.Q(('kind', 'lift')), name='suspension_is_lifted_once'),
        ),
        migrations.AlterModelOptions(
            name="decision",
            options={
                "ordering": ["-pk"],
                "permissions": [
                    ("decide_appeal", "Can decide an appeal"),
                    ("view_team", "Can read who decided how many, how fast"),
                    ("export_decision", "Can take the register out"),
                ],
                "verbose_name": "décision",
                "verbose_name_plural": "décisions",
            },
        ),
        migrations.RunPython(guard, lift),
    ]
