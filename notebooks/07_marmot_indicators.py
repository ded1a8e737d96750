# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The Marmot indicators
#
# **Where does an area stand on the 15 indicators, beside its country and its peers, and is it
# moving?** The area is Leeds unless another is asked for.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code; E08000035 is Leeds
comparator = "E92000001"  # the area it is seen beside; E92000001 is England, of which it is a part
peers = ""  # core-cities, region, similar, or a list of areas; "": see docs/methods/peers.md

# %% [markdown]
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* ends with a table of 15 indicators by which the city means to
# follow health equity: each with the divisions wanted and a source, none with a value. Two are in
# development, and the divisions of one are to be confirmed. The sources of two look shifted by a
# row in print: people below the real living wage have "Local", households in temporary
# accommodation the survey of earnings.
#
# The report also says that Leeds "compares unfavourably across several measures with other core
# cities in England", after naming life expectancy, low birthweight, earning a living wage and
# educational attainment. It does not say which measures, which years, or what unfavourably means
# (claim `fairer-healthier-leeds.core-cities`).
#
# ## Data
#
# `indicator_set` (the table as printed), `indicator_readings` (how each is read here; its Marmot
# principle, which the report does not give, is inferred), `indicator_sources` (what each open
# series is, and how it differs), `indicator_series`, `life_expectancy_la`,
# `life_expectancy_la_limits`, `life_expectancy_la_decile`, `areas`; for similar peers also
# `lsoa21`, `age_lsoa21`, `ethnicity_lsoa21`, `qualification_lsoa21` and `tenure_lsoa21`. Each has a
# record beside it in `data/raw/`.
#
# ## Method
#
# For each indicator the first series speaks that has a value for the area, in the order of
# `indicator_sources`: the nearest to the indicator that is still published. `fit` says how near:
# *same*, *narrower* (a part of it), *older*, or *proxy* (something else that moves with it). Plain
# counts are replaced by their rates. Years before a change of definition or of grading are left
# out.
#
# Limits are at 95%: as published, from counts (Wilson, Byar) or from a published coefficient of
# variation. They carry chance alone. Most extracts have none: published values are then *higher* or
# *lower*, and no more is said. A difference has limits where both sides have (MOVER); an area is a
# part of its country, and the two are taken as independent. *Better* and *worse* are said where
# limits leave out 0, by the indicator's direction; what is recorded by general practices has none,
# since more may be more illness or more of it found: it is *clearly higher* or *clearly lower*.
# Places among peers are as open as the differences from each of the others leave them, not widened
# for their number. A change runs from the first comparable period to the last. Peers are the other
# core cities, or, where the area is none, the authorities of its tier in its region; others may be
# chosen (`docs/methods/peers.md`).

# %%
import pandas as pd

from leedsequity import charts, indicators, outputs, places, raw
from leedsequity.analyses.published_life_expectancy import roles
from leedsequity.analyses.phrases import missing
from leedsequity.analyses import headline_series, scorecard, scorecard_sentences
from leedsequity.peers import peers_of

run = outputs.Run("07_marmot_indicators", area=area, comparator=comparator, peers=peers)
here, there = places.published(area).name, places.published(comparator).name
others = peers_of(places.published(area), peers)
print(f"{here}, beside {there} and {others.together}: {'; '.join(others.names.values())}")

# %% [markdown]
# ## The 15 indicators
#
# What the report prints is in the saved table; here how each is read, and the nearest open series.
# A principle is a number from 1 to 8 (Marmot et al. 2010, 2020, 2022), and our inference.

# %% tags=["nbval-check-output"]
sources = raw.load("indicator_sources")
definitions = indicators.definitions(
    raw.load("indicator_set"), raw.load("indicator_readings"), sources
)
about = ["indicator_set", "indicator_readings", "indicator_sources"]
run.table("indicators", definitions, about)
columns = ["indicator_id", "short_name", "principle", "unit", "polarity", "status", "fit"]
print(outputs.text(definitions[columns]))

# %%
limits = raw.load("life_expectancy_la_limits")
life = indicators.life_expectancy(raw.load("life_expectancy_la"), limits)
every = indicators.series(pd.concat([raw.load("indicator_series"), life]), sources)
recoded = {a.code: a.recoded_from for a in places.every().values() if a.recoded_from}
area, comparator = recoded.get(area, area), recoded.get(comparator, comparator)
peer_names = {recoded.get(code, code): name for code, name in others.names.items()}
names = peer_names | {area: here, comparator: there}
facts = headline_series.comparable_facts(every, sources, names, recoded)
series = headline_series.headline(facts, sources, area)
series["role"] = roles(series["area_code"], area, comparator)
series["panel"] = scorecard_sentences.titles(series, definitions)

# %% [markdown]
# ## Over time
#
# The area's change from the first comparable period to the last. Without limits a change may be
# chance.

# %% tags=["nbval-check-output"]
now, moved = headline_series.latest(series, area), headline_series.changes(series)
values = ["indicator_series", "life_expectancy_la", "life_expectancy_la_limits"]
values += ["indicator_sources", *others.sources]
drawn = [*values, "indicator_readings"]
run.table("trends", series.drop(columns=["role", "panel"]), values)
moved["measure"] = scorecard_sentences.measures(moved, definitions)
change = ["difference", "difference_lower", "difference_upper", "judged"]
shown = ["measure", "first_period", "other", "period", "value", *change]
own_change = moved.loc[moved["area_code"] == area, shown].rename(columns={"other": "first"})
none = missing(here, "series of more than one comparable period")
print(outputs.text(own_change, 2) if len(own_change) else none)

# %% [markdown]
# ## Among peers
#
# `place` is 1 for the best, or the highest of what has no direction; `place open` the places that
# limits leave open. `lately` is the best and the worst place of the last three comparable periods:
# how far it moves says how firm it is where there are no limits.

# %% tags=["nbval-check-output"]
placed = scorecard.places(series, area, [*peer_names])
behind = scorecard.measures_behind(series, area, [*peer_names])
run.table("peers", now.drop(columns=["role", "panel"]), values)
run.table("measures_behind", behind, values)
placed_text = placed.assign(measure=scorecard_sentences.measures(placed, definitions))
columns = ["measure", "period", "value", "place", "ranked", "place_open", "lately"]
print(
    outputs.text(placed_text[columns])
    if len(placed)
    else missing(here, f"series that any of {others.together} has too")
)

# %% [markdown]
# The same by series that have limits, which may be older. And, since the report was written with
# the figures of its day, the measures on which the area is behind the median of its peers by values
# of years up to 2023 (three-year periods by their middle).

# %% tags=["nbval-check-output"]
with_limits = headline_series.headline(facts[facts["lower"].notna()], sources, area)
firm = scorecard.places(with_limits, area, [*peer_names]).dropna(subset="place_open")
to_2023 = headline_series.headline(facts[facts["year"] <= 2023], sources, area)
before = scorecard.measures_behind(to_2023, area, [*peer_names])
run.table("peers_with_limits", firm, values)
run.table("measures_behind_to_2023", before, values)
columns = ["indicator_id", "group", "series", "period", "value", "middle", "behind"]
none = missing(here, f"series that at least nine in ten of {others.together} have")
print(outputs.text(before[columns]) if len(before) else none)

# %% [markdown]
# ## Within the area
#
# One group minus another: free school meals (eligible minus others), sex (female minus male),
# ethnic groups (the group minus all, of which it is a part, so without limits), and the slope index
# of life expectancy over local deciles.

# %% tags=["nbval-check-output"]
gaps = scorecard.group_gaps(facts, sources, area)
inside = scorecard.last_gaps(gaps, raw.load("life_expectancy_la_decile"), area, comparator)
unequal = [*values, "life_expectancy_la_decile"]
run.table("within_area", inside, unequal)
columns = ["indicator_id", "group", "reference", "period", "difference"]
columns += ["difference_lower", "difference_upper", "comparator_difference"]
print(outputs.text(inside[columns]) if len(inside) else missing(here, "series by group"))

# %% [markdown]
# ## The scorecard

# %% tags=["nbval-check-output"]
score = scorecard.scorecard(definitions, series, placed, moved, inside, area, comparator)
run.table("scorecard", score, [*about, *unequal])
columns = [
    "indicator_id", "group", "fit", "period", "value", "comparator", "judged", "place",
    "change_judged"
]  # fmt: skip
whole = score[columns].assign(place=score["place"].map("{:.0f}".format, na_action="ignore"))
print(outputs.text(whole.rename(columns={"judged": "beside", "change_judged": "since"})))

# %%
keys = headline_series.KEYS
lines = series.merge(moved.loc[moved["area_code"] == area, keys], on=keys)
if len(lines):
    figure = charts.multiples(
        lines, x="year", y="value", name="area", by="panel", context=others.label
    )
    say = scorecard_sentences.trends(score, here, there, others)
    run.figure("trends", figure, lines, drawn, **say)

# %%
dots = now[now.groupby("panel")["area_code"].transform("size") > 2]
if len(dots):
    figure = charts.strips(
        others.chart_rows(dots),
        place="row",
        value="value",
        lower="lower",
        upper="upper",
        by="panel",
    )
    say = scorecard_sentences.among_peers(behind, here, there, others)
    run.figure("peers", figure, dots, drawn, **say)

# %%
meals = gaps[gaps["dimension"] == "free school meals"]
meals = meals.assign(role=roles(meals["area_code"], area, comparator))
unit = meals["unit"].replace("%", "% points")
meals["panel"] = scorecard_sentences.measures(meals, definitions) + "\ngap, " + unit
own_meals = inside[inside["dimension"] == "free school meals"]
if len(own_meals):
    look = {"x": "year", "y": "difference", "name": "area", "by": "panel"}
    look["context"] = others.label
    figure = charts.multiples(meals, limits=("difference_lower", "difference_upper"), **look)
    say = scorecard_sentences.free_school_meals(own_meals, here, there, others)
    run.figure("free_school_meals", figure, meals, drawn, **say)

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
counts = {"the latest values": behind, "values of years up to 2023": before}
words = (definitions, here, there, others)
run.findings(scorecard_sentences.findings(score, counts, firm, own_meals, *words))

# %% [markdown]
# ## Limits
#
# * No open series is by ward, and few by MSOA or decile, as the report wants them. The survey of
#   school children is the city's own, and the workforce by ethnicity is in development: neither has
#   any. A blank is not a zero.
# * Some series are not the indicator: babies born at term for all babies, excess weight for a
#   healthy weight, depression and crude registers for age-standardised rates, jobs for people, a
#   survey for general practices' records. The recorded difference stands in `indicator_sources`.
# * Jobs below the living wage are counted where the job is reported to be, not where people live,
#   for one year, and the publisher's estimates of numbers of jobs are no more than indicative. Its
#   file gives Leeds a share far above its neighbours'; the companion table by constituency puts
#   most of those jobs into one, Leeds Central. A large employer that reports its jobs at one
#   address would do that (inferred; the files do not say). It is not residents' pay.
# * Few extracts have limits. A place, a change or a difference without them may be chance; small
#   groups move most.
# * Percentages that are published as whole numbers tie; fuel poverty is modelled.
# * Which measures count decides how many are worse. The report may have looked at others.
#
# ## Try it yourself
#
# 1. On how many indicators does your own authority trail its peers? Change `area`, then `peers`.
# 2. How does Leeds look beside Sheffield instead of England? Change `comparator` to E08000019.
# 3. Was it otherwise before the pandemic? In the call that makes `before`, change 2023 to 2019.
