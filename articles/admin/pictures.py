"""Pictures in the admin: uploaded once, then cut around their focal point."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Image


class ImageForm(forms.ModelForm):
    """A picture is uploaded once; later its caption and focal point may change, never its file."""

    file = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy(
            "JPEG, PNG, WebP ou AVIF, 20 Mo au plus. Lieu et appareil en sont effacés. "
            "Comptez quelques secondes : toutes les tailles sont faites aussitôt."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    class Meta:
        model = Image
        fields = ["focal_x", "focal_y", "caption", "credit"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]

    def clean_file(self):
        """Check the picture now, so that its faults are shown beside the field."""
        self.content = self.cleaned_data["file"].read()
        Image.objects.look_at(self.content)
        return self.cleaned_data["file"]

    def clean(self):
        """Store its files when all else is right; if there is no room, that too is said beside the field."""
        cleaned = super().clean()
        if not self.errors and "file" in self.fields:
            try:
                Image.objects.store(
                    self.content, focal_x=cleaned["focal_x"], focal_y=cleaned["focal_y"]
                )
            except ValidationError as refused:
                self.add_error("file", refused)
        return cleaned


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin):
    form = ImageForm
    list_display = ["thumbnail", "caption", "credit", "width", "height", "created_at"]
    list_display_links = ["thumbnail", "caption"]
    search_fields = ["caption", "credit"]
    readonly_fields = ["focus"]

    def get_fields(self, request, image=None):
        fields = ["caption", "credit", "focal_x", "focal_y"]
        return ["focus", *fields] if image else [*fields, "file"]

    @admin.display(description=gettext_lazy("image"))
    def thumbnail(self, image):
        # No alternative text: the caption stands beside it, in the list and in the form.
        return format_html('<img src="{}" width="192" height="128" alt="">', image.card["src"])

    @admin.display(description=gettext_lazy("point focal"))
    def focus(self, image):
        """Show the whole picture: a click on it sets the focal point."""
        whole = image.whole
        return format_html(
            '<span class="focal"><img src="{}" width="{}" height="{}" alt="{}"></span>'
            '<span class="help">{}</span>',
            *(whole["src"], whole["width"], whole["height"], image.caption),
            _(
                "Touchez ce qui doit rester visible quand l’image est recoupée, ou donnez les deux nombres."
            ),
        )

    def save_form(self, request, form, change):
        """Keep one row for a picture uploaded twice; change its fields only with permission."""
        if not change:
            fields = {name: form.cleaned_data[name] for name in ImageForm.Meta.fields}
            image = form.instance = Image.objects.take_in(form.content, **fields)
            differ = {
                name: value for name, value in fields.items() if getattr(image, name) != value
            }
            if differ and self.has_change_permission(request, image):
                vars(image).update(differ)
                self.save_model(request, image, form, change=True)
            elif differ:
                sentence = _(
                    "Cette image était déjà là : sa légende, son crédit et son point focal sont restés."
                )
                self.message_user(request, sentence, messages.WARNING)
        return super().save_form(request, form, change)

    def save_model(self, request, image, form, change):
        """Make the cuts of a changed focal point, under new names."""
        if change:
            image.save()
            image.render()

    def has_delete_permission(self, request, image=None):
        used = image and (image.article_set, image.illustration_set, image.author_set)
        return super().has_delete_permission(request, image) and not (
            used and any(users.exists() for users in used)
        )
