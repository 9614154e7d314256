# The ways in. `make` alone lists them; README.md tells the rest.

PORT ?= 8000
ARGS ?=
NAME ?=
# Debian's own first: it is built with what profiling found, one made by hand (pyenv) usually is not.
PYTHON ?= $(shell command -v /usr/bin/python3.11 || command -v python3.11 || command -v python3 || echo python3)
PY := .venv/bin/python
PYTEST := $(PY) -m pytest
SHELL := /bin/sh
# What .venv holds: each stamp is touched after its list was installed, so a second run is instant.
RUNS := .venv/.runs
CHECKS := .venv/.checks
AUDIT := .venv/audit/.done
# What draws PDF (WeasyPrint); where it is missing the pages say so and everything else works.
PAPER := fonts-noto-cjk libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
# What the Nu HTML checker runs on.
NU := java=default-jre-headless npm=npm
# What the tests of `make test-all` need of Debian.
TEST_PACKAGES := $(PAPER) postgresql redis-server openssh-server openssl restic chromium-headless-shell $(NU)
# Branch coverage: the floor of the whole is in pyproject.toml, that of what the law rests on is here.
COVER := --cov --cov-report= --cov-fail-under=0
COVERED = $(PY) -m coverage report --format=total
CORE := site/rules/*,site/catalog/*,site/files/*,site/records/*,site/applications/*,site/publicity/*,site/workflow/*
CORE_FLOOR := 92
# Tests start processes, which must not compile the house each time anew.
export PYTHONDONTWRITEBYTECODE :=
# What needs a browser, all of it: collected where one is started, and nowhere else.
JOURNEYS := tests/journeys
# On SQLite, beside the journeys: between two races one process looks at what came of it, alone.
LONG_RACE := tests/workflow/test_races_of_reversals.py
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help demo test test-all try prod-check faults coverage bench bench-docs lighthouse freeze tables gate-report spreadsheets papers check style layers types models audit packages lock diagrams pictures clean
.DELETE_ON_ERROR:

help: ## 列出可用命令 · list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "make %-9s %s\n", $$1, $$2 }'

demo: $(RUNS) ## 在虚构的区试用，PORT=8000 · try everything in a fictional district
	-@tests/support/debian_packages $(PAPER)
	@$(PY) manage.py demo --port $(PORT)

test: $(CHECKS) ## 测试（SQLite，约六分半钟），ARGS= 传给 pytest · the tests on SQLite
	$(PYTEST) -n auto --dist worksteal --ignore=$(JOURNEYS) -m "not paper and not postgres and not redis and not restic and not sshd and not walk" $(ARGS)

test-all: $(CHECKS) ## 测试（PostgreSQL 与浏览器，自装系统软件包）· the tests on PostgreSQL, and the journeys
	@tests/support/debian_packages $(TEST_PACKAGES)
	$(PY) tests/support/with_postgres.py $(PYTEST) -n auto --dist worksteal --ignore=$(JOURNEYS) $(if $(ARGS),,--twice) $(ARGS)
	$(PYTEST) -n auto --dist worksteal $(if $(ARGS),-m browser $(ARGS),-m "browser or walk" $(LONG_RACE) $(JOURNEYS))

try: $(CHECKS) ## 在本机试装整套服务并逐项核对 · the whole stack on loopback, looked at
	@tests/support/debian_packages $(PAPER) postgresql redis-server nginx openssl curl chromium restic
	$(PY) -m deploy.trial

prod-check: $(RUNS) ## 上线前核对正式环境的设置（先载入 gongshi.env） · the settings of a real office
	@test "$$DJANGO_SETTINGS_MODULE" = config.settings.production || \
	    { echo "先载入环境文件 / first: set -a && . /etc/gongshi/gongshi.env && set +a"; exit 1; }
	$(PY) manage.py check --deploy --database default
	$(PY) manage.py check_site
	$(PY) manage.py doctor

faults: $(CHECKS) ## 逐项试故障（ARGS=--brief 短，--long 长），列成一张表 · every fault tried, one table
	@tests/support/debian_packages $(PAPER) postgresql redis-server nginx openssl curl restic faketime iproute2
	$(PY) -m deploy.faults $(ARGS)

coverage: $(CHECKS) ## 分支覆盖率及其下限（PostgreSQL，约二十分钟） · branch coverage and its floors
	@tests/support/debian_packages $(PAPER) postgresql redis-server openssh-server openssl restic
	$(PY) tests/support/with_postgres.py $(PYTEST) $(COVER) -n auto --dist worksteal --ignore=$(JOURNEYS)
	$(COVERED)
	$(COVERED) --include="$(CORE)" --fail-under=$(CORE_FLOOR)

bench: $(CHECKS) ## 各项指标的用时、内存和增长，一张表（各有时限） · every goal of speed and size: one table, JSON, curves
	@tests/support/debian_packages postgresql nginx openssl curl wrk faketime
	$(PY) tests/bench/whole.py $(ARGS)

bench-docs: ## 把最近一次 make bench 的表和增长曲线放进 docs/bench/ · the newest table and curves beside the docs
	@test -s var/bench/table.md || { echo "先运行 make bench / run make bench first"; exit 1; }
	@mkdir -p docs/bench && rm -f docs/bench/*
	cp var/bench/table.md var/bench/figures.json docs/bench/
	@for each in var/bench/growth-*.svg; do [ ! -e "$$each" ] || cp "$$each" docs/bench/; done

lighthouse: $(CHECKS) ## 用 Lighthouse 按慢速手机逐类页面评分，须满95 · every kind of page as a slow phone meets it
	@tests/support/debian_packages chromium $(NU)
	$(PYTEST) -m lighthouse tests/journeys/test_lighthouse.py

gate-report: $(CHECKS) ## 个人信息检查的查出率和误报率 · recall and false alarms of the privacy gate
	$(PY) tests/support/gate_report.py

spreadsheets: $(CHECKS) ## 用 LibreOffice 打开导出的表格并逐格比较 · our files opened by LibreOffice, cell by cell
	@tests/support/debian_packages soffice=libreoffice-calc
	$(PY) tests/support/spreadsheet_report.py

freeze: $(CHECKS) ## 发布时冻结一份办理到一半的数据库，NAME=日期 · this release's mid-flight database
	@test -n "$(NAME)" || { echo "写明名称 / say a name: make freeze NAME=$$(date +%F)"; exit 1; }
	$(PY) -m tests.upgrades.freeze $(NAME)

tables: $(CHECKS) ## 重写本机新库的初始表（发布时） · what a new SQLite database of one's own begins with
	$(PY) -m tests.support.ready_tables

papers: export PAPERS := $(CURDIR)/var/papers
papers: $(CHECKS) ## 用 veraPDF 逐类核对 PDF（PDF/A-2a、PDF/UA-1） · every kind of paper held against veraPDF's rules
	@tests/support/debian_packages $(PAPER) javac=default-jdk-headless libjaxb-java npm=npm
	@rm -rf var/papers && mkdir -p var/papers
	$(PYTEST) -m paper tests/desk/test_papers.py tests/workflow/test_archives.py tests/workflow/test_bulletin_care.py \
	    tests/pages/test_evidence_packages.py tests/pages/test_measured_paper.py tests/pages/test_word_in.py \
	    tests/portal/test_aftercare.py tests/portal/test_on_paper.py
	$(PY) tests/support/verapdf_report.py var/papers

check: style layers types models audit ## 代码检查：风格、层次、类型、迁移、图示 · lint, layers, types, migrations, diagrams

style: $(CHECKS)
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .

layers: $(CHECKS)
	PYTHONPATH=$(CURDIR)/site .venv/bin/lint-imports

types: $(CHECKS)
	.venv/bin/mypy

models: $(CHECKS)
	$(PY) -m tests.support.django_checks

packages:
	@tests/support/debian_packages $(TEST_PACKAGES)

audit: $(AUDIT) ## 依赖的已知漏洞和组成清单（CycloneDX） · known faults of what runs, and its bill of materials
	@$(PY) tests/support/audit.py

lock: $(AUDIT) ## 由 requirements.txt 重写各软件包的摘要 · the digests of what requirements.txt names
	@.venv/audit/bin/uv pip compile --quiet --python-version 3.11 --no-header --no-annotate --generate-hashes \
	    --output-file requirements.lock requirements.txt

diagrams: $(RUNS) ## 由代码重画状态图和角色表 · draw the diagrams of states and the table of roles anew
	@tests/support/debian_packages graphviz fonts-noto-cjk
	$(PY) manage.py diagrams
	$(PY) manage.py roles

pictures: $(CHECKS) ## 对着运行中的演示重拍文档图片，PORT=8000 · take the pictures of the docs anew
	@tests/support/debian_packages chromium chromium-l10n fonts-noto-cjk
	$(PY) tests/support/pictures.py --url http://localhost:$(PORT) $(ARGS)

clean: ## 删除 .venv 和缓存，保留数据 · remove .venv and caches, keep var/ and media/
	rm -rf .venv .coverage .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
	find site tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "需要 Python 3.11 或更新版本 / Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tests/support/debian_packages python3-venv
	$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

$(RUNS): requirements.lock | $(PY)
	@echo "安装运行所需的软件包 / installing what runs …"
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

$(CHECKS): requirements-dev.txt $(RUNS)
	@echo "安装测试所需的软件包 / installing what checks …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

$(AUDIT): requirements-audit.txt | $(PY)
	@echo "安装核对依赖的工具 / installing what audits …"
	@$(PY) -m venv .venv/audit && .venv/audit/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-audit.txt
	@touch $@
