# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Why lives are shorter
#
# **Of what do people die sooner where deprivation is high, at which ages, and how does life begin
# there?** England's gap is taken apart by age and cause; an area is seen beside the rest of its
# country. The area is Leeds unless another is asked for.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code; E08000035 is Leeds
comparator = "E92000001"  # the area it is seen beside; E92000001 is England, of which it is a part
peers = ""  # core-cities, region, similar, or a list of areas; "": see docs/methods/peers.md

# %% [markdown]
# ## In short

# %%
import pandas as pd

from leedsequity import charts, indicators, neighbourhoods, outputs, pages, places, raw, stats
from leedsequity.analyses import childhood, deaths_behind, gap_in_parts, healthy_years
from leedsequity.peers import peers_of

run = outputs.Run("09_why_lives_are_shorter", area=area, comparator=comparator, peers=peers)
place, beside = places.published(area), places.published(comparator)
here, there, others = place.name, beside.name, peers_of(place, peers)
names = {**others.names, area: here, comparator: there}
page = pages.Page(run.notebook, here=here, there=there)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to take a difference in life expectancy apart, so that its parts add up to it;
# * to count the deaths behind a gap, and to say what that count is not;
# * to tell a long life from a healthy one;
# * to see in a funnel which areas differ by more than chance.
#
# Time: 60 minutes. You should have read notebook 01, which explains life expectancy.
#
# ## What the documents say
#
# The reports on Leeds print how long people live and how wide the gap is. None says which causes of
# death it is made of, or at which ages. *Fairer, Healthier Leeds* puts the best start in life first
# among its principles.
#
# ## Words and ideas
#
# * [Life expectancy](../docs/glossary.md#life-expectancy): how long people would live on average
#   at the death rates of one time.
# * [Healthy life expectancy](../docs/glossary.md#healthy-life-expectancy): the years of it in good
#   health, by what people say of themselves.
# * [Part of a gap](../docs/glossary.md#part-of-a-gap): the years of a gap that come from one age,
#   or one cause of death.
# * [Standardised mortality ratio](../docs/glossary.md#standardised-mortality-ratio): deaths beside
#   those expected at England's rates; 100 is as expected.
# * [Decile](../docs/glossary.md#decile): a tenth of England's neighbourhoods by deprivation, 1 the
#   most deprived.
#
# A death at 30 takes more years from a life than one at 85, but far more people die at 85. A part
# weighs both: how much the death rates of an age differ, and how many years that costs.
#
# ## Data
#
# `deaths_population_imd_decile` has deaths by cause of England's deciles, and
# `deaths_population_la_2014` deaths by age of authorities. `life_expectancy_imd_decile`,
# `healthy_life_expectancy_imd_decile` and `healthy_life_expectancy_la` are published estimates. Of
# children tell `children_low_income_ward`, `child_poverty_la`, `infant_mortality_la`, and, with
# their sources in `indicator_sources`, two series of `indicator_series`. `areas`, `wards` and
# `boundaries_ward24` say where places are. For similar peers also `lsoa21`, `age_lsoa21`,
# `ethnicity_lsoa21`, `qualification_lsoa21` and `tenure_lsoa21`. Each has a record beside it in
# `data/raw/`.
#
# ## Method
#
# A gap is taken apart [as Arriaga did](../docs/methods/parts-of-a-gap.md): by age, and at each age
# by cause, in proportion to the difference in death rates. Intervals come from 10,000 draws of the
# deaths. A [verdict](../docs/methods/verdicts.md) tests whether a part changed, where the causes
# are counted as many. [Deaths above the rates](../docs/methods/attributable-deaths.md) of the least
# deprived decile are those that would not have happened at its rates. The
# [ratio of an area](../docs/methods/standardised-ratios.md) is of 2014, the one year of which
# deaths by age of all authorities are held here.

# %% [markdown]
# ## England's gap, by cause
#
# Two periods of three years, and the two ends of deprivation. The call takes the gap apart: above
# nought are years that the least deprived decile lives longer.

# %% tags=["nbval-check-output"]
counts = raw.load("deaths_population_imd_decile")
long = raw.long(counts.drop(columns="deaths")).rename(columns={"deaths_of_cause": "deaths"})
ends = gap_in_parts.pooled(long, ["2001-03", "2013-15"], "cause")
by, gap = ["period", "sex"], {"group": "decile", "of": 10, "against": 1}
parts = stats.decompose_gap(ends, by, cause="cause", **gap)
causes = gap_in_parts.side_by_side(parts, "cause")
run.table("gap_by_cause", causes, ["deaths_population_imd_decile"])
named = {"value": "2013-15, years", "share": "% of gap", "other": "2001-03, years"}
named |= {"difference": "change, years", "moved": "the gap"}
shown = causes[["sex", "cause", "value", "lower", "upper", "share", "other", "difference", "moved"]]
note = "Heart disease: ischaemic. Lung disease: all diseases of breathing. All: the whole gap."
outputs.show(shown, "England, least minus most deprived tenth, by cause of death", 2, named, note)

# %% [markdown]
# Add the parts of one sex up: they give the whole gap. Which causes became more of it, and which
# less? *Other causes* are many; no single one of them is told. The picture at the top shows them.

# %%
whole = gap_in_parts.whole_gap(causes)
stacked = gap_in_parts.in_order(parts, "cause")
look = {"place": "period", "value": "value", "value_label": "Years of life expectancy"}
figure = charts.stacked_parts(stacked, part="cause", **look)
caption = page.caption("gap_by_cause", whole=whole)
run.figure("gap_by_cause", figure, stacked, ["deaths_population_imd_decile"], lead=True, **caption)

# %% [markdown]
# ## England's gap, by age
#
# The broad age of a death takes the place of its cause, so that the parts of ages get intervals.

# %% tags=["nbval-check-output"]
columns = ["year", "decile", "sex", "age_start", "deaths", "population"]
aged = gap_in_parts.by_broad_age(counts[columns])
ends = gap_in_parts.pooled(aged, ["2001-03", "2013-15"], "ages")
parts = stats.decompose_gap(ends, by, cause="ages", **gap)
ages = gap_in_parts.side_by_side(parts, "ages")
run.table("gap_by_age", ages, ["deaths_population_imd_decile"])
shown = ages[["sex", "ages", "value", "lower", "upper", "share", "other", "difference", "moved"]]
outputs.show(shown, "England, least minus most deprived tenth, by age at death", 2, named)

# %% [markdown]
# At which ages did the gap grow, and at which did it shrink? Both can happen at once.

# %%
stacked = gap_in_parts.in_order(parts, "ages")
figure = charts.stacked_parts(stacked, part="ages", **look)
caption = page.caption("gap_by_age", ages=ages)
run.figure("gap_by_age", figure, stacked, ["deaths_population_imd_decile"], **caption)

# %% [markdown]
# The columns are as high as in the picture at the top: the same gap, divided otherwise.
#
# ## The deaths behind it
#
# How many people died in a year who would not have died at the rates of the least deprived decile?

# %% tags=["nbval-check-output"]
years = deaths_behind.by_years_of_age(counts, 2013, 2015)
least, both = {"group": "decile", "reference": 10}, ["sex", "age_start"]
found = [stats.attributable(years, by, **least) for by in (["sex", "ages"], ["sex"])]
found += [stats.attributable(years, ["ages"], strata=both, **least)]
found += [stats.attributable(years, strata=both, **least)]
behind = deaths_behind.a_year(pd.concat(found), 3)
run.table("deaths_behind", behind, ["deaths_population_imd_decile"])
named = {"value": "a year", "share": "% of deaths"}
shown = behind.drop(columns=["about", "share_lower", "share_upper"])
title = "England, 2013 to 2015: deaths above the least deprived tenth's rates"
outputs.show(shown, title, 1, named)

# %% [markdown]
# More deaths are above those rates in old age, but a larger share of the deaths before 75.
#
# ## An area beside the rest
#
# The same method, with an area in the place of a decile. What of the comparator lies in the area is
# taken out of it first.

# %% tags=["nbval-check-output"]
deaths = raw.load("deaths_population_la_2014")
elsewhere = gap_in_parts.elsewhere(place, beside)
sides = gap_in_parts.by_broad_age(gap_in_parts.two_populations(deaths, place, beside))
gap = {"group": "side", "of": "here", "against": "elsewhere", "cause": "ages"}
local = gap_in_parts.of_area(stats.decompose_gap(sides, ["sex"], **gap))
if len(local):
    run.table("area_by_age", local, ["deaths_population_la_2014", "areas"])
    title = f"Life expectancy, {here} minus {elsewhere}, 2014, years by age at death"
    outputs.show(local.drop(columns="reason"), title, 2)
else:
    print(page.text("no_deaths"))

# %% [markdown]
# Below nought are years lost. One year has few deaths at young ages, so those intervals are wide.

# %%
if len(local):
    figure = charts.intervals(
        local.assign(role="focus"), place="ages", value="value", lower="lower", upper="upper",
        value_label="Years of life expectancy", no_difference=(0, "no difference")
    )  # fmt: skip
    caption = page.caption("area_by_age", local=local, elsewhere=elsewhere)
    run.figure("area_by_age", figure, local, ["deaths_population_la_2014", "areas"], **caption)

# %% [markdown]
# The line for all ages is the sum of the others. Which ages is it made of?
#
# ## All authorities in a funnel
#
# Deaths of each authority beside those expected at England's rates by age.

# %% tags=["nbval-check-output"]
everywhere = deaths_behind.with_england(deaths, place)
ratios = stats.standardised_ratio(everywhere, ["sex"], group="area_code", reference="E92000001")
funnel = stats.funnel_limits(ratios, ["sex"])
run.table("funnel", funnel, ["deaths_population_la_2014", "areas"])
own = deaths_behind.of_area(funnel, area)
authorities = funnel["area_code"].isin(deaths["area_code"])
outside = deaths_behind.beyond_chance(funnel[authorities])
outputs.show(outside, "Areas within and beyond the 95% limits of chance, 2014")
shown = own[["sex", "observed", "expected", "value", "lower", "upper", "position"]]
outputs.show(shown, f"{here}: deaths of 2014, England's rates = 100", 0)

# %% [markdown]
# If authorities differed by chance alone, one in twenty would lie beyond the limits of 95%. How
# many do?

# %%
drawn = funnel.assign(area=funnel["area_code"].map(places.names()), role="context")
drawn["role"] = drawn["role"].mask(drawn["area_code"] == area, "focus")
look = {"expected": "expected", "value": "value", "name": "area", "reference": (100, "England")}
labels = {"value_label": "Deaths, England = 100", "expected_label": "Deaths expected"}
figure = charts.funnel(drawn, **look, **labels)
caption = page.caption("funnel", own=own, outside=outside)
run.figure("funnel", figure, drawn, ["deaths_population_la_2014", "areas"], **caption)

# %% [markdown]
# The funnel is narrow where many deaths are expected: a large area needs less to stand out.
#
# ## Healthy years
#
# First England's deciles, then the area with its intervals.

# %% tags=["nbval-check-output"]
tables = ["healthy_life_expectancy_imd_decile", "life_expectancy_imd_decile"]
deciles = healthy_years.by_decile(raw.load(tables[0]), raw.load(tables[1]), "2022-24")
run.table("healthy_by_decile", deciles, tables)
apart = healthy_years.ends(deciles)
named = {"most": "decile 1", "least": "decile 10", "gap_all": "gap, all years"}
outputs.show(apart, "England, 2022 to 2024: years in good health, at birth", headings=named)

# %% [markdown]
# Compare the two gaps: the one in healthy years is wider than the one in all years.

# %%
drawn = deciles.melt(["sex", "decile"], ["all", "healthy"], "years", "value")
drawn["role"] = drawn["years"].map({"healthy": "focus", "all": "reference"})
look = {"x": "decile", "y": "value", "name": "years", "x_label": "Decile of deprivation"}
figure = charts.lines(drawn, y_label="Years from birth", **look)
run.figure("healthy_by_decile", figure, drawn, tables, **page.caption("healthy", apart=apart))

# %% [markdown]
# The space between the lines is the years that are not lived in good health.

# %% tags=["nbval-check-output"]
healthy = raw.load("healthy_life_expectancy_la")
over_time = healthy_years.of_area(healthy, area, comparator, names)
healthy_beside = healthy_years.beside(over_time)
if len(healthy_beside):
    sources = ["healthy_life_expectancy_la", *others.sources]
    run.table("healthy_over_time", over_time, sources)
    shown = healthy_beside[["sex", "period", "value", "lower", "upper", "other", "verdict"]]
    title = f"{here} beside {there}: years in good health, at birth"
    outputs.show(shown, title, headings={"other": there})
else:
    print(page.text("no_healthy"))

# %% [markdown]
# An area's interval is wide, because few of its people are asked how they are.
#
# ## Childhood
#
# Children in low-income families, by ward: count the children, then divide.

# %% tags=["nbval-check-output"]
poor = raw.long(raw.load("children_low_income_ward")).query("year == 2021")
wards, england = childhood.wards(poor, raw.load("wards"), place.wards)
run.table("children_by_ward", wards, ["children_low_income_ward", "wards"])
quoted = wards[wards["quoted"]]
shown = pd.concat([quoted.head(3), quoted.tail(3)])[["ward", "children", "share"]]
title = f"{here}: wards with the most and the least child poverty, 2020/21"
outputs.show(shown.drop_duplicates(), title, headings={"share": "% of children under 16"})

# %% [markdown]
# The highest and the lowest are shown. How many times the lowest is the highest?

# %%
outlines = neighbourhoods.read_if_held(place, "boundaries_ward24")
if outlines:
    shapes = outlines[0].merge(wards, left_on="ward24_code", right_on="ward_code")
    ends = shapes["share"].isin([quoted["share"].max(), quoted["share"].min()])
    shapes = shapes.assign(name=shapes["ward"], below=-shapes["share"], role="context")
    shapes["role"] = shapes["role"].mask(ends, "focus")  # the lowest number is drawn darkest
    classes = ["over 30%", "20% to 30%", "10% to 20%", "under 10%"]
    look = {"value": "below", "edges": [-100, -30, -20, -10, 0], "classes": classes}
    figure = charts.area_map(shapes, value_label="Children in low-income families", **look)
    sources = ["children_low_income_ward", "wards", "boundaries_ward24"]
    caption = page.caption("children", wards=wards, england=england)
    run.figure("children_by_ward", figure, shapes.drop(columns="geometry"), sources, **caption)

# %% [markdown]
# Where outlines are held, the map shows where. Neighbouring wards may lie far apart in this.

# %% tags=["nbval-check-output"]
facts = indicators.series(raw.load("indicator_series"), raw.load("indicator_sources"))
start = childhood.measures(raw.load("child_poverty_la"), raw.load("infant_mortality_la"), facts)
start = childhood.beside(start, area, comparator, others.names)
sources = ["child_poverty_la", "infant_mortality_la", "indicator_series", "indicator_sources"]
run.table("childhood", start, [*sources, *others.sources])
shown = start[["measure", "year", "unit", "value", "lower", "upper", "other", "peers_median"]]
named = {"other": there, "peers_median": "middle of peers"}
shown = shown.assign(verdict=start["verdict"])
outputs.show(shown, f"{here}: the start of life", headings=named)

# %% [markdown]
# *Higher* and *lower* are as published and not tested; *better* and *worse* have passed a test.
#
# ## What we find

# %% tags=["nbval-check-output"]
results = {
    "whole": whole,
    "ages": ages,
    "behind": behind,
    "local": local,
    "own": own,
    "elsewhere": elsewhere,
}
results |= {"apart": apart, "healthy": healthy_beside, "wards": wards, "start": start}
run.findings(page.sentences("findings", **results))

# %%
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * A cause's part is not what its prevention would give: those saved would die of something else.
# * Deaths above the rates of the least deprived are a comparison, no forecast.
# * Deaths by cause end in 2015, and are of England; of areas there is one year, without causes.
#   Later ones are published, but not held here.
# * Which edition of the index formed the deciles is not stated in the copies.
# * Years in good health rest on what people say of themselves.
# * Child poverty is before housing costs by ward, and after them for the area: two measures.
# * Counts of children by ward are of 2020/21, a year of the pandemic, and provisional.
#
# ## Discussion
#
# 1. If one cause of death were gone, why would the gap not shrink by its whole part?
# 2. What could make the gap grow at old ages while it shrinks in youth?
# 3. Which would you act on first: the cause with the most years, or the one that grew most?
#
# ## Quiz
#
# 1. Few people die at 30 and many at 85. How can the part of the younger ages be large?
#
# <details><summary>Answer</summary>
#
# Each such death takes many more years from a life. A part weighs the deaths by those years.
#
# </details>
#
# 2. An area's ratio is above 100, but within the funnel. What does that say?
#
# <details><summary>Answer</summary>
#
# More died than at England's rates, but chance alone may do that in an area of its size.
#
# </details>
#
# 3. Life grows longer and healthy life does not. What grows?
#
# <details><summary>Answer</summary>
#
# The years that are not lived in good health.
#
# </details>
#
# ## Try it yourself
#
# 1. Which ages make the difference in your own authority? Change `area`.
# 2. How does Leeds look beside another city instead of England? Change `comparator` to E08000025.
# 3. Did the gap of men grow as that of women did? Show `stacked` for one sex alone.
