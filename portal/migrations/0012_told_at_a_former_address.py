"""Who changes an account by hand is told at the address of before, too."""

import articles.models.encrypted
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0011_who_sets_triage'),
    ]

    operations = [
        migrations.AddField(
            model_name='staffevent',
            name='former_email',
            field=articles.models.encrypted.EncryptedEmailField(editable=False, max_length=254, null=True),
        ),
        migrations.AlterField(
            model_name='staffevent',
            name='kind',
            field=models.CharField(choices=[('signed_in', 'connexion'), ('sign_in_failed', 'essai de connexion manqué'), ('factor_failed', 'second facteur refusé'), ('password_changed', 'mot de passe changé'), ('address_changed', 'adresse ou identifiant changés'), ('factor_added', 'second facteur ajouté'), ('factor_removed', 'second facteur retiré'), ('codes_renewed', 'codes de récupération refaits'), ('sessions_ended', 'autres sessions fermées'), ('roles_changed', 'rôles changés'), ('account_made', 'compte créé'), ('disabled', 'compte désactivé'), ('enabled', 'compte réactivé'), ('reset_asked', 'appareil perdu, un collègue se porte garant'), ('factors_reset', 'seconds facteurs ôtés, appareil perdu')], max_length=20, verbose_name='événement'),
        ),
    ]
