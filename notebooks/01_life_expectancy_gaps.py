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
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* gives life expectancy at birth in the most and the least
# deprived neighbourhoods of Leeds in its Table 1 (IMD 1 and IMD 10: the tenths of all
# neighbourhoods of England, edition not stated), for two periods, men and women, and states the
# gaps in its text. *Community Wealth Building in Leeds Teaching Hospitals* states other gaps
# between "the most and least deprived areas", with no period or definition.
#
# The report also says of its Figure 1, of wards, that life expectancy decreases as deprivation
# increases; that Harewood is among the least deprived and has a high life expectancy; and that
# Hunslet and Riverside, "the fourth most deprived ward in Leeds, has the lowest life expectancy".
# The figure's numbers are not given, nor its period, whether it is of men or women, or what makes a
# ward the fourth.
#
# ## Data
#
# `published_life_expectancy` (transcribed from the report), `life_expectancy_la`,
# `life_expectancy_la_decile`, `slope_index_la`, `life_expectancy_msoa`, `imd_msoa11`, `imd_lsoa11`,
# `imd_lsoa21`, `lsoa11`, `lsoa21`, `wards`, `lsoa11_lsoa21`, `population_lsoa11`,
# `population_lsoa21`, `ethnicity_lsoa11`, `ethnicity_lsoa21`, `age_lsoa21`,
# `deaths_population_la_2014`, `deaths_population_imd_decile`, `life_expectancy_imd_decile`,
# `areas`; for similar peers also `qualification_lsoa21` and `tenure_lsoa21`. Each has a record
# beside it in `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# Three gaps are used, and they are not the same. The *range* is the least minus the most deprived
# decile. The *slope index* is the difference between the ends of a line fitted through all ten
# deciles, weighted by population, so it uses everybody. Deciles are either *national* (tenths of
# England's neighbourhoods) or *local* (tenths formed within the authority); a local and a national
# figure cannot be compared. Life tables are abridged (Chiang II) with the variance of Silcocks;
# mortality is standardised directly to the European Standard Population of 2013. Intervals are at
# 95%; they carry chance in the number of deaths, and no error in populations, in the ranking of
# neighbourhoods, or from people who move.
#
# MSOAs (some 8,000 people each) are set against their deprivation score. The line is fitted with
# MSOAs weighted by population, so that it is about people, as the slope index is; its limits are
# robust to unequal scatter (HC3). They carry the scatter of MSOAs around the line; not that
# neighbours are alike, nor that the relation may be no line. Wards have no published life
# expectancy here: a ward is given the mean of its MSOAs, weighted by the people who live in both.
# That is a proxy, and is called one.
#
# An area is a part of its country: their difference is stated, and not tested as if the two were
# independent. Peers are the other core cities, or, where the area is none, the authorities of its
# tier in its region; others may be chosen (`docs/methods/peers.md`).

# %%
from leedsequity import charts, neighbourhoods, outputs, places, raw, vocabulary
from leedsequity.analyses import published_life_expectancy as lives
from leedsequity.analyses import life_expectancy_sentences as sentences
from leedsequity.analyses.phrases import missing
from leedsequity.peers import peers_of

run = outputs.Run("01_life_expectancy_gaps", area=area, comparator=comparator, peers=peers)
names, others = places.names(), peers_of(places.published(area), peers)
here, there = places.published(area).name, places.published(comparator).name
print(f"{here}, beside {there} and {others.together}: {'; '.join(others.names.values())}")

# %% [markdown]
# ## The published table
#
# The report's Table 1 as printed, with the gaps and their change. It has no intervals, so whether a
# gap changed cannot be told from it.

# %% tags=["nbval-check-output"]
table_1 = None
if area == vocabulary.LEEDS:
    table_1 = lives.published_gaps(raw.load("published_life_expectancy"))
    run.table("published_gaps", table_1, ["published_life_expectancy"])
print(sentences.ABOUT_LEEDS if table_1 is None else outputs.text(table_1))

# %% [markdown]
# ## Since 2001
#
# Two publications, drawn as two. They overlap, and differ where they do: the later one rests on
# populations revised after the Census of 2021. A step from one to the other is no change in
# anybody's life.

# %% tags=["nbval-check-output"]
published = raw.load("life_expectancy_la")
shown = {**others.names, area: here, comparator: there}
trends = lives.trends(published, area, comparator, shown)
trend_ends = lives.ends(trends)
run.table("life_expectancy_since_2001", trends, ["life_expectancy_la", *others.sources])
known = area in set(trends["area_code"])
print(outputs.text(trend_ends) if known else missing(here, "published life expectancy over time"))

# %%
if known:
    figure = charts.lines(
        trends, x="year", y="value", name="area", segment="series", context=others.label,
        x_label="Middle of three years", y_label="Life expectancy at birth, years",
    )  # fmt: skip
    caption = sentences.since_2001_caption(trend_ends, here, there, others)
    run.figure("since_2001", figure, trends, ["life_expectancy_la", *others.sources], **caption)

# %% [markdown]
# ## Within the area
#
# Ten local deciles, 2014-16. The period is inferred, not stated by the publisher: the record says
# how. The dashed line is the one whose ends the slope index compares.

# %% tags=["nbval-check-output"]
deciles = raw.load("life_expectancy_la_decile")
local = lives.local_deciles(deciles, area)
inequality = lives.decile_inequality(deciles, names)
mine = inequality[(inequality["area_code"] == area) & inequality["sii"].notna()]
run.table("local_deciles", local, ["life_expectancy_la_decile"])
run.table("decile_inequality", inequality, ["life_expectancy_la_decile", "areas"])
print(
    outputs.text(mine.drop(columns=["area_code", "intercept", "reason"]), 2)
    if len(mine)
    else missing(here, "ten local deciles")
)

# %%
if len(mine):
    fitted = lives.fitted(local, mine)
    figure = charts.intervals(
        fitted, place="rank", value="value", lower="lower", upper="upper", fit=("start", "end"),
        ticks=range(1, 11), place_label="Deciles of neighbourhoods, 1 most deprived",
        value_label="Life expectancy at birth, years"
    )  # fmt: skip
    caption = sentences.local_deciles_caption(local, mine, here)
    run.figure("local_deciles", figure, fitted, ["life_expectancy_la_decile", "areas"], **caption)

# %% [markdown]
# ## Among peers

# %% tags=["nbval-check-output"]
place = lives.place_among(inequality, others.names, area) if len(mine) else mine
placed = len(place) > len(mine)
sources = ["life_expectancy_la_decile", *others.sources]
if placed:
    run.table("peers", place, sources)
print(
    outputs.text(place.drop(columns="area_code"))
    if placed
    else missing(here, f"slope index to place among {others.together}")
)

# %%
if placed:
    place["role"] = lives.roles(place["area_code"], area, comparator)
    figure = charts.intervals(
        others.chart_rows(place, "sii", ("sii_lower", "sii_upper")), place="row", value="sii",
        lower="sii_lower", upper="sii_upper", value_label="Slope index, years"
    )  # fmt: skip
    caption = sentences.among_peers_caption(place, area, here, others)
    run.figure("peers", figure, place, sources, **caption)

# %% [markdown]
# ## The published slope index
#
# The same indicator as its publisher gives it, in two vintages; the extract has no intervals.
# England's slope runs over national deciles and the area's over its own, so the levels are not
# alike; the directions can be compared.

# %% tags=["nbval-check-output"]
slopes = lives.published_slopes(raw.load("slope_index_la"), area, comparator, names)
slope_ends = lives.ends(slopes)
run.table("published_slope_index", slopes, ["slope_index_la", "areas"])
known = area in set(slopes["area_code"])
print(outputs.text(slope_ends) if known else missing(here, "slope index published over time"))

# %%
if known:
    figure = charts.lines(
        slopes, x="year", y="value", name="area", segment="vintage",
        x_label="Middle of three years", y_label="Slope index, years",
    )  # fmt: skip
    caption = sentences.published_slopes_caption(slope_ends, here, there)
    run.figure("published_slope_index", figure, slopes, ["slope_index_la", "areas"], **caption)

# %% [markdown]
# ## Neighbourhoods
#
# MSOAs: life expectancy of 2009-13 against the index of 2019. The index is the later of the two,
# and its health domain counts early deaths, so a part of the relation is built in. The slope is in
# years per ten points of score; `across` is the line's difference between the area's most and least
# deprived MSOA.

# %% tags=["nbval-check-output"]
from leedsequity.analyses import small_area_life_expectancy as small_areas

codes = places.parts(area)
msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), raw.load("imd_msoa11"))
msoa_lines = small_areas.fits(msoas, codes, here)
msoa_dots = small_areas.dots(msoas, codes) if len(msoa_lines) else msoas[:0]
msoa_sources = ["life_expectancy_msoa", "imd_msoa11", "areas"]
if len(msoa_lines):
    run.table("msoa_life_expectancy", msoa_dots, msoa_sources)
    run.table("msoa_fit", msoa_lines, msoa_sources)
too_few = missing(here, sentences.TOO_FEW)
print(outputs.text(msoa_lines, 2) if len(msoa_lines) else too_few)

# %%
if len(msoa_lines):
    figure = charts.fitted(
        msoa_dots, x="imd_score_2019", y="value", name="msoa11_local_name",
        limits=("lower", "upper"), fits={here: "fitted", "England": "england"},
        band=("fitted_lower", "fitted_upper"), x_label="Deprivation score (IMD 2019)",
        y_label="Life expectancy at birth, years"
    )  # fmt: skip
    caption = sentences.msoa_caption(msoa_lines, msoa_dots, here)
    run.figure("msoa_life_expectancy", figure, msoa_dots, msoa_sources, **caption)

# %% [markdown]
# ## Wards, by a proxy
#
# The five wards that come out lowest (wards of 2024, made of whole neighbourhoods by best fit), and
# how each differs from the ward in focus: the one that the report names, in other areas the lowest.
# An MSOA that lies in two wards counts in both. `mean` is the mean of men and women.

# %% tags=["nbval-check-output"]
if len(msoa_lines):
    tables = neighbourhoods.read(area)
    placed = neighbourhoods.placed(tables)
    deprivation = neighbourhoods.wards(neighbourhoods.people(tables), placed)
    people = [small_areas.people_of_msoas(tables, placed, year) for year in (2011, 2015)]
    wards, later = (small_areas.ward_life_expectancy(msoas, p, deprivation) for p in people)
    small = [*neighbourhoods.TABLES]
    run.table("ward_life_expectancy_proxy", wards, ["life_expectancy_msoa", "imd_msoa11", *small])
print(outputs.text(small_areas.lowest_wards(wards)) if len(msoa_lines) else too_few)

# %%
if len(msoa_lines):
    shown = small_areas.drawn_wards(wards)
    figure = charts.intervals(
        shown, place="ward", value="value", lower="lower", upper="upper",
        value_label="Proxy of life expectancy, years",
    )  # fmt: skip
    caption = sentences.ward_caption(wards, shown, here)
    run.figure(
        "ward_proxy", figure, shown, ["life_expectancy_msoa", "imd_msoa11", *small], **caption
    )

# %% [markdown]
# How deprived a ward is depends on the definition. Decile 1 is England's most deprived tenth; the
# place of the ward in focus by each definition, 1 the most deprived:

# %% tags=["nbval-check-output"]
if len(msoa_lines):
    ranks = neighbourhoods.ward_ranks(deprivation)
    run.table("ward_deprivation", ranks, small)
    focus = wards.loc[wards["role"] == "focus", "ward24_code"].iloc[0]
    print(outputs.text(ranks[ranks["ward24_code"] == focus].drop(columns="ward24_code"), 2))

# %% [markdown]
# ## One year's deaths: a life table of 2014
#
# Every authority's own life table, from its deaths and population by age and sex in one year,
# beside the value its publisher computed from three years, 2013-15. One year moves with its winters
# and with chance.

# %% tags=["nbval-check-output"]
from leedsequity.analyses import life_tables

counts = raw.load("deaths_population_la_2014")
life_table = life_tables.life_table_2014(counts, codes)
compared = life_tables.against_published(counts, published, names, places.successors())
run.table("life_table_2014", life_table, ["deaths_population_la_2014", "areas"])
compared_sources = ["deaths_population_la_2014", "life_expectancy_la", "areas"]
run.table("computed_against_published", compared, compared_sources)
own = life_table[life_table["age_start"].isin([0, 65])].dropna(subset="value")
shown = own[["sex", "age_start", "value", "lower", "upper"]]
print(outputs.text(shown, 2) if len(own) else sentences.no_life_table(here, life_table))

# %%
dots = compared.assign(role=lives.roles(compared["area_code"], area, comparator))
figure = charts.against(
    dots, x="published", y="computed", name="area", limits=("lower", "upper"),
    line_label="dashed: equal", x_label="Published, 2013-15, years",
    y_label="Computed from 2014, years"
)  # fmt: skip
caption = sentences.against_published_caption(compared, area, here)
run.figure("computed_against_published", figure, dots, compared_sources, **caption)

# %% [markdown]
# ## England by national decile, 2001-2015
#
# The same for the tenths of all England's neighbourhoods: life tables from deaths and populations,
# checked against the published values, and mortality at all ages, standardised.

# %% tags=["nbval-check-output"]
pooled = life_tables.pooled(raw.load("deaths_population_imd_decile"))
checked = life_tables.england_life_expectancy(pooled, raw.load("life_expectancy_imd_decile"))
both = ["deaths_population_imd_decile", "life_expectancy_imd_decile"]
run.table("england_life_expectancy", checked, both)
shown = checked.dropna(subset="published")[
    ["sex", "decile", "value", "lower", "upper", "published", "difference"]
]
print(outputs.text(shown, 2))

# %% tags=["nbval-check-output"]
years = life_tables.decile_gaps(checked, of=10, against=1, se="se").query("measure == 'difference'")
years_change = life_tables.change_of_gap(years)
years = life_tables.with_published(years, raw.load("life_expectancy_imd_decile"))
run.table("england_gap", years, both)
print(outputs.text(years_change[["sex", "reference", "period", "value", "lower", "upper"]], 2))

# %%
definition = "Gap in life expectancy at birth, decile 10 minus decile 1"
hollow = "hollow marks: between published values, to 0.1 years, without intervals; "
caption = sentences.england_caption(
    years, years_change, "England's gap", definition, "years", 1, hollow
)
line = years.assign(name="", role="focus")
labels = {
    "x": "year", "y": "value", "name": "name", "x_label": "Middle of three years",
    "limits": ("lower", "upper")
}  # fmt: skip
figure = charts.lines(line, segment="series", y_label="Decile 10 minus 1, years", **labels)
run.figure("england_gap", figure, line, both, **caption)

# %% tags=["nbval-check-output"]
counted = ["deaths_population_imd_decile"]
mortality = life_tables.england_mortality(pooled)
rates = life_tables.decile_gaps(mortality, of=1, against=10)
excess, ratio = (rates[rates["measure"] == measure] for measure in ("difference", "ratio"))
excess_change, ratio_change = life_tables.change_of_gap(excess), life_tables.change_of_gap(ratio)
run.table("england_mortality", mortality, counted)
run.table("england_mortality_gap", rates, counted)
print(outputs.text(excess_change[["sex", "reference", "period", "value", "lower", "upper"]]))
print(outputs.text(ratio_change[["sex", "reference", "period", "value", "lower", "upper"]], 2))

# %%
definition = "Mortality at all ages per 100,000, age-standardised, decile 1 minus decile 10"
caption = sentences.england_caption(
    excess, excess_change, "Excess mortality", definition, "per 100,000", 0
)
line = excess.assign(name="", role="focus")
figure = charts.lines(line, y_label="Decile 1 minus 10, per 100,000", **labels)
run.figure("england_mortality_difference", figure, line, counted, **caption)

# %%
definition = "Mortality at all ages, age-standardised, decile 1 over decile 10"
caption = sentences.england_caption(ratio, ratio_change, "Mortality ratio", definition, "times", 2)
line = ratio.assign(name="", role="focus")
same = (1, "as in decile 10")
figure = charts.lines(line, y_label="Decile 1 over decile 10", no_difference=same, **labels)
run.figure("england_mortality_ratio", figure, line, counted, **caption)
changes = {
    "Gap in life expectancy, decile 10 minus 1": (years_change, " (years)", 2),
    "Difference in standardised mortality, decile 1 minus 10": (excess_change, " (per 100,000)", 0),
    "Ratio of standardised mortality, decile 1 over 10": (ratio_change, "", 2),
}

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
said = [sentences.ABOUT_LEEDS] if table_1 is None else sentences.published_findings(table_1)
said += sentences.trends_findings(trend_ends, here, there)
said += sentences.within_findings(mine, place, area, here, others)
said += sentences.msoa_findings(msoa_lines, msoa_dots, here)
said += sentences.ward_findings(wards, later, ranks) if len(msoa_lines) else []
said += sentences.left_out_findings(here, trend_ends, mine, slope_ends, msoa_lines, life_table)
said += sentences.one_year_findings(compared, area, here)
said += sentences.england_findings(checked, years, changes)
run.findings(said)

# %% [markdown]
# ## Limits
#
# * The report's Table 1 cannot be recomputed here: deaths by neighbourhood for its periods are not
#   open. What it calls IMD 1 and IMD 10 are national deciles; the local deciles used here are not,
#   so the two gaps are not comparable.
# * The period of the local deciles, 2014-16, was inferred from their agreement with the published
#   slope index; that agreement is therefore no validation.
# * Deciles rank neighbourhoods, not people. People move, and ill health moves them; none of this is
#   in an interval.
# * The proxy for wards is no answer to the report's Figure 1, whose period and source are not
#   known: its deaths are those of 2009-13, its wards those of 2024. It gives a part of an
#   MSOA the life expectancy of the whole, and men and women the same weights. Many wards are
#   compared with one, at 95% each, so one or two may seem different by chance. Care homes weigh on
#   the values of the MSOAs in which they stand.
# * Which edition of the index stands behind the national deciles of 2001-2015, and whether a
#   neighbourhood kept its decile over those years, is not stated; so a change in a gap may be a
#   change in who, or where, a decile is.
# * The life tables of 2014 leave out the City of London, the Isles of Scilly and Somerset West and
#   Taunton: nothing comparable is published for them.
# * Rolling periods share years. Changes are taken from the first to the last only, which share
#   none.
#
# ## Try it yourself
#
# 1. Is the slope within your own authority steeper than in Leeds? Change `area`.
# 2. How does Leeds look beside another city instead of England? Change `comparator` to E08000025.
# 3. Is the area closer to the comparator at age 65 than at birth? In `lives.trends`, keep `age`
#    65.
