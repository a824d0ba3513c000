"""Every statement of the corpus is rejected, and for the reason that it should be."""

import re

import pytest

from claims import registry
from claims.record import check_label
from false_claims import ATTEMPTS


def label_of(name):
    return "false-" + re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")


@pytest.mark.parametrize("name", ATTEMPTS)
def test_is_rejected_for_the_right_reason(name):
    call, error, reason = ATTEMPTS[name]
    label = "a-claim-that-rests-on-itself" if "rests on itself" in name else label_of(name)
    before = registry()
    with pytest.raises(error, match=reason):
        call(label)
    assert registry() == before, "a rejected claim left a record"


def test_the_corpus_is_large_and_its_labels_are_good():
    assert len(ATTEMPTS) >= 100
    labels = [label_of(name) for name in ATTEMPTS]
    assert len(set(labels)) == len(labels)
    for label in labels:
        check_label(label)  # or a bad label might be what was rejected
