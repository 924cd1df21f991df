import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0021_letter_of_a_new_address'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='filing',
            name='table',
            field=models.CharField(choices=[('thresholds', 'seuils'), ('charter', 'charte'), ('signature', 'signature'), ('trustedflagger', 'signaleur de confiance'), ('account', 'compte'), ('role', 'rôle'), ('legalhold', 'gel'), ('triagesettings', 'aide au tri'), ('proposal', 'acte à confirmer à deux'), ('key', 'clé du journal'), ('logday', 'tête du jour'), ('refusals', 'refus à l’entrée d’un jour')], max_length=20, verbose_name='de quoi'),
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('erase', 'effacer les mots et l’identité d’une personne'), ('charter', 'publier une charte'), ('thresholds', 'changer les seuils'), ('restore', 'remettre une sauvegarde à la place de la base')], max_length=12, verbose_name='acte')),
                ('subject', models.CharField(blank=True, max_length=120, verbose_name='sur quoi')),
                ('values', models.TextField(editable=False)),
                ('at', models.DateTimeField(verbose_name='demandé le')),
                ('settled_at', models.DateTimeField(null=True, verbose_name='tranché le')),
                ('is_done', models.BooleanField(null=True, verbose_name='fait')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='demandé par')),
                ('settled_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tranché par')),
            ],
            options={
                'verbose_name': 'acte à confirmer à deux',
                'verbose_name_plural': 'actes à confirmer à deux',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(models.F('act'), models.F('subject'), condition=models.Q(('settled_at', None)), name='one_open_proposal_an_act'), models.CheckConstraint(condition=models.Q(models.Q(('is_done', True), _negated=True), models.Q(('settled_by', models.F('by')), _negated=True), _connector='OR'), name='who_asked_does_not_confirm')],
            },
        ),
    ]
