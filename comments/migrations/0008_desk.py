"""The desk: leases, decisions taken back, second opinions."""

import django.db.models.deletion
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
        ('comments', '0007_answers_in_the_log'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(lift, guard),
        migrations.CreateModel(
            name='Lease',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lease', serialize=False, to='comments.comment')),
                ('until', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'lecture en cours',
                'verbose_name_plural': 'lectures en cours',
            },
        ),
        migrations.RemoveConstraint(
            model_name='decision',
            name='decision_kind_is_known',
        ),
        migrations.RemoveIndex(
            model_name='comment',
            name='comment_queue',
        ),
        migrations.AddField(
            model_name='comment',
            name='escalated_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='tenu depuis'),
        ),
        migrations.AlterField(
            model_name='decision',
            name='kind',
            field=models.CharField(choices=[('approve', 'Publié'), ('reject', 'Refusé'), ('remove', 'Retiré'), ('restore', 'Rétabli'), ('keep', 'Maintenu en ligne'), ('uphold', 'Décision confirmée'), ('undo', 'Décision annulée aussitôt')], max_length=10, verbose_name='décision'),
        ),
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('submitted', 'reçu'), ('edited', 'modifié par son auteur'), ('withdrawn', 'retiré par son auteur'), ('decided', 'décidé'), ('noticed', 'alerté'), ('appealed', 'contesté'), ('escalated', 'tenu pour un second avis'), ('erased', 'effacé')], max_length=10),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('created_at'), models.F('id'), condition=models.Q(('escalated_at', None), ('state', 'pending')), name='comment_queue'),
        ),
        migrations.AddIndex(
            model_name='comment',
            index=models.Index(models.F('escalated_at'), models.F('id'), condition=models.Q(('escalated_at__isnull', False), ('state', 'pending')), name='comment_escalated'),
        ),
        migrations.AddIndex(
            model_name='decision',
            index=models.Index(fields=['by', '-at'], name='decision_latest_of_one'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['approve', 'reject', 'remove', 'restore', 'keep', 'uphold', 'undo'])), name='decision_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'undo'), _negated=True), ('supersedes__isnull', False), _connector='OR'), name='decision_undo_says_what_it_undoes'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.UniqueConstraint(models.F('supersedes'), condition=models.Q(('kind', 'undo')), name='decision_is_undone_once'),
        ),
        migrations.AddField(
            model_name='lease',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.RunPython(guard, lift),
    ]
