from copilot.domain.signals import AspectMention, SignalMention, Signals
from evals.measuring.signals import score, sides_of, signals_labelled, signals_read


def test_an_aspect_takes_the_side_of_its_mentions_on_average():
    mentions = [("story", 0.9), ("story", -0.2), ("pace", -0.4)]
    aspects = [AspectMention(aspect=name, polarity=value, start=0, end=1) for name, value in mentions]
    assert sides_of(Signals(polarity=0, p_positive=0.5, aspects=aspects)) == {"story positive", "pace negative"}


def test_labels_are_named_as_we_name_them():
    assert signals_labelled({"signals": ["warn", "promise_kept"]}) == {"warns_others", "promise_kept"}


def test_a_missing_screening_counts_as_the_files_name_it():
    mentions = [SignalMention(signal=name, start=0, end=1) for name in ("screens_cut", "warns_others")]
    read = signals_read(Signals(polarity=0, p_positive=0.5, signals=mentions))
    assert read == signals_labelled({"signals": ["no_entry", "warn"]})


def test_scores_count_over_all_texts():
    assert score([({"a", "b"}, {"a"}), (set(), {"c"})]) == (0.5, 0.5, 0.5)
    assert score([(set(), set())]) == (0.0, 0.0, 0.0)
