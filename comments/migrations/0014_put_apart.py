"""What was called a double reading is said as what it is: put apart."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0013_same_text_index'),
    ]

    operations = [
        migrations.AlterField(
            model_name='suspension',
            name='kind',
            field=models.CharField(choices=[('warn', 'Avertissement'), ('hold', 'Mise à part'), ('suspend', 'Suspension'), ('ban', 'Exclusion'), ('lift', 'Sanction levée'), ('confirm', 'Sanction confirmée')], max_length=10, verbose_name='sanction'),
        ),
    ]
