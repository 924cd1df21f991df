# One word per job: `make run` serves a demo site, `make test` proves everything, `make fix` tidies.
PORT ?= 8000
PYTHON := .venv/bin/python

# Compiled tests are kept, whatever the shell says: without them each start takes 6 s more.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run serve drill bend bench bench-quick test quick fix messages pins notice sbom audit

run: .venv/ready .venv/triage.extra  ## set up, compile the translations, migrate, load the demo, serve on PORT (8000)
	@$(PYTHON) -m portal.catalogues
	@$(PYTHON) manage.py migrate --verbosity 0
	@$(PYTHON) manage.py collectstatic --no-input --verbosity 0
	@$(PYTHON) manage.py demo
	@$(PYTHON) -m portal.serve $(PORT)

serve: .venv/ready  ## a site of production on PORT, on every processor, behind a proxy (docs/deploy.md)
	@$(PYTHON) -m portal.catalogues
	@$(PYTHON) manage.py collectstatic --no-input --verbosity 0
	@exec $(PYTHON) -m portal.serve $(PORT) --site

test: .venv/ready-dev  ## every check and every test, on SQLite and on PostgreSQL
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	git ls-files 'templates/*.html' | xargs .venv/bin/djade --check --target-version 6.1
	.venv/bin/lint-imports
	$(PYTHON) -m portal.catalogues
	$(PYTHON) -m tests.checks
	$(PYTHON) -m tests.both_databases

quick: .venv/ready-dev  ## the fast tests on SQLite, on every core
	$(PYTHON) -m pytest -m "not browser and not slow" --numprocesses auto

drill: .venv/ready-dev  ## what goes wrong on one machine and on several, under readers and posters (needs nginx)
	@$(PYTHON) -m portal.catalogues
	$(PYTHON) -m tests.drills
	$(PYTHON) -m tests.drills.cluster || test $$? -eq 2  # 2: it says what to install

bench: .venv/ready-dev  ## pages and comments a second beside yardsticks, into docs/performance.md (needs wrk, nginx)
	$(PYTHON) -m tests.bench.speed --write docs/performance.md

bend: .venv/ready-dev  ## alter each column that the log vouches for, delete rows, rewrite the chain; tell what check_log names
	$(PYTHON) -m tests.both_databases -rP tests/comments/log

bench-quick: .venv/ready-dev  ## the same in about a minute, told only
	$(PYTHON) -m tests.bench.speed --quick

fix: .venv/ready-dev  ## format, and mend what can be mended
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	git ls-files 'templates/*.html' | xargs .venv/bin/djade --target-version 6.1

messages: .venv/ready-dev  ## gather the sentences to translate, set the French ones, compile all (needs gettext)
	$(PYTHON) manage.py makemessages --locale fr --locale ar --locale en --no-location --no-wrap --no-obsolete --ignore tests --ignore .venv --ignore var
	$(PYTHON) -m portal.french_messages
	$(PYTHON) -m portal.catalogues

pins: .venv/ready-dev  ## renew requirements*.txt and deploy/extras/ within pyproject.toml's bounds (needs uv)
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header pyproject.toml --upgrade -o requirements.txt
	uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --group dev pyproject.toml -c requirements.txt --upgrade -o requirements-dev.txt
	for extra in redis s3 opensearch sentry stamps triage; do \
	    $(PYTHON) -c "import sys, tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['optional-dependencies'][sys.argv[1]], sep='\n')" $$extra | \
	    uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate - -c requirements.txt --upgrade -o deploy/extras/$$extra.txt; \
	done
	echo pip-audit | uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate - --upgrade -o requirements-audit.txt
	echo uv | uv pip compile --quiet --universal --python-version 3.9 --generate-hashes --no-header --no-annotate - --upgrade -o requirements-uv.txt

notice: .venv/ready-dev  ## write NOTICE anew: which packages and files others made, and under which licence
	$(PYTHON) -m tests.papers.notice

sbom: .venv/ready-dev  ## write var/sbom.json: the packages of a site and of its extras, as CycloneDX 1.6
	$(PYTHON) -m tests.papers.sbom

audit: var/audit/ready  ## ask OSV which pinned packages have known weaknesses (needs the Internet)
	$(PYTHON) -m tests.papers.audit

# What trains the triage; the web server itself never loads it.
.venv/triage.extra: deploy/extras/triage.txt .venv/ready
	@sh setup.sh deploy/extras/triage.txt

.venv/ready: requirements.txt setup.sh
	@sh setup.sh requirements.txt
	@touch $@

# pip-audit stands apart: it brings a pip and versions of its own.
var/audit/ready: requirements-audit.txt .venv/ready-dev
	@if command -v uv >/dev/null; then \
	    uv venv --quiet --clear --python $(PYTHON) var/audit && \
	    uv pip install --quiet --python var/audit/bin/python --require-hashes -r requirements-audit.txt; \
	else \
	    $(PYTHON) -m venv --clear var/audit && \
	    var/audit/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-audit.txt; \
	fi
	@touch $@

.venv/ready-dev: requirements-dev.txt setup.sh
	@sh setup.sh requirements-dev.txt
	@touch .venv/ready $@
