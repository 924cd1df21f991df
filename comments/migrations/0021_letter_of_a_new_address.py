
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0020_encrypted_addresses'),
    ]

    operations = [
        migrations.AlterField(
            model_name='letter',
            name='kind',
            field=models.CharField(choices=[('receipt', 'accusé de réception d’un commentaire'), ('decision', 'décision, à l’auteur'), ('acknowledgment', 'accusé de réception d’une alerte'), ('answer', 'réponse à une alerte'), ('hidden', 'commentaire masqué le temps d’une relecture'), ('sanction', 'sanction, à la personne'), ('confirmation', 'confirmation d’une adresse'), ('renewed', 'nouvelle adresse d’une page privée'), ('reply', 'réponse à un commentaire'), ('reminder', 'échéance proche, à la modération')], max_length=15, verbose_name='objet'),
        ),
    ]
