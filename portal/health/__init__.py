"""How the site is, for whoever runs it: figures.py asks, `manage.py status` tells it in lines, page.py to Prometheus."""
