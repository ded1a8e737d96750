# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Council funding and life expectancy
#
# **Did life expectancy do worse where central funding of councils was cut more, and how sure is
# that?** All of England's council areas; Leeds is marked unless another area is asked for.

# %% tags=["parameters"]
area = "E08000035"  # a county's or authority's code, to be marked and reported; E08000035 is Leeds

# %% [markdown]
# ## In short

# %%
import pandas as pd

from leedsequity import charts, outputs, pages, places, raw, stats
from leedsequity.analyses import austerity_estimates as estimates
from leedsequity.analyses import austerity_inference as inference
from leedsequity.analyses import austerity_panel as panel
from leedsequity.analyses import austerity_specifications as specifications
from leedsequity.vocabulary import SEXES

run = outputs.Run("02_austerity_association", area=area)
page = pages.Page(run.notebook, here=places.published(area).name)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to compare changes within areas rather than areas with each other, and why;
# * to tell an estimate that was planned from one that was found by looking;
# * to test an idea with a placebo: a result that ought to be nothing;
# * to ask how sure a result is in more ways than one, and to say no more than they allow.
#
# Time: 60 minutes. You should know what a mean and a line through points are, and have seen
# `groupby` in pandas.
#
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* repeats an estimate of Alexiou and others (Lancet Public
# Health 2021;6(9):e641-e647): between 2013 and 2017 each £100 less of yearly central funding per
# person went with a decrease in life expectancy, of a stated number of months for men and for
# women. It adds that cuts were regressive, with the falls of councils' revenue in the most and
# least deprived tenth, and of spending in two regions (Harris, Hodge and Phillips, Institute for
# Fiscal Studies, 2019).
#
# We hold the paper's abstract, not its data or code: the numbers, intervals and number of areas,
# but not its covariates, weights, lags, prices or exact grant lines. So what follows is a study of
# our own, made in many ways, beside the published figures. It does not repeat the paper's.
#
# ## Words and ideas
#
# * [Central funding](../docs/glossary.md#funding-per-person): Revenue Support Grant and the
#   business rates that councils keep, by resident and year, in pounds of the time.
# * Council area: an [upper-tier authority](../docs/glossary.md#upper-tier-authority), which is a
#   county with its districts, a unitary authority, or a metropolitan or London borough.
# * Panel: the same areas, seen in several years.
# * [Fixed effects](../docs/glossary.md#fixed-effects): what is always so in an area, and what is so
#   everywhere in a year, is taken out. What is left says whether areas that changed more on one
#   thing changed more on another; a toy panel below shows how.
# * [Confidence interval](../docs/glossary.md#confidence-interval): where it holds none (0), we
#   *cannot tell*; where it lies on one side, lives did *worse* or *better* where cuts were deeper.
# * Placebo: an estimate of what a cut cannot have done, because it happened before.
# * Permutation: exchange the cuts between areas many times; what is seen by chance is then known.
# * Specification: one set of choices, such as years, prices and areas, that gives an estimate.
# * [Association](../docs/glossary.md#association): two things that go together. It is no effect.
#
# ## Data
#
# `funding_la` (nine years of councils' revenue outturn returns), `life_expectancy_la` (the one
# series that is unrounded, to 2016-18), `covariates_la`, `gdp_deflators`, `imd_la` and `imd_msoa11`
# (deprivation in 2019, also of counties), `boundaries_la`, `areas`; `published_austerity` (from the
# paper's abstract) and `published_funding` (from the report). Their records in `data/raw/` say
# whose they are and what to beware of. Newer years of both series are published; the question is
# about 2013 to 2017, and so are these.
#
# ## Method
#
# Three years of deaths make one life expectancy: 2012-14 stands beside funding of 2013/14, and so
# on to 2017/18. Life expectancy at birth is regressed on funding with an effect of each area and
# each year, and the slope turned into **months of life expectancy lost for £100 less**. Adjacent
# years share two years of deaths, so intervals are clustered by area; the formula is in
# [panel fixed effects](../docs/methods/panel-fixed-effects.md), and the other ways to be sure in
# [tests of panels](../docs/methods/panel-tests.md). The main estimate and seven more were written
# down before any result was seen; all others came after, and explain rather than test. What each
# is for was fixed in a [protocol](../docs/austerity-protocol.md) before this edition was
# calculated, which also says what was known by then. The list is data in
# `analyses/austerity_specifications.py`.

# %% [markdown]
# ## A panel: areas by years
#
# Tables are joined by area and year, as `merge` does.

# %%
everywhere, deflators = raw.load("areas"), raw.load("gdp_deflators")
scores = panel.deprivation_scores(raw.load("imd_la"), raw.load("imd_msoa11"), everywhere)
funding, covariates, life = map(raw.load, ("funding_la", "covariates_la", "life_expectancy_la"))
table = panel.panel(funding, covariates, deflators, life, scores, everywhere)
sources, plain = [*raw.reads()], ["areas", "funding_la", "life_expectancy_la"]
money = ["areas", "funding_la", "gdp_deflators", "imd_la", "imd_msoa11"]

# %% [markdown]
# Of the panel we use the five years of the paper, and look at one area first.

# %% tags=["nbval-check-output"]
used = table[table["year"].between(panel.FIRST, panel.LAST)]
codes = set(used["area_code"])
focus = places.published(area).code_among(codes)
other = panel.nearest(places.find(area), places.every(), codes)
asked = f"{places.every()[other].name} ({other})" if other else ""
page.results |= {"areas": len(codes), "marked": focus in codes, "instead": asked}
print(page.text("marked"))
one = used[used["area_code"] == (focus if focus in codes else min(codes))]
shown = {"area": "area", "year": "year", "funding": "central funding, £ per person"}
shown |= {f"life_expectancy_{sex}_0": f"life expectancy of {SEXES[sex]}, years" for sex in SEXES}
outputs.show(one[[*shown]], "One area of the panel, 2013 to 2017", 2, shown)

# %% [markdown]
# Look down the columns: funding falls from year to year, and life expectancy moves little.
#
# ## How funding fell
#
# Take the first year from the last, area by area; then average over fifths of areas by deprivation
# (1 the most deprived) and over regions. The real change is in prices of 2017/18.

# %% tags=["nbval-check-output"]
change, grouped = panel.funding_change(table), {}
ends = ["funding_first", "funding_last", "change", "real_change"]
for group in ("fifth", "region"):
    means = change.groupby(group)[ends].mean()
    means["change_percent"] = 100 * means["change"] / means["funding_first"]
    grouped[group] = means.assign(areas=change.groupby(group).size()).reset_index()
    run.table(f"funding_by_{group}", grouped[group], money)
run.table("funding_change", change, money)
labels = {"funding_first": "2013/14, £", "funding_last": "2017/18, £", "change": "change, £"}
labels |= {"real_change": "change, £ of 2017/18", "change_percent": "change, %"}
outputs.show(grouped["fifth"], "Central funding per person, by fifth of areas", 0, labels)

# %% [markdown]
# Compare the first and last row in pounds, and then in per cent: they do not say the same. The
# paper's fall stands beside ours, in pounds of the time and in prices of 2017/18.

# %% tags=["nbval-check-output"]
paper, real = raw.load("published_austerity"), panel.funding_change(table, panel.FIRST, 2016)
fall = panel.fall_beside_published(change, real, paper)
run.table("fall_beside_published", fall, [*money, "published_austerity"])
labels = {"fall": "mean fall, £ per person", "fall_percent": "mean fall, %"}
labels |= {"lowest": "lowest change of an area, £", "highest": "highest change, £"}
outputs.show(fall, "The fall in central funding per person, ours and the paper's", 0, labels)

# %% [markdown]
# No row of ours has all four numbers of the paper: which years and prices it took is not known. Now
# all areas in order, from the deepest cut to the least.

# %%
own = change[change["area_code"] == focus]
mean = {"area": "mean", "change": change["change"].mean(), "role": "reference"}
roles = change["area_code"].eq(focus).map({True: "focus", False: "context"})
drawn = pd.concat([change.assign(role=roles), pd.DataFrame([mean])], ignore_index=True)
drawn["cut"] = -drawn["change"]
figure = charts.ranked_strip(drawn, value="cut", name="area", value_label="Cut, £ per person")
fell = int((change["change"] < 0).sum())
page.results["own"] = own
caption = page.caption("funding_change", change=change, fell=fell)
run.figure("funding_change", figure, drawn, money, **caption)

# %% [markdown]
# See how far the two ends lie apart, and on which side of the mean an area stands. Where the
# deepest cuts were is seen best when each area is a square of one size, near its place.

# %%
where = raw.load("boundaries_la").merge(change.drop(columns="area"), on="area_code")
where["role"] = where["area_code"].eq(focus).map({True: "focus", False: "context"})
classes = ["£200 or more", "£150 to 200", "£100 to 150", "less than £100"]
figure = charts.tile_map(
    where, value="change", value_label="Cut per person, 2013/14 to 2017/18", name="area_name",
    region="region", edges=[-400, -200, -150, -100, 0], classes=classes,
)  # fmt: skip
caption = page.caption("funding_map", by_region=grouped["region"].sort_values("change"))
drawn = where.drop(columns="geometry")
run.figure("funding_map", figure, drawn, [*money, "boundaries_la"], **caption)

# %% [markdown]
# Look for the dark squares: how many lie in London, and how many in the cities of the north?
#
# ## Deeper cuts, and what became of lives
#
# The simplest look at the question: put areas in ten groups by the depth of their cut, and take
# the mean change of life expectancy in each, with London and without.

# %%
tenths_of_cut = inference.tenths_of_cut(table)
run.table("tenths_of_cut", tenths_of_cut, plain)
drawn = tenths_of_cut.sort_values(["sample", "sex", "cut"])
drawn["role"] = drawn["sample"].map({"all areas": "focus", "without London": "reference"})
figure = charts.lines(
    drawn, x="cut", y="gained", name="sample", limits=("lower", "upper"), decimals=0,
    x_label="Mean cut of a tenth, £ per person", y_label="Change in life expectancy, months"
)  # fmt: skip
says = inference.lines_say(table)
caption = page.caption("tenths_of_cut", drawn=drawn, says=says)
run.figure("tenths_of_cut", figure, drawn, plain, lead=True, **caption)

# %% [markdown]
# The picture stands at the top. What it says is chosen by whether a line through all areas, and one
# through those outside London, is clear. Follow each line to the right, where cuts are deepest:
# there most areas are in London. A tenth with fewer than five areas is left out.
#
# ## What fixed effects compare: a toy panel
#
# Three made-up areas. In A funding falls by £200, in B by £100, in C not at all. Lives grow longer
# everywhere, and less where more was cut. To see that, take from each number its area's mean, and
# then its year's mean of what is left.

# %% tags=["nbval-check-output"]
toy = pd.DataFrame({"area": [*"AABBCC"], "year": [2013, 2017] * 3})
toy["funding"], toy["life"] = [600, 400, 450, 350, 300, 300], [78, 78.4, 80, 80.5, 82, 82.6]
for column in ("funding", "life"):
    within = toy[column] - toy.groupby("area")[column].transform("mean")
    toy[f"{column}_left"] = within - within.groupby(toy["year"]).transform("mean")
left = {"life": "life expectancy", "funding_left": "funding left", "life_left": "life left"}
outputs.show(toy, "Three made-up areas, and what is left of their funding and lives", 2, left)

# %% [markdown]
# In the last two columns nothing is left of B, which changed as the mean of all; A and C moved in
# opposite ways. Now the slope: first of the columns as they stand, then of what is left.

# %% tags=["nbval-check-output"]
across = toy["funding"].cov(toy["life"]) / toy["funding"].var()
inside = (toy["funding_left"] * toy["life_left"]).sum() / (toy["funding_left"] ** 2).sum()
print(f"Areas side by side: {100 * 12 * across:+.1f} months lost for £100 less")
print(f"Changes within areas: {100 * 12 * inside:+.1f} months lost for £100 less")

# %% [markdown]
# The first slope says that money shortens lives: more of it goes to areas where lives are shorter
# for other reasons. The second finds what the toy was made with.
#
# The same lines give the main estimate of the real panel, here for men;
# `stats.two_way_fixed_effects` gives it with an interval.

# %% tags=["nbval-check-output"]
men, left = "life_expectancy_male_0", {}
for column in ("funding", men):
    within = used[column] - used.groupby("area_code")[column].transform("mean")
    left[column] = within - within.groupby(used["year"]).transform("mean")
inside = (left["funding"] * left[men]).sum() / (left["funding"] ** 2).sum()
by = {"exposure": "funding", "entity": "area_code", "time": "year"}
fit = stats.two_way_fixed_effects(used, outcome=men, **by).iloc[0]
print(f"By hand: {100 * 12 * inside:.3f} months lost for £100 less")
print(f"By the library: {100 * 12 * fit['value']:.3f}")
print(f"Its interval: {100 * 12 * fit['lower']:.3f} to {100 * 12 * fit['upper']:.3f}")

# %% [markdown]
# See on which sides of none (0) the ends of the interval lie: that decides what may be said.
#
# ## The nearest to the study
#
# The abstract names effects of areas and control for local socioeconomic conditions. So the main
# estimate with employment, income and output as controls comes nearest, and is compared first.

# %% tags=["nbval-check-output"]
found = estimates.estimates(table, specifications.SPECIFICATIONS)
published = estimates.published_estimates(paper)
compared = estimates.against_published(found, published)
with_paper = [*sources, "published_austerity"]
nearest = compared[compared["specification"] == specifications.NEAREST].replace({"sex": SEXES})
months = {"estimate": "months lost", "lower": "95% from", "upper": "95% to"}
months |= {"estimate_published": "published", "lower_published": "published from"}
months |= {"upper_published": "published to", "published_lies": "the published lies"}
shown = ["sex", "age", *months]
outputs.show(nearest[shown], "Months of life lost for £100 less, 2013 to 2017", 2, months)

# %% [markdown]
# See whether our interval holds none (0), whether it holds the published number, and whether the
# two intervals overlap: three questions, with three answers.
#
# ## Many ways to ask
#
# The list of ways, and their results at birth. Above 0: shorter lives, or a slower rise, where cuts
# were deeper. A *placebo* and a *demonstration* are no estimates, and are counted with none. Those
# at 65 are in the saved table `specifications`.

# %% tags=["nbval-check-output"]
run.table("specifications", found.drop(columns="se"), sources)
run.table("against_published", compared.drop(columns="se"), with_paper)
run.table("specifications_counted", estimates.counted(compared), with_paper)
answers = estimates.answers(compared)
run.table("answers", answers, with_paper)
birth = found[found["age"] == 0].merge(specifications.described()).replace({"sex": SEXES})
shown = ["asks", "years", "unit", "role", "declared", "sex"]
shown += ["estimate", "lower", "upper", "verdict"]
months |= {"asks": "way", "unit": "for less", "declared": "before or after results"}
outputs.show(birth[shown], "Months of life lost for less funding, at birth", 2, months)

# %% [markdown]
# Go down the last column and look for what *worse* and *better* have in common: with London or
# without, five years or nine, pounds or per cent.

# %%
choices = specifications.choices()
drawn = found[(found["age"] == 0) & found["specification"].isin(choices.index)]
drawn = drawn.assign(role=drawn["declared"].map({"before": "focus", "after": "reference"}))
figure = charts.specification_curve(
    drawn, choices, name="specification", value="estimate", lower="lower", upper="upper",
    value_label="Months lost for £100 less", band=published[published["age"] == 0],
    band_label="published",
    key={"focus": "planned", "hollow": "tried once results were seen", "bar": "95% interval"}
)  # fmt: skip
caption = page.caption("specifications", drawn=drawn, answers=answers, published=published)
run.figure("specifications", figure, drawn, with_paper, **caption)

# %% [markdown]
# The band is the paper's interval. See which choices, in the grid beneath, the estimates within it
# have in common. Are so many estimates, taken together, more than chance would give? Exchange the
# paths of funding between areas of a region, and make all estimates again, 999 times.

# %% tags=["nbval-check-output"]
curve = inference.curve_test(table, specifications.SPECIFICATIONS)
run.table("curve_test", curve, sources)
heads = {"value": "found", "expected": "mean of exchanges", "p_value": "p", "draws": "exchanges"}
outputs.show(curve.replace({"sex": SEXES}), "All estimates together, at birth", 3, heads)

# %% [markdown]
# p is the share of exchanges with a statistic at least as large. A small one, below one in twenty,
# would say that cuts dealt at random rarely give such a set of estimates.
#
# ## How sure, in four ways
#
# Areas of one region have much in common, so they are not as many witnesses as they are areas. Test
# some estimates by area and by region, with signs drawn at random (a wild bootstrap), and with cuts
# exchanged within regions.

# %% tags=["nbval-check-output"]
sure = inference.p_values(table)
run.table("p_values", sure, sources)
ways = {"by_area": "p, by area", "by_area_wild": "p, by area, wild"}
ways |= {"by_region_wild": "p, by region, wild", "exchanged": "p, cuts exchanged"}
shown = sure.merge(specifications.described()).replace({"sex": SEXES})
shown = shown[["asks", "sex", *ways, "methods"]]
outputs.show(shown, "The same estimates, tested in four ways", 3, ways | {"asks": "way"})

# %% [markdown]
# Where a row says that it depends on the method, no single p should be quoted. With controls no
# cuts are exchanged, for that would break their link with the controls too.
#
# ## What the main estimate hangs on
#
# How often would the main estimate see the published size, if that were the truth? And what
# becomes of it when one region is left out?

# %% tags=["nbval-check-output"]
from leedsequity.analyses import austerity_sensitivity as sensitivity

power = sensitivity.power(found[found["specification"] == "two_way"], published)
left_out = sensitivity.leave_one_out(table)
run.table("power", power, [*plain, "published_austerity"])
run.table("leave_one_out", left_out, plain)
run.table("leave_one_out_ends", sensitivity.left_out_ends(left_out), plain)
regions = left_out[(left_out["kind"] == "region") & (left_out["age"] == 0)]
regions = regions.drop(columns=["kind", "age"]).replace({"sex": SEXES})
outputs.show(regions, "The main estimate without one region, at birth", 2, months)

# %% [markdown]
# One region moves the estimate more than any other. Why? Beside what the main estimate can see at
# all, set that region and all others: the cut, and the months of life gained before and after it.

# %% tags=["nbval-check-output"]
seen = {"published": "published, months", "seen_in_80_percent": "months seen in 8 of 10"}
seen |= {"se": "standard error, months", "power": "chance of seeing the published"}
power = power.replace({"sex": SEXES})
outputs.show(power, "What the main estimate can see, if the published is true", 2, seen)
london = sensitivity.london(table)
run.table("london", london, plain)
gains = {f"before_{sex}": f"{SEXES[sex]}, 2009 to 2013, months" for sex in SEXES}
gains |= {f"after_{sex}": f"{SEXES[sex]}, 2013 to 2017, months" for sex in SEXES}
outputs.show(london, "Life expectancy in London and elsewhere", 1, gains | {"cut": "cut, £"})

# %% [markdown]
# Compare the two rows of London and elsewhere in the years before. Then, year by year: how far life
# expectancy lay below that of 2012, for each £100 of the cut that came from 2013 on. All deaths
# behind the value of 2012 came before that cut; 2013's has deaths of 2014 in it.

# %%
around = inference.around_the_cut(table)
run.table("around_the_cut", around, plain)
around["role"] = around["sample"].map({"all areas": "focus", "without London": "reference"})
before = inference.paths_before(table)
page.results |= {"conclusion": inference.conclusion(found, before)}
figure = charts.lines(
    around, x="year", y="estimate", name="sample", limits=("lower", "upper"),
    no_difference=(0, "as in 2012"), x_label="Middle of three years",
    y_label="Months below 2012, per £100 cut later"
)  # fmt: skip
caption = page.caption("around_the_cut", drawn=around)
run.figure("around_the_cut", figure, around, plain, **caption)

# %% [markdown]
# Left of 2012 a line ought to lie on 0. Where it lies above, areas that were cut more later were
# still behind then, and catching up: they were on another path before any of these cuts. The test
# of all those years together, and how much of the last year's value such paths could make up:

# %% tags=["nbval-check-output"]
run.table("paths_before", before, plain)
bounds = inference.bounds(table)
run.table("bounds", bounds, plain)
heads = {"base": "base year", "p_value": "p", "years": "years tested"}
outputs.show(before.replace({"sex": SEXES}), "Did paths differ before the cuts?", 3, heads)
heads = {"bound_lower": "bound from", "bound_upper": "bound to", "kept_to": "kept up to"}
outputs.show(bounds.replace({"sex": SEXES}), "Months in 2017 for each £100", 2, months | heads)

# %% [markdown]
# *Kept up to* is how many times the largest earlier step paths may go apart each year before the
# answer is lost: below 1, no more than what happened before the cuts is enough to lose it.
#
# ## Were the cuts regressive?
#
# Revenue here is grants (with those that were rolled into them), business rates and council tax. It
# leaves out schools' and other specific grants, fees and charges, and the Greater London Authority.
# A fall is of all money over all people of a tenth, in prices of 2017/18. Our years stop in 2017/18
# and the report's in 2019/20; what exactly it counts is not known to us.

# %% tags=["nbval-check-output"]
stated, accounts = raw.load("published_funding"), panel.revenue_and_spending(table, deflators)
tenths = panel.with_printed(panel.money_change(accounts, "tenth", "revenue"), stated)
spending = panel.with_printed(panel.money_change(accounts, "region", "spending"), stated)
run.table("deprivation_tenths", tenths, [*money, "published_funding"])
run.table("region_service_spending", spending, [*money[:3], "published_funding"])
hidden = ["published_percent", "published_change", "unweighted_percent"]
heads = {"first": "2009/10, £", "last": "2017/18, £", "change": "change, £"}
heads |= {"change_percent": "change, %", "printed": "fall that the report prints"}
outputs.show(tenths.drop(columns=hidden), "Revenue per person, by tenth of areas", 0, heads)
outputs.show(spending.drop(columns=hidden), "Spending on services per person", 0, heads)

# %% [markdown]
# Compare what the report prints with the changes in per cent: near, and not over the same years.

# %%
drawn, by_tenth = panel.dots(tenths), panel.most_and_least(tenths)
figure = charts.intervals(
    drawn, place="tenth", value="change_percent", lower="change_percent", upper="change_percent",
    value_label="Change per person, %", ticks=range(1, 11), key={"square": "as the report prints"}
)  # fmt: skip
caption = page.caption("tenths", by_tenth=by_tenth)
run.figure("deprivation_tenths", figure, drawn, [*money, "published_funding"], **caption)

# %% [markdown]
# Read from left to right: the loss shrinks as areas grow less deprived. Nothing is estimated here,
# so there are no intervals: returns are complete counts.
#
# ## What we find

# %% tags=["nbval-check-output"]
england = change[["funding_first", "change"]].mean().to_frame().T.assign(areas=len(change))
england["change_percent"] = 100 * england["change"] / england["funding_first"]
birth = found[found["age"] == 0]
says = birth.groupby("specification")["verdict"].agg(estimates.together).to_dict()
results = {"england": england, "birth": birth, "says": says, "answers": answers}
page.results |= {"curve_says": inference.curve_says(curve)}
by_fifth = panel.most_and_least(grouped["fifth"])
run.findings(page.sentences("findings", by_fifth=by_fifth, **results))

# %%
run.summary(page.sentences("in_short", answers=answers, published=published))

# %% [markdown]
# ## Limits
#
# * Association, not effect. Funding was not cut at random, and other things changed in the same
#   places at the same time: benefits, migration, smoking, housing, the make-up of the people.
# * These are averages of areas. They do not say who lived shorter; people move, and the healthy
#   more often.
# * Five years of overlapping periods hold little: adjacent years share two thirds of their deaths.
#   Effects on health may also take longer than the year or two that this panel can see.
# * Cuts began before 2013, and may have fallen on the same areas. So the placebo is not quite clean
#   of cuts; but cuts that shorten lives would push it towards *worse*, not *better*.
# * Central funding is not spending. Councils have council tax, reserves, and grants not counted
#   here; its definition changed in 2013/14, and some returns jump (27 areas piloted full retention
#   of business rates in 2017/18; Copeland made no return that year). All are kept as returned.
# * From the number of areas there seem to be many witnesses; from that of regions, nine. With so
#   few only the wild bootstrap is of use, and with eight its p cannot fall below 1 in 128.
# * The bound takes the largest earlier step as it is estimated. It says how much is enough to lose
#   an answer, not how likely that is.
# * Mortality under 75 by area and year is not held here, so that third outcome is missing.
# * Our mean fall is near the published one, and its ends are not: whether the paper used our years
#   and prices is not known.
# * Controls are measured in samples and may themselves be moved by cuts; with them the question
#   changes. The populations are those before the Census of 2021.
# * Counting how many estimates agree is no test: they share their data, and were chosen by us, most
#   of them when some results were known. Intervals are taken one by one; the test of all estimates
#   together is the one that allows for their number.
# * What would settle it: the paper's own data and code; cuts that came by a rule unrelated to
#   health, such as a formula's threshold; deaths by age, cause and neighbourhood over more years;
#   records that follow people rather than places.
#
# ## Discussion
#
# 1. A councillor wants to quote the published number. Which sentence could be said that is true?
# 2. Should an analysis leave London out? What would you have to know before looking at the result?
# 3. Is it fairer to compare cuts in pounds or in per cent? Whom does each way of counting favour?
#
# ## Quiz
#
# 1. Areas with more funding have shorter lives. Why does that not show that money does harm?
#
# <details><summary>Answer</summary>
#
# Funding follows need: areas get more because their people are poorer and sicker. Fixed effects
# take out what is always so in an area, and compare changes instead.
#
# </details>
#
# 2. An interval reaches from below none to above it. Does that show that cuts had no effect?
#
# <details><summary>Answer</summary>
#
# No. It shows that these data cannot tell: the truth may be a loss, a gain, or nothing. Not to have
# found something is not to have shown that it is not there.
#
# </details>
#
# 3. Later cuts go with life expectancy of the years before them. What does that tell you?
#
# <details><summary>Answer</summary>
#
# A cut cannot act backwards, so the areas differed for another reason and were on different paths.
# The same reason may sit in the estimate for the later years.
#
# </details>
#
# ## Try it yourself
#
# 1. How deep was the cut where you live? Change `area`.
# 2. Does it matter how people are counted? In `austerity_specifications`, add one without
#    London and weighted by population, and write down what you expect before you run it.
# 3. Do the years of jumps matter? Add a specification like `two_way` with `years=(2013, 2015)`,
#    before them.
