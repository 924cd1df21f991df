"""What the Commission's transparency database is owed: one row a statement of reasons."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0015_register_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='OwedStatement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'attend'), ('sending', 'part'), ('sent', 'transmis'), ('refused', 'non accepté')], default='waiting', max_length=10, verbose_name='état')),
                ('due_at', models.DateTimeField(verbose_name='part le')),
                ('claimed_at', models.DateTimeField(editable=False, null=True)),
                ('sent_at', models.DateTimeField(null=True, verbose_name='transmis le')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='essais')),
                ('error', models.CharField(blank=True, editable=False, max_length=300, verbose_name='erreur')),
                ('decision', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owed_statement', to='comments.decision')),
                ('suspension', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owed_statement', to='comments.suspension')),
            ],
            options={
                'verbose_name': 'exposé dû à la base européenne',
                'verbose_name_plural': 'exposés dus à la base européenne',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('decision', None), ('suspension__isnull', False)), models.Q(('decision__isnull', False), ('suspension', None)), _connector='OR'), name='owed_statement_is_of_one_act')],
            },
        ),
    ]
