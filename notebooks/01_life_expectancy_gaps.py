# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Life-expectancy gaps
#
# **How long do people live in an area, how unequally, and how sure can we be?** The area is Leeds
# unless another is asked for.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code; E08000035 is Leeds
comparator = "E92000001"  # the area it is seen beside; E92000001 is England, of which it is a part
peers = ""  # core-cities, region, similar, or a list of areas; "": see docs/methods/peers.md

# %% [markdown]
# ## In short

# %%
from leedsequity import charts, neighbourhoods, outputs, pages, places, raw, stats, verdicts
from leedsequity import vocabulary
from leedsequity.analyses import national
from leedsequity.analyses import published_life_expectancy as lives
from leedsequity.peers import peers_of

run = outputs.Run("01_life_expectancy_gaps", area=area, comparator=comparator, peers=peers)
here, there = places.published(area).name, places.published(comparator).name
names, others = places.names(), peers_of(places.published(area), peers)
page = pages.Page(run.notebook, here=here, there=there, peers=others.together)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to read life expectancy, and to say what it is not;
# * to measure a gap in two ways, as a range and as a slope, and to know why they differ;
# * to tell a difference from chance, one by one and among many;
# * to say how far a place in a ranking can be trusted.
#
# **Time:** an hour; ten minutes for the sentences and figures alone. **Before you start:** what a
# mean and a percentage are. For the code: what `df[df["x"] > 0]` does.
#
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* gives life expectancy at birth in the most and the least
# deprived neighbourhoods of Leeds in its Table 1, for two periods, men and women. Its tenths are
# those of all neighbourhoods of England. *Community Wealth Building in Leeds Teaching Hospitals*
# states other gaps, with no period or definition.
#
# The report also says of its Figure 1, of wards, that life expectancy falls as deprivation rises;
# that Harewood is among the least deprived and has a high life expectancy; and that Hunslet and
# Riverside, "the fourth most deprived ward in Leeds, has the lowest life expectancy". It gives no
# numbers with the figure, nor its period, nor what makes a ward the fourth.
#
# ## Words and ideas
#
# * [Life expectancy](../docs/glossary.md#life-expectancy): how long people would live on average
#   if the death rates of today stayed as they are. It sums up deaths at all ages now, and foretells
#   nobody's life.
# * [Deprivation tenth](../docs/glossary.md#deprivation-decile), or decile: neighbourhoods in order
#   of deprivation, cut into ten equal groups. *National* tenths are cut from all England, *local*
#   ones from one area. A gap between local tenths cannot be set beside one between national tenths.
# * **Range**: the least deprived tenth minus the most deprived. Simple, and blind to the eight
#   tenths between.
# * [Slope index](../docs/glossary.md#slope-index): the height that a straight line
#   through all ten tenths climbs from the most deprived end to the least. It uses everybody
#   ([method](../docs/methods/slope-index.md)).
# * [Interval](../docs/glossary.md#confidence-interval): where the true value may well lie, at 95%.
#   Here it carries chance in the number of deaths, and nothing else.
# * [Rank interval](../docs/methods/rank-intervals.md): the places in a ranking that the comparisons
#   with all others leave open.
# * [MSOA](../docs/glossary.md#msoa): a neighbourhood of some 8,000 people, for statistics.
# * **Estimate from neighbouring areas**: no life expectancy is published here for wards. A ward is
#   given the mean of the MSOAs that its people live in.

# %% [markdown]
# ## Data
#
# From the Office for National Statistics and the Office for Health Improvement and Disparities:
# `life_expectancy_la`, `life_expectancy_la_limits`, `slope_index_la`, `life_expectancy_la_decile`,
# `life_expectancy_imd_decile`, `life_expectancy_msoa`, `deaths_population_la_2014`. From the
# report: `published_life_expectancy`. Of neighbourhoods: `imd_msoa11`, `imd_lsoa11`, `imd_lsoa21`,
# `lsoa11`, `lsoa21`, `wards`, `lsoa11_lsoa21`, `population_lsoa11`, `population_lsoa21`,
# `ethnicity_lsoa11`, `ethnicity_lsoa21`, `age_lsoa21`, `areas`; for similar peers also
# `qualification_lsoa21` and `tenure_lsoa21`. Each has a record beside it in `data/raw/` that says
# whose it is and what to beware of.

# %%
import pandas as pd

from leedsequity.analyses import life_tables
from leedsequity.analyses import small_area_life_expectancy as small_areas

life_expectancy, limits = raw.load("life_expectancy_la"), raw.load("life_expectancy_la_limits")
slopes, deciles = raw.load("slope_index_la"), raw.load("life_expectancy_la_decile")
print(f"{here}, beside {there} and {others.together}: {'; '.join(others.names.values())}")

# %% [markdown]
# Peers are the other core cities, or, where the area is none, the authorities of its tier in its
# region ([how they are chosen](../docs/methods/peers.md)).
#
# ## Method
#
# The newest official figures come first, older ones only where they show what the newest cannot. A
# verdict (better, worse, similar) is the publisher's where it gives one, else that of a test where
# both sides have limits, and otherwise there is none; many comparisons are counted as many. An area
# is a part of England, which makes our test a little too careful. Life tables are abridged
# ([method](../docs/methods/life-expectancy.md)).
#
# First what the report prints:

# %% tags=["nbval-check-output"]
if area == vocabulary.LEEDS:
    printed = raw.load("published_life_expectancy")
    table_1 = printed.pivot(index=["sex", "period"], columns="decile", values="value")
    table_1 = table_1.set_axis(["most_deprived", "least_deprived"], axis=1).reset_index()
    table_1["gap"] = table_1["least_deprived"] - table_1["most_deprived"]
    table_1 = table_1.sort_values(["sex", "period"], ascending=[False, True])
    run.table("published_gaps", table_1, ["published_life_expectancy"])
    outputs.show(table_1, "Life expectancy at birth by the report's Table 1, years, Leeds")
else:
    print(page.text("about_leeds"))

# %% [markdown]
# The gap is ours, least minus most deprived. No intervals are printed, so whether a gap changed
# from one period to the next cannot be told.
#
# ## How long people live
#
# Life expectancy at birth in the newest period published for the area and its comparator together.
# Two tables are joined: values, and the limits that one of the publications has.

# %%
keys = ["series", "sex", "period"]
at_birth = life_expectancy[(life_expectancy["age"] == 0) & life_expectancy["value"].notna()]
births = limits.loc[limits["age_start"] == 0, ["area_code", *keys, "lower", "upper"]]
at_birth = at_birth.merge(births, how="left", on=["area_code", *keys])
other = at_birth.loc[at_birth["area_code"] == comparator, [*keys, *verdicts.VALUE]]
other = other.set_axis([*keys, *verdicts.OTHER], axis=1)
pairs = at_birth[at_birth["area_code"] == area].merge(other, on=keys)
if comparator != vocabulary.ENGLAND:
    pairs["published_verdict"] = None  # the publisher compares with England alone

# %% tags=["nbval-check-output"]
newest = pairs[pairs["period"] == pairs["period"].max()].drop_duplicates("sex")
newest = newest.sort_values("sex", ascending=False).assign(polarity="high")
newest = verdicts.compare(newest)
newest["way"] = lives.less_or_more(newest["difference"])
newest["current"] = newest["period"] == life_expectancy["period"].max()
sources = ["life_expectancy_la", "life_expectancy_la_limits"]
run.table("newest_life_expectancy", newest.drop(columns=["age", "marker"]), sources)
brief = newest[["sex", "period", "value", "other", "difference", "verdict", "basis"]]
if len(newest):
    outputs.show(brief, f"Life expectancy at birth, years, {here}", headings={"other": there})
else:
    print(page.text("missing", what="published life expectancy"))

# %% [markdown]
# Look at the last two columns: what the verdict is, and on what it rests.
#
# Over time there are two publications, drawn as two. They overlap, and differ where they do: the
# later one rests on populations revised after the Census of 2021. A step from one to the other is
# no change in anybody's life.

# %% tags=["nbval-check-output"]
shown = {**others.names, area: here, comparator: there}
trends = lives.trends(life_expectancy, area, comparator, shown)
trend_sources = ["life_expectancy_la", *others.sources]
run.table("life_expectancy_since_2001", trends, trend_sources)
known = area in set(trends["area_code"])
if known:
    ends = lives.ends(trends).drop(columns="above_comparator").replace(lives.TREND_SERIES)
    outputs.show(ends, "Where each line begins and ends, life expectancy at birth, years")
else:
    print(page.text("missing", what="published life expectancy over time"))

# %% [markdown]
# Compare changes within one publication. The same lines as a picture, with the peers in grey:

# %%
if known:
    figure = charts.lines(
        trends, x="year", y="value", name="area", segment="series", context=others.label,
        x_label="Middle of three years", y_label="Life expectancy at birth, years",
        key={"hollow": "populations revised after Census 2021"}
    )  # fmt: skip
    drawn = newest[newest["series"].isin(trends["series"])]
    caption = page.caption("since_2001", newest=drawn, ends=ends, trends=trends)
    run.figure("since_2001", figure, trends, trend_sources, **caption)

# %% [markdown]
# Look at where the lines bend, and at whether the peers bend with them.
#
# ## How wide the gap is
#
# The slope index of inequality within each authority, as published, newest period. Each authority
# has its own ten tenths. England's index runs over national tenths: its level is another thing.

# %% tags=["nbval-check-output"]
last = slopes["period"].max()
now = slopes[(slopes["vintage"] == "census_2021") & (slopes["period"] == last)]
ranked = national.ranked(now[["period", "sex", "area_code", "value"]], ["period", "sex"], names)
run.table("slope_index_ranked", ranked, ["slope_index_la", "areas"])
gap = ranked[ranked["area_code"] == area].sort_values("sex", ascending=False)
gap["way"] = lives.less_or_more(-gap["value"])
if len(gap):
    brief = gap[["sex", "period", "value", "rank", "of"]]
    outputs.show(brief, f"Slope index of life expectancy, years, {here}; rank 1 is the widest")
else:
    print(page.text("missing", what="newest published slope index"))

# %% [markdown]
# A place in a ranking looks exact. Where the area lies among all authorities:

# %%
if len(gap):
    england = now[now["area_code"] == vocabulary.ENGLAND].assign(area="England", rank=None)
    strip = pd.concat([ranked, england[["period", "sex", "area_code", "area", "value"]]])
    strip["role"] = lives.roles(strip["area_code"], area, vocabulary.ENGLAND)
    figure = charts.ranked_strip(
        strip, value="value", name="area", value_label="Slope index, years", decimals=1
    )
    caption = page.caption("slope_index", gap=gap, strip=strip)
    run.figure("slope_index", figure, strip, ["slope_index_la", "areas"], lead=True, **caption)

# %% [markdown]
# The figure stands at the top of the notebook. Look at how close the dots lie in the middle: there
# a tenth of a year is worth many places.
#
# Has the gap grown? Two publications again, and again not joined.

# %% tags=["nbval-check-output"]
over_time = lives.published_slopes(slopes, area, comparator, names)
run.table("published_slope_index", over_time, ["slope_index_la", "areas"])
own = over_time[(over_time["role"] == "focus") & (over_time["vintage"] == "census_2021")]
trend = verdicts.trend(own.assign(lower=None, upper=None, polarity="low"), ["sex"])
slope_ends = lives.ends(over_time).drop(columns="above_comparator")
slope_trend = slope_ends[(slope_ends["series"] == "census_2021") & (slope_ends["area"] == here)]
slope_trend = slope_trend.merge(trend, on="sex")
if known := area in set(over_time["area_code"]):
    brief = slope_ends.replace(lives.VINTAGES)
    outputs.show(brief, "Where each line begins and ends, slope index, years")
else:
    print(page.text("missing", what="slope index published over time"))

# %% [markdown]
# Compare within one publication again; the hollow marks are the later one:

# %%
if known:
    figure = charts.lines(
        over_time, x="year", y="value", name="area", segment="vintage",
        x_label="Middle of three years", y_label="Slope index, years",
        key={"hollow": "populations revised after Census 2021"}
    )  # fmt: skip
    caption = page.caption("slopes_over_time", ends=slope_ends, trend=slope_trend, drawn=over_time)
    run.figure("published_slope_index", figure, over_time, ["slope_index_la", "areas"], **caption)

# %% [markdown]
# Periods that overlap share their deaths. Only every third of them is a new observation, and so
# few are no test of a trend.
#
# ## The ten tenths behind the index
#
# What the index sums up: ten local tenths, 2014 to 2016. The publisher of the file does not state
# the period; it is inferred, and the record says how. Nothing newer is held here by tenth.

# %% tags=["nbval-check-output"]
local = lives.local_deciles(deciles, area)
inequality = lives.decile_inequality(deciles, names)
mine = inequality[(inequality["area_code"] == area) & inequality["sii"].notna()]
mine = mine.assign(way=lives.less_or_more(-mine["gap"])).sort_values("gap", ascending=False)
run.table("local_deciles", local, ["life_expectancy_la_decile"])
run.table("decile_inequality", inequality, ["life_expectancy_la_decile", "areas"])
brief = mine[["sex", "gap", "gap_lower", "gap_upper", "sii", "sii_lower", "sii_upper"]]
if len(mine):
    over = {"gap": "range", "sii": "slope index"}
    outputs.show(brief, f"Range and slope index, years, {here}, 2014 to 2016", headings=over)
else:
    print(page.text("missing", what="ten local tenths"))

# %% [markdown]
# Look at how the range and the slope index differ. The tenths themselves, with the line:

# %%
if len(mine):
    fitted = lives.fitted(local, mine)
    figure = charts.intervals(
        fitted, place="rank", value="value", lower="lower", upper="upper", fit=("start", "end"),
        ticks=range(1, 11), place_label="Tenths of neighbourhoods",
        value_label="Life expectancy at birth, years", key={"dashed": "line of the slope index"}
    )  # fmt: skip
    caption = page.caption("local_deciles", local=local, mine=mine)
    run.figure("local_deciles", figure, fitted, ["life_expectancy_la_decile", "areas"], **caption)

# %% [markdown]
# Look at whether the dots follow the line. The range takes the two ends alone; the slope index is
# the climb of the line.
#
# ## How sure a rank is
#
# These tenths have errors, so every authority's index has an interval, and every rank too: the
# places that the comparisons with all other authorities leave open.

# %% tags=["nbval-check-output"]
values = inequality.rename(columns={"sii": "value", "sii_lower": "lower", "sii_upper": "upper"})
values = values[["sex", "area_code", "area", "value", "lower", "upper"]].dropna(subset="value")
ranks = national.ranked(values.drop(columns="area"), ["sex"], names)
run.table("slope_index_rank_intervals", ranks, ["life_expectancy_la_decile", "areas"])
place = ranks[ranks["area_code"] == area].drop_duplicates("sex")
place = place.sort_values("sex", ascending=False)
brief = place[["sex", "value", "lower", "upper", "rank", "rank_lower", "rank_upper", "of"]]
if len(place):
    outputs.show(brief, f"Slope index and its rank with intervals, {here}, 2014 to 2016")
else:
    print(page.text("missing", what="slope index to rank among authorities"))

# %% [markdown]
# Look at how far apart the two limits of the rank are. Against a few peers, chosen beforehand, more
# can be said than against all. Each is compared with the area; better is a narrower gap.

# %% tags=["nbval-check-output"]
among = values[values["area_code"].isin([*others.names, area])]
own = among[among["area_code"] == area].set_index("sex")[verdicts.VALUE]
pairs = among[among["area_code"] != area].join(own.set_axis(verdicts.OTHER, axis=1), on="sex")
beside = verdicts.compare(pairs.assign(polarity="low"), family=["sex"])
tally = beside.groupby(["sex", "verdict"], sort=False).size().unstack(fill_value=0)
tally = tally.reindex(columns=["better", "similar", "worse"], fill_value=0)
tally = tally.assign(compared=tally.sum(axis=1)).sort_index(ascending=False).reset_index()
if len(tally):
    run.table("peers", beside, ["life_expectancy_la_decile", *others.sources])
    outputs.show(tally, f"The gaps of {others.together} beside that of {here}, 2014 to 2016")
else:
    print(page.text("missing", what=f"slope index beside {others.together}"))

# %% [markdown]
# Similar means that the test finds no difference, not that there is none.
#
# ## England's tenths
#
# The same for the national tenths, newest period first. The values are as published, to a decimal
# and without intervals.

# %% tags=["nbval-check-output"]
tenths = raw.load("life_expectancy_imd_decile")
tenths = tenths.pivot(index=["sex", "period"], columns="decile", values="value")
england = tenths[[1, 10]].set_axis(["most_deprived", "least_deprived"], axis=1).reset_index()
england["value"] = england["least_deprived"] - england["most_deprived"]
england = england.sort_values(["period", "sex"], ascending=False, ignore_index=True)
run.table("england_gap", england, ["life_expectancy_imd_decile"])
over = {"value": "gap"}
outputs.show(england.head(8), "Life expectancy in England's tenths, years", headings=over)
england["way"] = lives.less_or_more(-england["value"])

# %% [markdown]
# Compare the gap from period to period, and mind that they share years: the pandemic is in several.
#
# ## From deaths to life expectancy
#
# A life table turns deaths and people of one year, by age, into years of life. Here is that of
# 2014, for the area itself: one call of the statistic.

# %% tags=["nbval-check-output"]
counts = life_tables.counts_of_area(raw.load("deaths_population_la_2014"), places.parts(area))
life_table = stats.life_expectancy(counts, ["sex"], open_age=90)
life_table = counts.merge(life_table, on=["sex", "age_start"])
run.table("life_table_2014", life_table, ["deaths_population_la_2014", "areas"])
own = life_table[life_table["age_start"].isin([0, 65])].dropna(subset="value")
own = own.sort_values(["sex", "age_start"], ascending=[False, True])
brief = own[["sex", "age_start", "deaths", "population", "value", "lower", "upper"]]
if len(brief):
    over = {"value": "years still to live"}
    outputs.show(brief, f"Life table, {here}, 2014, at birth and at 65", headings=over)
else:
    print(page.text("no_life_table", reasons=life_table["reason"].unique()))

# %% [markdown]
# One year moves with its winters and with chance, which is why publishers take three. The years
# still to live at 65 are more than the difference to 65 at birth: who reaches 65 has survived.
#
# ## Neighbourhoods
#
# MSOAs: life expectancy of 2009 to 2013 against the deprivation score of 2019, the edition nearest
# to the deaths that is held for them. The index is the later of the two, and its health part counts
# early deaths, so a part of the relation is built in. The line is fitted with MSOAs weighted by
# people; the slope is in years per ten points of score.

# %% tags=["nbval-check-output"]
codes = places.parts(area)
msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), raw.load("imd_msoa11"))
lines = small_areas.fits(msoas, codes, here)
dots = small_areas.dots(msoas, codes) if len(lines) else msoas[:0]
msoa_sources = ["life_expectancy_msoa", "imd_msoa11", "areas"]
if len(lines):
    run.table("msoa_life_expectancy", dots, msoa_sources)
    run.table("msoa_fit", lines, msoa_sources)
    brief = lines[["sex", "area", "msoas", "slope", "lower", "upper", "r_squared"]]
    outputs.show(brief, "Years of life per ten points of deprivation score", decimals=2)
else:
    print(page.text("no_msoas"))

# %% [markdown]
# Look at whether a slope of zero lies within the limits, and at how much of the differences the
# line takes up (`r squared`, 1 is all). Every neighbourhood, with the lines of the area and of
# England:

# %%
if len(lines):
    figure = charts.fitted(
        dots, x="imd_score_2019", y="value", name="msoa11_local_name", limits=("lower", "upper"),
        fits={here: "fitted", "England": "england"}, band=("fitted_lower", "fitted_upper"),
        x_label="Deprivation score (2019)", y_label="Life expectancy at birth, years"
    )  # fmt: skip
    caption = page.caption("msoa", fits=lines, dots=dots)
    run.figure("msoa_life_expectancy", figure, dots, msoa_sources, **caption)

# %% [markdown]
# Look at the scatter around the line: neighbourhoods alike in deprivation differ by years.
#
# ## Wards: an estimate from neighbouring areas
#
# A ward takes the mean of its MSOAs by the people who live in both. It is no life table of the
# ward: a part of an MSOA is given the value of the whole. Each ward is tested against the one in
# focus, as many tests as there are wards; in focus is the ward that the report names, in other
# areas the lowest.

# %% tags=["nbval-check-output"]
if len(lines):
    tables = neighbourhoods.read(area)
    placed = neighbourhoods.placed(tables)
    deprivation = neighbourhoods.wards(neighbourhoods.people(tables), placed)
    people = small_areas.people_of_msoas(tables, placed)
    wards = small_areas.ward_life_expectancy(msoas, people, deprivation)
    ward_sources = ["life_expectancy_msoa", "imd_msoa11", *neighbourhoods.TABLES]
    run.table("ward_life_expectancy_proxy", wards, ward_sources)
    lowest = wards[wards["place"] <= 5].sort_values(["sex", "place"], ascending=[False, True])
    brief = lowest[["sex", "place", "ward", "value", "lower", "upper", "verdict"]]
    title = "The five lowest wards by the estimate, years, 2009 to 2013"
    outputs.show(brief, title, note="verdict: beside the ward in focus, which has none itself")

# %% [markdown]
# Look at how many wards are similar to the lowest. All of them, the lowest at the top:

# %%
if len(lines):
    drawn = small_areas.drawn_wards(wards)
    drawn["mean"] = drawn.groupby("ward24_code")["value"].transform("mean")
    drawn = drawn.sort_values(["mean", "ward24_code"]).drop(columns="mean")
    figure = charts.intervals(
        drawn, place="ward", value="value", lower="lower", upper="upper",
        value_label="Estimate of life expectancy, years",
    )  # fmt: skip
    caption = page.caption("wards", wards=wards, drawn=drawn)
    run.figure("ward_proxy", figure, drawn, ward_sources, **caption)

# %% [markdown]
# Look at how many intervals reach into their neighbours': the order among those is chance.
#
# How deprived a ward is depends on the definition. Here are the places of the ward in focus by each
# of them, 1 the most deprived, newest edition of the index first:

# %% tags=["nbval-check-output"]
if len(lines):
    order = neighbourhoods.ward_ranks(deprivation)
    run.table("ward_deprivation", order, [*neighbourhoods.TABLES])
    focus = wards.loc[wards["role"] == "focus", "ward24_code"].iloc[0]
    brief = order[order["ward24_code"] == focus].astype({"imd_edition": str})
    brief = brief.sort_values("imd_edition", ascending=False, kind="stable")
    brief = brief[["imd_edition", "measure", "value", "place"]]
    over = {"imd_edition": "edition of the index", "place": "place among the wards"}
    outputs.show(brief, "How deprived the ward in focus is", decimals=2, headings=over)

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
results = {
    "newest": newest, "gap": gap, "trend": slope_trend, "mine": mine, "place": place,
    "tally": tally, "lines": lines, "england": england, "peers_label": others.label, "last": last
}  # fmt: skip
if len(lines):
    results["wards"] = wards[wards["sex"] == "mean"]
run.findings(page.sentences("findings", **results))
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * The report's Table 1 cannot be recomputed here: deaths by neighbourhood for its periods are not
#   held. Its tenths are national; the local ones used here are not, so the two gaps are not
#   comparable.
# * The newest slope indices come as extracts of one decimal, without intervals.
# * The period of the local tenths, 2014 to 2016, was inferred from their agreement with the
#   published slope index; that agreement is therefore no validation.
# * Tenths rank neighbourhoods, not people. People move, and ill health moves them; none of this is
#   in an interval. A gap in length of life is no measure of what deprivation does.
# * The estimate for wards is no answer to the report's Figure 1, whose period and source are not
#   known: its deaths are those of 2009 to 2013, its wards those of 2024. It gives men and women the
#   same weights. Care homes weigh on the values of the MSOAs in which they stand.
# * Rolling periods share years, and are never counted as if each were new.
#
# ## Discussion
#
# 1. Which would you rather see narrow: the range, the slope, or the number of people in the most
#    deprived tenth? Can one of them narrow while another widens?
# 2. Ill people may move to cheaper homes. What would that do to the gap, and how could it be seen?
# 3. If a ranking cannot tell most places apart, what is a better use of the same numbers?
#
# ## Quiz
#
# 1. An area's most deprived tenth gains a year of life and its nine other tenths gain two. What
#    happens to the range, and did anybody lose?
#
# <details><summary>Answer</summary>The range widens by a year, and everybody gained. A gap is about
# differences, and says nothing of levels.</details>
#
# 2. One area's slope index is over its own tenths, England's is over national tenths. Why can the
#    two levels not be set beside each other?
#
# <details><summary>Answer</summary>They order different people. The most deprived tenth of a
# well-off area may be in the middle of England: the same word means other people.</details>
#
# 3. An area stands fifth, and its rank interval runs from first to ninetieth. Is it among the ten
#    widest gaps?
#
# <details><summary>Answer</summary>It cannot be said. The interval holds places inside and outside
# the first ten.</details>
#
# ## Try it yourself
#
# 1. Is the gap within your own authority wider than in Leeds? Change `area`.
# 2. How does Leeds look beside another city instead of England? Change `comparator` to E08000025.
# 3. Is the area closer to the comparator at age 65 than at birth? Keep `age` 65 instead of 0 where
#    the newest life expectancy is chosen, and `age_start` likewise.
