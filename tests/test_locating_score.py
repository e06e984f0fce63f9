"""The blocks of the made-up city are found again, all but for one, and none is wrong."""

import numpy as np
from locating_score import ALIKE, WRONG, bank_errors, made_up


def test_the_round_trip_through_sentences() -> None:
    outcomes = made_up()
    shares = np.array([each.share for each in outcomes])
    assert len(outcomes) == 36
    assert (shares >= ALIKE).sum() >= 35
    assert not ((shares > 0) & (shares < WRONG)).any()
    sides = [side for each in outcomes if each.located for side in each.located.sides]
    assert len(sides) == 4 * 36
    assert np.mean([side.candidate is not None for side in sides]) >= 0.95
    assert 0 < len(bank_errors(outcomes)) <= 12
    assert max(bank_errors(outcomes)) <= 30
