"""PURE: read the export of another site, a WordPress or WMaker one, with its old habits."""
