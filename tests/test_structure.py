"""The structure of an index: alpha by hand, components and ratios by statsmodels, the sheet on the real tables."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from parts import data, open_sheet, title
from scipy import stats
from statsmodels.multivariate.pca import PCA

from govindex import open_page, open_structure
from govindex.errors import UnknownName
from govindex.figures.structure.tables import list_alphas, list_audited, list_audits, list_profiles, list_weights
from govindex.methods.parts import share_parts
from govindex.methods.structure import (
    bound_alpha,
    correlate,
    drop_alphas,
    find_alpha,
    find_least_correlation,
    find_principal,
    find_ratio,
    weigh_parts,
)
from govindex.tables.load import load_tables

DRAWN = np.random.default_rng(11).random((60, 5)) @ np.random.default_rng(2).random((5, 5))


def test_alpha_of_three_units_worked_by_hand():
    """Variances 1 and 1; of the sums 2, 5 and 5 it is 3: 2 (1 - 2/3)."""
    assert find_alpha([[1, 1], [2, 3], [3, 2]]) == pytest.approx(2 / 3)


def test_alpha_of_parts_that_say_the_same_is_one_and_of_contradicting_ones_below_zero():
    same = np.arange(10.0)
    assert find_alpha(np.column_stack([same, same, same])) == pytest.approx(1)
    assert find_alpha(np.column_stack([same, -0.9 * same])) < 0
    assert np.isnan(find_alpha(np.column_stack([same, -same])))


def test_alpha_is_that_of_mean_covariance_and_mean_variance():
    covariances = np.cov(DRAWN, rowvar=False)
    variance = np.diag(covariances).mean()
    between = (covariances.sum() - np.trace(covariances)) / 20
    assert find_alpha(DRAWN) == pytest.approx(5 * between / (variance + 4 * between))


def test_limits_of_alpha_are_feldts():
    """As pingouin's cronbach_alpha has them: ``1 - (1 - alpha) * f.isf(q, n - 1, (n - 1)(k - 1))``."""
    low, high = bound_alpha(0.8, 60, 8)
    expected = [1 - 0.2 * stats.f.isf(tail, 59, 59 * 7) for tail in (0.025, 0.975)]
    assert [low, high] == pytest.approx(expected)
    assert low < 0.8 < high


def test_limits_of_alpha_hold_in_samples_of_a_known_alpha():
    """Parallel parts with the covariance 0.5 have the alpha 4 * 0.5 / (1 + 3 * 0.5) = 0.8."""
    covariances = np.full((4, 4), 0.5) + np.eye(4) / 2
    lot = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        drawn = lot.multivariate_normal(np.zeros(4), covariances, size=60)
        low, high = bound_alpha(find_alpha(drawn), 60, 4)
        held += low <= 0.8 <= high
    assert held / 400 == pytest.approx(0.95, abs=0.03)


def test_alpha_without_a_part_is_that_of_the_others():
    assert drop_alphas(DRAWN)[2] == pytest.approx(find_alpha(DRAWN[:, [0, 1, 3, 4]]))
    assert np.isnan(drop_alphas(DRAWN[:, :2])).all()


def test_principal_components_are_those_of_statsmodels():
    ours, theirs = find_principal(DRAWN), PCA(DRAWN, standardize=True)
    assert ours.eigenvalues == pytest.approx(theirs.eigenvals / len(DRAWN))
    assert ours.shares.sum() == pytest.approx(1)
    assert ours.above_one == (theirs.eigenvals / len(DRAWN) > 1).sum()
    for at in range(5):
        expected = np.corrcoef(DRAWN.T, theirs.scores[:, at])[:-1, -1]
        assert abs(ours.loadings[:, at]) == pytest.approx(abs(expected))


def test_the_correlation_ratio_is_the_adjusted_r_squared_of_the_groups():
    part, total = DRAWN[:, 0], DRAWN.sum(axis=1)
    groups = pd.qcut(pd.Series(part).rank(), 6, labels=False)
    fitted = sm.OLS(total, pd.get_dummies(groups).astype(float)).fit()
    assert find_ratio(part, total) == pytest.approx(fitted.rsquared_adj)


def test_the_correlation_ratio_sees_what_is_not_straight():
    part = np.linspace(-1, 1, 120)
    assert np.corrcoef(part, part**2)[0, 1] == pytest.approx(0, abs=1e-9)
    assert find_ratio(part, part**2) > 0.8
    assert find_ratio(part, np.tile([1.0, -1.0], 60)) < 0.05


def test_a_part_that_hardly_varies_counts_little_whatever_its_weight():
    lot = np.random.default_rng(3)
    shares = np.column_stack([0.5 + 0.001 * lot.random(63), lot.random(63)])
    weights = weigh_parts(shares, [0.9, 0.1])
    assert weights.nominal.tolist() == [0.9, 0.1]
    assert weights.effective[1] > 0.9
    assert weights.effective.sum() == pytest.approx(1)


def test_a_part_that_goes_against_the_others_is_told():
    rising = np.arange(30.0) / 30
    lot = np.random.default_rng(4)
    shares = np.column_stack([rising, rising + 0.05 * lot.random(30), rising, 1 - rising])
    assert (weigh_parts(shares, [1, 1, 1, 1]).rest < 0).tolist() == [False, False, False, True]


def test_the_least_correlation_is_where_the_test_of_scipy_gives_five_per_cent():
    least = find_least_correlation(60)
    x = np.random.default_rng(9).standard_normal(60)
    x = (x - x.mean()) / np.linalg.norm(x - x.mean())
    y = np.random.default_rng(8).standard_normal(60)
    y -= y.mean() + (x @ y) * x
    y /= np.linalg.norm(y)
    assert stats.pearsonr(x, least * x + np.sqrt(1 - least**2) * y).pvalue == pytest.approx(0.05)


# On the real tables.


def test_correlations_of_papi_are_those_of_pandas():
    shares, _ = share_parts(load_tables(), "papi", 2021)
    assert correlate(shares) == pytest.approx(shares.corr().to_numpy())


def test_every_audited_part_varies_and_weights_make_a_whole():
    audits = list_audits(load_tables())
    assert {audit.component for audit in audits} >= {"papi", "papi.1", "par", "par.impact"}
    for audit in audits:
        assert audit.low <= audit.alpha <= audit.high
        assert audit.weights.nominal.sum() == pytest.approx(1)
        assert audit.principal.eigenvalues.sum() == pytest.approx(audit.shares.shape[1])


def test_par_index_is_audited_of_its_one_whole_year():
    rows = list_alphas(load_tables()).query("component == 'par'")
    assert rows[["year", "parts", "units"]].to_numpy().tolist() == [[2023, 4, 63]]


def test_units_without_a_part_are_left_out():
    rows = list_alphas(load_tables()).set_index(["component", "year"])
    assert rows.loc[("papi", 2021), "units"] == 60
    assert rows.loc[("papi", 2018), "units"] == 61


def test_lines_of_alpha_break_where_years_do_not_compare():
    stretch = list_alphas(load_tables()).set_index(["component", "year"])["stretch"]
    assert stretch["papi", 2017] != stretch["papi", 2018]
    assert stretch["papi", 2020] == stretch["papi", 2021]


def test_distances_of_a_part_have_mean_zero_and_deviation_one():
    rows = list_profiles(load_tables(), "en").query("component == 'papi' and year == 2021")
    each = rows.groupby("part")["deviation"]
    assert each.mean().abs().max() < 0.01
    assert each.std(ddof=0).to_numpy() == pytest.approx(1, abs=0.01)


def test_what_counts_in_effect_makes_a_hundred_per_cent():
    rows = list_weights(load_tables(), "en").groupby(["component", "year"])
    assert rows["effective"].sum().to_numpy() == pytest.approx(100, abs=0.01)
    assert rows["nominal"].sum().to_numpy() == pytest.approx(100, abs=0.01)


def test_a_summary_tells_whether_one_sum_stands_for_the_parts_and_what_counts():
    first, second = open_sheet("structure", "31", 2021)["summary"].texts
    assert first.startswith(
        "PAPI 2021: its 8 parts go together well enough for one sum to represent them (Cronbach's alpha 0.84"
    )
    assert "“Environment” least (3%, with 12.5%)" in second
    assert "which over 60 provinces is not clearly different from 0" in second


def test_limits_on_both_sides_of_the_level_leave_it_open():
    assert (
        "whether one sum can represent its 8 parts is open" in open_sheet("structure", "31", 2024)["summary"].texts[0]
    )


def test_par_index_2023_is_told_not_to_be_one_scale():
    told = open_sheet("structure", "31", 2023, component="par", measure="par")["summary"].texts[0]
    assert told.startswith("PAR INDEX 2023: one sum does not represent its 4 parts")


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_thin_year_tells_what_it_cannot_say(lang):
    page = open_sheet("structure", "31", 2021, lang, component="par", measure="par")
    assert len(page["summary"].texts) == 1
    assert page["weights"].rows.empty
    assert page["weights"].title == page["correlations"].title


def test_a_province_without_every_part_has_no_profile():
    assert data("structure", "profile", "22", 2021).empty
    assert title("structure", "profile", "22", 2021) == "PAPI 2021: Quang Ninh does not have scores in all 8 parts"


def test_it_opens_with_a_part_and_refuses_one_without_parts():
    page = open_page("hai phong", 2023, "en")
    assert open_structure(page, "papi.4").state["component"] == "papi.4"
    assert "par.survey" not in set(list_audited(load_tables())["component"])
    with pytest.raises(UnknownName, match=r"par\.survey"):
        open_structure(page, "par.survey")
