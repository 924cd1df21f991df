"""A list of Django's admin that is paged by keyset and never counted whole."""

from django.contrib.admin.views.main import ChangeList

from articles.models.keyset import after, cursor_of
from articles.rules.query_words import Word


class KeysetList(ChangeList):
    """Gives the addresses of the next page and of the start: `following`, `first`, "" if none."""

    def get_queryset(self, request, exclude_parameters=None):
        self.params.pop(Word.AFTER, None)  # another filter begins at its own first page
        self.filter_params.pop(Word.AFTER, None)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request):
        order = list(self.queryset.query.order_by)
        cursor = request.GET.get(Word.AFTER, "")
        rows = after(self.queryset, order, cursor) if cursor else self.queryset
        page = list(rows[: self.list_per_page + 1])
        self.result_list = page[: self.list_per_page]
        self.following = ""
        if len(page) > self.list_per_page:
            last = cursor_of(self.result_list[-1], order)
            self.following = self.get_query_string({Word.AFTER: last})
        self.first = self.get_query_string() if cursor else ""
        self.result_count = self.full_result_count = len(self.result_list)
        self.show_full_result_count = self.show_admin_actions = False
        self.can_show_all = self.multi_page = False
        self.paginator = self.model_admin.get_paginator(request, self.result_list, len(page) + 1)
