import numpy as np
import pytest

from copilot.insight.film_prior import FARTHEST, film_shift, moved

USUAL = 0.64


def everyone(p, times=200):
    return np.full(times, p, np.float32)


def shift(p_positive):
    return film_shift(p_positive, np.ones(len(p_positive), np.bool_), USUAL)


def test_a_usual_film_hardly_moves():
    rng = np.random.default_rng(3)
    pleased = rng.random(4000) < USUAL
    odds = rng.normal(np.where(pleased, 1.5, -1.5), np.sqrt(3)) + np.log(USUAL / (1 - USUAL))
    assert shift((1 / (1 + np.exp(-odds))).astype(np.float32)) == pytest.approx(0, abs=0.2)


def test_a_liked_film_moves_up_and_a_disliked_one_down_within_the_bound():
    assert 0 < shift(everyone(0.9)) <= FARTHEST
    assert -FARTHEST <= shift(everyone(0.1)) < 0
    assert shift(everyone(0.999, 10**6)) == FARTHEST


def test_nobody_to_ask_moves_nothing():
    assert shift(everyone(0.9, 0)) == 0
    assert film_shift(everyone(0.9), np.zeros(200, np.bool_), USUAL) == 0


def test_a_single_vote_moves_a_film_of_a_hundred_by_little():
    crowd = np.linspace(0.05, 0.95, 100).astype(np.float32)
    for extreme in (0.0, 1.0):
        assert abs(shift(np.append(crowd, np.float32(extreme))) - shift(crowd)) < 0.06


def test_moving_keeps_the_order_and_stays_a_probability():
    p = np.array([0.0, 0.2, 0.5, 0.8, 1.0], np.float32)
    up = moved(p, 2.0)
    assert (np.diff(up) > 0).all()
    assert ((up >= 0) & (up <= 1)).all()
    assert moved(p[2:3], 2.0)[0] == pytest.approx(0.8808, abs=1e-4)
