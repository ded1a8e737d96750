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
# ## In short

# %%
import pandas as pd

from leedsequity import charts, indicators, outputs, pages, places, raw, verdicts
from leedsequity.analyses import headline_series, publishers_verdicts, scorecard
from leedsequity.peers import peers_of

run = outputs.Run("07_marmot_indicators", area=area, comparator=comparator, peers=peers)
here, there = places.published(area).name, places.published(comparator).name
others = peers_of(places.published(area), peers)
page = pages.Page(run.notebook, here=here, there=there, peers=others)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to choose, of several published series, the one that comes nearest to an indicator;
# * to judge a value beside another: better, worse, similar, or not tested;
# * to judge a series over time, and to see when there are too few years for it;
# * to read a scorecard of the kind that a council files.
#
# Time: 60 minutes. You should have filtered and joined tables in pandas before, and know what an
# interval is.
#
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* ends with a table of 15 indicators by which the city means to
# follow health equity: each with the divisions wanted and a source, none with a value. Two are in
# development, and the divisions of one are to be confirmed. The sources of two look shifted by a
# row in print: people below the real living wage have "Local", households in temporary
# accommodation the survey of earnings. The report makes 15 recommendations as well, and commits the
# city to closing the gaps that the indicators measure.
#
# ## Words and ideas
#
# * [Indicator](../docs/glossary.md#indicator): a number that stands for a condition of life.
# * [Marmot principle](../docs/glossary.md#marmot-principle): one of eight aims, from the start of
#   life to the places people live in. Which one an indicator belongs to is our inference.
# * [Proxy](../docs/glossary.md#proxy): something else that moves with what is meant.
# * [Confidence interval](../docs/glossary.md#confidence-interval): what chance leaves open.
# * [Peers](../docs/glossary.md#peers): the places an area is set beside.
#
# **A verdict** needs more than two numbers. Where the publisher has compared an area with England,
# its word stands: *better*, *worse* or *similar*. Else, where both values have intervals, the
# difference is tested. Else one is only *higher* or *lower*. **A trend** needs five years that may
# be compared. [Verdicts](../docs/methods/verdicts.md) has the rules and their sources.
#
# ## Data
#
# `indicator_set` (the table as printed), `indicator_readings` (how each is read here; its Marmot
# principle, which the report does not give, is inferred), `indicator_sources` (what each open
# series is, how it differs, and its caution), `indicator_series`, `life_expectancy_la`,
# `life_expectancy_la_limits`, `slope_index_la`, `recommendations`, `areas`; for similar peers also
# `lsoa21`, `age_lsoa21`, `ethnicity_lsoa21`, `qualification_lsoa21` and `tenure_lsoa21`. Each has a
# record beside it in `data/raw/`.
#
# ## Method
#
# For each indicator the first series speaks that has a value for the area, in the order of
# `indicator_sources`: the nearest to the indicator that is still published. *Fit* says how near:
# *same*, *narrower* (a part of it), *older*, or *proxy*. Plain counts are replaced by their rates.
# Years before a change of definition or of grading are left out.
#
# Intervals are at 95%: as published, from counts, from a published error, or from a percentage and
# the size of a cohort. They carry chance alone. What is recorded by general practices has no
# direction, since more may be more illness or more of it found. Places among peers are as open as
# the comparisons with each of the others leave them, counted as many. The methods:
# [verdicts](../docs/methods/verdicts.md), [gaps](../docs/methods/gaps.md),
# [rates and proportions](../docs/methods/rates-and-proportions.md),
# [peers](../docs/methods/peers.md).

# %% [markdown]
# ## The 15 indicators
#
# What the report prints is in the saved table; here how each is read, and the nearest open series.

# %% tags=["nbval-check-output"]
sources = raw.load("indicator_sources")
definitions = indicators.definitions(
    raw.load("indicator_set"), raw.load("indicator_readings"), sources
)
about = ["indicator_set", "indicator_readings", "indicator_sources"]
run.table("indicators", definitions, about)
columns = ["indicator_id", "short_name", "principle", "unit", "status", "fit"]
caption = "The 15 indicators of the report, as read here"
heads = {"indicator_id": "no.", "short_name": "indicator", "principle": "principle (inferred)"}
outputs.show(definitions[columns], caption, headings=heads)

# %% [markdown]
# Look at *fit*: how many indicators have a series that is the same, and which have none?
#
# ## Which series speaks
#
# All series of all areas are put into one shape. Then the nearest that the area has is chosen.

# %%
limits = raw.load("life_expectancy_la_limits")
life = indicators.life_expectancy(raw.load("life_expectancy_la"), limits)
every = indicators.series(pd.concat([raw.load("indicator_series"), life]), sources)
recoded = {a.code: a.recoded_from for a in places.every().values() if a.recoded_from}
area, comparator = recoded.get(area, area), recoded.get(comparator, comparator)
peer_names = {recoded.get(code, code): name for code, name in others.names.items()}
names = places.names() | peer_names | {area: here, comparator: there}
facts = headline_series.comparable_facts(every, sources, names, recoded)
everywhere = headline_series.headline(facts, sources, area)
series = everywhere[everywhere["area_code"].isin([area, comparator, *peer_names])].copy()
values = ["indicator_series", "life_expectancy_la", "life_expectancy_la_limits"]
values += ["indicator_sources", *others.sources]

# %% [markdown]
# ## Beside another place
#
# First the rows of the area and of its comparator, in the last period that the area has, are
# joined: a row each measure. Publishers compare with England alone: beside another comparator
# their word is dropped.

# %%
keys, other = headline_series.KEYS, headline_series.OTHER
now = headline_series.latest(series, area)
own = now[now["area_code"] == area]
theirs = now.loc[now["area_code"] == comparator, [*keys, *other]].rename(columns=other)
pairs = own.merge(theirs, on=keys)
if comparator != "E92000001":
    pairs = pairs.drop(columns="published_verdict")

# %% [markdown]
# Then the verdict on each pair.

# %% tags=["nbval-check-output"]
beside = verdicts.compare(pairs)
beside["measure"] = scorecard.measures(beside, definitions)
columns = ["measure", "value", "other", "difference", "p_value", "verdict", "basis"]
heads = {"value": here, "other": there, "p_value": "p", "basis": "rests on"}
caption = f"{here} beside {there}, last period of each measure"
note = "p: how often chance alone would do as much; 0.00 is less than 0.005."
outputs.show(beside[columns], caption, 2, heads, note)

# %% [markdown]
# Compare the columns *verdict* and *rests on*: a difference that nobody tested has the weaker word,
# and a value with a caution that forbids to quote it has none.
# The same test, made where the publisher has spoken too, shows how far it can be trusted.

# %% tags=["nbval-check-output"]
checked = publishers_verdicts.checked(every)
agreement = publishers_verdicts.agreement(checked)
run.table("verdicts_agreement", agreement, values[:4])
run.table("verdicts_disagreements", checked[~checked["agree"]], values[:4])
caption = "Our test against the publisher's verdict, all authorities beside England"
outputs.show(agreement, caption, headings={"opposite": "the opposite", "percent": "% that agree"})

# %% [markdown]
# Look at *the opposite*: a better that should be a worse would be the one grave fault.
#
# ## Over time
#
# The trend of each measure in the area, by its latest five to eight comparable periods.

# %% tags=["nbval-check-output"]
own = series[series["area_code"] == area]
moving = verdicts.trend(own, [*headline_series.KEYS, "series"])
moving.insert(0, "measure", scorecard.measures(moving, definitions))
run.table("trends", series, values)
columns = ["measure", "trend_from", "points", "yearly_change", "trend_p", "trend"]
heads = {"trend_from": "from", "yearly_change": "change in a year", "trend_p": "p"}
outputs.show(moving[columns], f"Trends in {here}, comparable periods", 2, heads)

# %% [markdown]
# How many measures have five points at all? *Not comparable* means that a definition changed.
#
# ## Among peers
#
# *Place* is 1 for the best, or the highest of what has no direction; *open* are the places that
# chance leaves. The second question is on how many measures the area is behind the middle of its
# peers, by values as published.

# %% tags=["nbval-check-output"]
placed = scorecard.places(series, area, [*peer_names])
behind = scorecard.measures_behind(series, area, [*peer_names])
run.table("peers", now, values)
run.table("measures_behind", behind, values)
listed = placed.assign(measure=scorecard.measures(placed, definitions))
columns = ["measure", "period", "value", "place", "ranked", "place_open"]
caption = f"{here} among {others.together}, last period of each measure"
outputs.show(listed[columns], caption, headings={"ranked": "of", "place_open": "places open"})

# %% [markdown]
# A place of 3 that is open from 1 to 5 says little. Which places are certain?
#
# ## Within the area
#
# One group minus another: free school meals (eligible minus others), sex (female minus male),
# ethnic groups (the group minus all, of which it is a part, so without an interval), and the
# published slope index of life expectancy: years between the most and the least deprived end.

# %% tags=["nbval-check-output"]
gaps = scorecard.group_gaps(facts[facts["area"].isin(series["area"])], sources, area)
inside = scorecard.last_gaps(gaps, raw.load("slope_index_la"), area, comparator)
unequal = [*values, "slope_index_la"]
run.table("within_area", inside, unequal)
wanted = inside["dimension"] != "ethnic group"
columns = ["indicator_id", "group", "reference", "period", "difference", "comparator_difference"]
heads = {"indicator_id": "indicator", "comparator_difference": f"the same in {there}"}
shown = inside.loc[wanted, columns].replace(scorecard.PEOPLE)
outputs.show(shown, f"Gaps within {here}, in the unit of the indicator", headings=heads)

# %% [markdown]
# Compare the last two columns. Gaps between ethnic groups are in the saved table: the groups differ
# much in size.
#
# ## The scorecard
#
# All of it in one table, joined by indicator and group.

# %%
score = scorecard.scorecard(definitions, everywhere, placed, inside, area, comparator)
later = sources.dropna(subset="series").set_index("series")["later_period"]
score["later_period"] = score["series"].map(later)
run.table("scorecard", score, [*about, *unequal])

# %% [markdown]
# For people it is shortened, and the verdict gets a shape.

# %% tags=["nbval-check-output"]
shape = {"better": "▲ better", "worse": "▼ worse", "similar": "● similar"}
card = score.assign(standing=score["standing"].replace(shape))
columns = ["indicator_id", "measure", "unit", "principle", "fit", "period", "value", "lower"]
columns += ["upper", "comparator", "standing", "trend", "within", "within_gap", "later_period"]
columns += ["caution"]
heads = {"indicator_id": "no.", "comparator": there, "standing": f"beside {there}"}
heads |= {"within_gap": "gap", "later_period": "published to"}
blank = {"caution": "", "later_period": "", "within": ""}
outputs.show(card[columns].dropna(subset="value").fillna(blank), f"Scorecard: {here}", 1, heads)

# %% [markdown]
# Read a row from left to right: what it is, how near it is to what was meant, how it stands, where
# it goes, and whom it leaves behind. *Published to* names a later period that is not held here. The
# indicators without a row have no open series here. Now the measures are grouped by how they stand.

# %% tags=["nbval-check-output"]
judged = score[score["judged"] & score["standing"].notna()]
counts = judged.groupby("standing")["measure"].agg(["size", "; ".join])
counts = counts.set_axis(["measures", "which"], axis=1).reset_index()
outputs.show(counts, f"Measures of {here} by how they stand beside {there}")

# %% [markdown]
# *Caution* counts for neither side. Those not tested may be on either.

# %%
spine = scorecard.among_all(everywhere, score, area, comparator)
drawn = [*values, "indicator_readings"]
if len(spine):
    figure = charts.spine(spine, indicator="indicator", value="value")
    caption = page.caption("among_all", score=score, spine=spine)
    run.figure("among_all", figure, spine, drawn, lead=True, **caption)

# %% [markdown]
# That picture leads the notebook. Here are those measures over time that have years enough for a
# trend, which stands in the title of each.

# %%
tested = moving[~moving["trend"].isin(["too few years", "not comparable"])]
tested = tested[[*headline_series.KEYS, "measure", "trend"]]
lines = series[series["headline"]].merge(tested, on=headline_series.KEYS)
lines["role"] = scorecard.roles(lines["area_code"], area, comparator)
lines["panel"] = lines["measure"] + "\n" + lines["unit"] + "; " + lines["trend"]
if len(lines):
    look = {"x": "year", "y": "value", "name": "area", "by": "panel", "context": others.label}
    caption = page.caption("trends", score=score, lines=lines)
    run.figure("trends", charts.multiples(lines, **look), lines, drawn, **caption)

# %% [markdown]
# Which lines part from the grey ones? A line breaks where a year is missing.

# %%
meals = gaps[(gaps["dimension"] == "free school meals") & gaps["headline"]].copy()
meals["role"] = scorecard.roles(meals["area_code"], area, comparator)
unit = meals["unit"].replace("%", "% points")
meals["panel"] = scorecard.measures(meals, definitions) + "\ngap, " + unit
own_meals = inside[(inside["dimension"] == "free school meals") & inside["headline"]].copy()
own_meals["measure"] = scorecard.measures(own_meals, definitions)
if len(own_meals):
    look = {"x": "year", "y": "difference", "name": "area", "by": "panel", "context": others.label}
    figure = charts.multiples(meals, limits=("difference_lower", "difference_upper"), **look)
    caption = page.caption("free_school_meals", gaps=own_meals)
    run.figure("free_school_meals", figure, meals, drawn, **caption)

# %% [markdown]
# Below 0 the children eligible for free school meals have the lower results: the lower a line, the
# wider the gap.
#
# ## The recommendations
#
# The report's 15 recommendations, in our words, beside the indicators that would show them moving.
# The links are inferred: the report makes none but for the set as a whole.

# %% tags=["nbval-check-output"]
asked = scorecard.recommended(raw.load("recommendations"), score)
run.table("recommendations", asked, ["recommendations", *about, *unequal])
some = asked[asked["number"] != 2]
columns = ["number", "recommendation", "measure", "standing", "trend"]
shown = some[columns].fillna({"measure": "no indicator would show it"})
caption = f"Recommendations (in our words), and measures that would show them moving in {here}"
heads = {"number": "no.", "standing": f"beside {there}"}
outputs.show(shown.fillna({"standing": "", "trend": ""}), caption, headings=heads)

# %% [markdown]
# The second, to close the gaps that all 15 measure, is left out of view. How many of the others ask
# for something that no indicator of the set would show?
#
# ## What we find

# %% tags=["nbval-check-output"]
results = {"score": score, "behind": behind, "gaps": own_meals}
run.findings(page.sentences("findings", **results))

# %%
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * No open series here is by ward, and few by MSOA or decile, as the report wants them. The survey
#   of school children is the city's own, and the workforce by ethnicity is in development: neither
#   has a series here. A blank is not a zero.
# * Some series are not the indicator: babies born at term for all babies, excess weight for a
#   healthy weight, depression and crude registers for age-standardised rates, jobs for people, a
#   survey for general practices' records. The recorded difference stands in `indicator_sources`.
# * Jobs below the living wage are counted where the job is reported to be, not where people live.
#   The file gives Leeds a share far above its neighbours'; the companion table by constituency puts
#   most of those jobs into one. A large employer that reports its jobs at one address would do that
#   (inferred; the files do not say). It counts in no verdict.
# * Intervals from the size of a cohort are about right in size, not exact. The publishers' rounding
#   is not in them.
# * A comparison with England is with a whole of which the area is a part, so it is a little too
#   careful.
# * Percentages that are published as whole numbers tie; fuel poverty is modelled.
# * Which measures count decides how many are worse. The report may have looked at others.
#
# ## Discussion
#
# 1. Most recommendations change how organisations work. Which number would show that they do?
# 2. Is a place among peers a better aim than a gap within the city? For whom?
# 3. Which indicator would you give up, to have one that is measured every year in every ward?
#
# ## Quiz
#
# 1. A value is lower than England's and has no interval. Is it worse?
#
# <details><summary>Answer</summary>
#
# It is lower, as published. Without an interval, or the publisher's word, nobody has tested whether
# chance would do as much.
#
# </details>
#
# 2. Four yearly values rise one after the other. Is that a trend?
#
# <details><summary>Answer</summary>
#
# Not here. Of the orders that four values can take, too many look like a rise by chance: five is
# the fewest of which a test can speak.
#
# </details>
#
# 3. Twelve measures are each tested at 95%. What is wrong with counting those that are worse?
#
# <details><summary>Answer</summary>
#
# Of twelve without any true difference, about one in two sets would show a difference in at least
# one by chance. A single measure near the limit is weak evidence; several far beyond it are not.
#
# </details>
#
# ## Try it yourself
#
# 1. On how many indicators does your own authority trail its peers? Change `area`, then `peers`.
# 2. How does Leeds look beside Sheffield instead of England? Change `comparator` to E08000019.
# 3. Which verdicts of the publisher does our test not share? Open the table of disagreements.
