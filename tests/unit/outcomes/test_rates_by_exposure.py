"""Employment rates at each level of an exposure, beside plain counting."""

from __future__ import annotations

from tests.support import shipped


def test_the_rates_of_a_level_are_those_counted_by_hand():
    derived = shipped.shipped().derived
    level_of = dict(zip(derived.persons["id"], derived.persons["funding"], strict=True))
    counted: dict[tuple[str, int], list[bool]] = {}
    for person, period, employed in derived.periods.itertuples(index=False):
        counted.setdefault((level_of[person], int(period)), []).append(bool(employed))
    rows = derived.rates_by_exposure.query("exposure == 'funding'")
    assert len(rows) == 60
    assert set(rows["level"]) == {"municipality", "UWV"}
    for row in rows.itertuples():
        worked = counted[row.level, row.period]
        assert (row.n, row.n_employed) == (len(worked), sum(worked))
        assert row.rate == sum(worked) / len(worked)
        assert row.conf_low < row.rate < row.conf_high


def test_levels_add_up_to_everybody_whose_level_is_known():
    derived = shipped.shipped().derived
    by_half = derived.rates_by_exposure.query("exposure == 'experience'").groupby("period")[["n", "n_employed"]].sum()
    assert (by_half.to_numpy() == derived.rates[["n", "n_employed"]].to_numpy()).all()
    by_funding = derived.rates_by_exposure.query("exposure == 'funding'").groupby("period")["n"].sum()
    assert set(derived.rates["n"].to_numpy() - by_funding.to_numpy()) == {1}  # of one person the funding is unknown
