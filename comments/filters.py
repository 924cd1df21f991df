"""What the desk's lists may be asked."""


class OnlyItsFilters:
    """Mixed into an admin: its list is filtered by what it offers, and by no other column.

    Django accepts any column of the model in the address (`?email__startswith=`), and so answers, letter
    by letter, what the page does not show.
    """

    def lookup_allowed(self, lookup, value, request):
        filters = self.get_list_filter(request)
        shown = [f for f in filters if isinstance(f, str)]
        columns = {
            f"{name}{end}" for name in shown for end in ("", "__exact", "__id__exact", "__isnull")
        }
        columns |= {f.parameter_name for f in filters if not isinstance(f, str)}
        if self.date_hierarchy:
            ends = ("year", "month", "day", "gte", "lt")
            columns |= {f"{self.date_hierarchy}__{end}" for end in ends}
        return lookup in columns
