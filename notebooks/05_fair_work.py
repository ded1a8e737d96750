# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Fair work
#
# **Who has work, and on what terms?** Employment and income beside other places and over time,
# published gaps between ethnic groups, pay below the Real Living Wage, and, for an employer who
# brings its counts, its staff beside the people of its area. The area is Leeds unless another is
# asked for.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code; E08000035 is Leeds
comparator = "E92000001"  # the area it is seen beside; E92000001 is England, of which it is a part
peers = ""  # core-cities, region, similar, or a list of areas; "": see docs/methods/peers.md
workforce_file = ""  # an employer's counts of staff (docs/your-own-records.md); empty: open data
policy = "opensafely"  # how counts from that file are protected: opensafely, nhs or midpoint6

# %% [markdown]
# ## In short

# %%
from leedsequity import charts, neighbourhoods, outputs, pages, places, raw
from leedsequity.analyses import fair_work, release, residents
from leedsequity.peers import peers_of

release.check_policy(policy)
given = {"workforce_file": workforce_file, "policy": policy}
run = outputs.Run("05_fair_work", area=area, comparator=comparator, peers=peers, **given)
here, there = places.published(area).name, places.published(comparator).name
others = peers_of(places.published(area), peers)
names = {**others.names, area: here, comparator: there}
page = pages.Page(run.notebook, here=here, there=there, others=others, **given)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to compare an area with its country, and with places like it, one by one and all together;
# * to tell a trend from the ups and downs of a survey;
# * to read a difference and a ratio of the same two percentages;
# * to leave a number out when it does not mean what it seems to.
#
# Time: 45 minutes. You should have seen a table in pandas; notebook 01 explains intervals.
#
# ## What the documents say
#
# The chapter on good work prints the unemployment rate of people from ethnic minority backgrounds
# and of the UK, and the shares of ethnic minority and white NHS staff who believe that their trust
# gives equal opportunities. The report *Fairer, Healthier Leeds* wants fewer people paid below the
# Real Living Wage, and names it as an indicator. One document holds that Leeds Teaching Hospitals
# employs more people from the most deprived areas than is usual; its counts are not printed, so
# only the employer can check that.
#
# ## Words and ideas
#
# * [Employment rate](../docs/glossary.md#employment-rate): the share of people with any paid work.
# * [Unemployment rate](../docs/glossary.md#unemployment-rate): the share without a job of those who
#   work or look for work. The two do not add up to 100%.
# * [Real Living Wage](../docs/glossary.md#real-living-wage): what a household needs, by the hour.
# * [Peers](../docs/glossary.md#peers): the places that an area is compared with.
# * [Representation ratio](../docs/glossary.md#representation-ratio): a group's share among staff
#   over its share among residents.
#
# With enough comparisons one will look clear by chance. So the comparisons with the peers are
# counted as many: each has to be clearer than if it stood alone.
#
# ## Data
#
# `published_workforce` (transcribed), `indicator_series`, `indicator_sources`,
# `employment_income_la`, `areas`. With an employer's file also `lsoa11`, `lsoa21`, `wards`,
# `lsoa11_lsoa21`, `imd_lsoa11`, `imd_lsoa21`, `population_lsoa11`, `population_lsoa21` and
# `ethnicity_lsoa21`. For similar peers also `lsoa21`, `age_lsoa21`, `ethnicity_lsoa21`,
# `qualification_lsoa21` and `tenure_lsoa21`. Each has a record beside it in `data/raw/` that says
# whose it is and what to beware of.
#
# ## Method
#
# Employment rates are estimates from a survey, with their publisher's 95% intervals. A
# [verdict](../docs/methods/verdicts.md) says better, worse or similar by a test, and whether the
# last years show a trend. Incomes have no intervals: they are given as a share of the comparator's
# in the same year, because pounds of different years are not alike. An area is a part of its
# country. Who the [peers](../docs/methods/peers.md) are can be chosen. Staff are compared with
# residents, who are taken as known without error; counts from a file are made
# [fit to be shown](../docs/methods/disclosure-control.md) first.

# %% [markdown]
# ## Employment
#
# Choose the rows of the area, its comparator and its peers; then the last year in which the area
# has a value.

# %% tags=["nbval-check-output"]
series = raw.load("employment_income_la")
sources = ["employment_income_la", *others.sources]
employment = fair_work.over_time(series, "employment_rate", area, comparator, names)
run.table("employment", employment, sources)
own = employment[(employment["role"] == "focus") & employment["value"].notna()]
now = employment[(employment["year"] == own["year"].max()) & employment["value"].notna()]
now = now.sort_values("value", ascending=False, ignore_index=True)
if len(own):
    about = f"Employment rate, {here} beside {there} and {others.together}"
    outputs.show(now[["area", "year", "value", "lower", "upper"]], f"{about}, per cent")
else:
    print(page.text("no_employment"))

# %% [markdown]
# Read the intervals before the order: places whose intervals overlap much share a place in any
# ranking. Now the test of each difference. The peers are a family: their tests are counted as many.

# %% tags=["nbval-check-output"]
besides = fair_work.beside(now, "high")
brief = ["area", "other", "difference", "difference_lower", "difference_upper", "verdict"]
if len(own):
    run.table("employment_beside", besides, sources)
    outputs.show(besides[brief], f"Employment rate of {here} minus that of others, in points")
else:
    print(page.text("no_employment"))

# %% [markdown]
# A difference that leaves zero out may still be called similar: among several, chance makes one.
# The picture at the top shows the values.

# %%
if len(own):
    drawn = others.chart_rows(now)
    figure = charts.intervals(
        drawn, place="row", value="value", lower="lower", upper="upper",
        value_label="Employment rate, per cent"
    )  # fmt: skip
    caption = page.caption("employment", now=now, besides=besides)
    run.figure("employment", figure, now, sources, lead=True, **caption)

# %% [markdown]
# ## Employment over time

# %% tags=["nbval-check-output"]
employment_ends = fair_work.ends(employment)
if len(own):
    outputs.show(employment_ends, f"Employment rate of {here}, first and last year, and trend")
else:
    print(page.text("no_employment"))

# %% [markdown]
# The trend is read from the last eight years at most, not from the first year and the last alone.

# %%
axes = {"x": "year", "y": "value", "name": "area", "context": others.label, "x_label": "Year"}
if len(own):
    banded = employment.copy()
    banded.loc[banded["role"] == "context", ["lower", "upper"]] = None
    figure = charts.lines(
        banded, y_label="Employment rate, per cent", limits=("lower", "upper"), **axes
    )
    caption = page.caption("employment_since", ends=employment_ends.to_dict("records"))
    run.figure("employment_since", figure, banded, sources, **caption)

# %% [markdown]
# Follow one year's peak: the band says how much of it may be the survey's own noise.
#
# ## Income over time
#
# Each year is divided by the comparator's of the same year.

# %% tags=["nbval-check-output"]
income = fair_work.over_time(series, "household_income_per_head", area, comparator, names)
run.table("income", income, sources)
income_ends = fair_work.ends(income)
if len(income_ends):
    last = income[income["year"].astype("str") == income_ends["last_year"].item()]
    last = last.sort_values("value", ascending=False)
    outputs.show(last[["area", "year", "pounds", "value"]], f"Income per head, {there} = 100")
else:
    print(page.text("no_income"))

# %% [markdown]
# Who is above the comparator, and who below? A mean says nothing of how income is shared.

# %%
if len(income_ends):
    figure = charts.lines(income, y_label=f"Income per head, {there} = 100", **axes)
    caption = page.caption("income", ends=income_ends.to_dict("records"))
    run.figure("income", figure, income, sources, **caption)

# %% [markdown]
# Does the line of the area move towards the comparator's, or away?
#
# ## Published gaps between ethnic groups
#
# The UK rate holds everybody, people from ethnic minority backgrounds among them: the gap to the
# rest would be larger. None of these numbers is of one area.

# %% tags=["nbval-check-output"]
gaps = fair_work.published_gaps(raw.load("published_workforce"))
run.table("published_gaps", gaps, ["published_workforce"])
brief = gaps[["group", "value", "reference", "reference_value", "difference", "ratio"]]
outputs.show(brief, "Two printed pairs, per cent", 2)

# %% [markdown]
# The difference is in points, the ratio is a number of times. Which of the two would you quote of
# unemployment, and why? No denominators are printed, so neither can have an interval.
#
# ## Pay below the Real Living Wage
#
# Jobs by the place where they are done: one year and a small sample. A value with a caution stands
# here with it, and nowhere else.

# %% tags=["nbval-check-output"]
about = raw.load("indicator_sources")
pay = fair_work.low_pay(raw.load("indicator_series"), about, area, comparator, names)
run.table("low_pay", pay, ["indicator_series", "indicator_sources", *others.sources])
everybody = pay[pay["sex"] == "persons"]
low_pay_beside = fair_work.beside(everybody[everybody["doubt"] == ""], "low")
if "focus" in set(everybody["role"]):
    brief, cautions = everybody[["area", "value", "lower", "upper"]], everybody["doubt"].unique()
    note = " ".join(f"{caution}." for caution in cautions if caution)
    outputs.show(brief, "Jobs paid below the wage, April 2022, per cent", note=note)
else:
    print(page.text("no_low_pay"))

# %% [markdown]
# A share that stands far above all others is a reason to ask what was counted, before it is a
# finding.
#
# ## An employer's staff beside the residents

# %%
from leedsequity.raw import partner

staff = None
if workforce_file:
    tables = neighbourhoods.read(area, fair_work.RESIDENTS)
    rows = partner.read("workforce", workforce_file).rows
    staff = fair_work.representation(rows, tables, here, policy)
    run.table("records_staff", staff, fair_work.RESIDENTS)

# %% tags=["nbval-check-output"]
if staff is not None and len(staff):
    brief = ["part", "people", "residents", "value", "least", "most", "lower", "upper"]
    outputs.show(staff[brief], f"Staff, and their share over that of residents of {here}", 2)
else:
    print(page.text("no_staff"))

# %% [markdown]
# 1 means: as among residents. Who is missing among the staff?

# %%
drawn = [] if staff is None else residents.chart_rows(staff)
if len(drawn):
    label = f"Share of staff over share of residents of {here}"
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper", value_label=label,
        no_difference=(1, "as among residents")
    )  # fmt: skip
    caption = page.caption("records_staff", drawn=drawn)
    run.figure("records_staff", figure, drawn, fair_work.RESIDENTS, **caption)

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
results = {"now": now, "besides": besides, "counted": fair_work.counted(besides), "gaps": gaps}
results |= {"employment": employment_ends, "income": income_ends, "pay": pay}
results |= {"low_pay_beside": low_pay_beside, "staff": staff}
if staff is not None:
    results["represented"] = residents.represented_groups(staff)
run.findings(page.sentences("findings" if staff is None else "staff_findings", **results))

# %%
run.summary(page.sentences("in_short" if staff is None else "staff_in_short", **results))

# %% [markdown]
# ## Limits
#
# * The published unemployment rates are of the UK, and the beliefs of NHS staff of England's
#   trusts; none is of one area.
# * Groups that are put together as ethnic minorities differ among themselves, which one number
#   hides.
# * Employment counts any paid work of at least an hour; it says nothing of pay, hours or security.
#   The copy of the series used here does not state the ages.
# * Income per head is a mean: it says nothing of how income is shared within the area.
# * Staff are adults and residents are of all ages; a ratio of one is not what a fair employer would
#   necessarily have.
#
# ## Discussion
#
# 1. What makes work good for health, and which of it do these numbers show?
# 2. Why may a city have as much employment as its country, and so much less income?
# 3. What would an employer have to count to know whether its staff are like its neighbours?
#
# ## Quiz
#
# 1. Two employment rates differ by two points, and the test says similar. What does it mean?
#
# <details><summary>Answer</summary>
#
# The survey cannot tell them apart: chance in who was asked may make such a difference. It does not
# mean that they are equal.
#
# </details>
#
# 2. One group's unemployment falls from twice that of everybody to one and a half times, and both
#    rates rise. Is the gap smaller?
#
# <details><summary>Answer</summary>
#
# By the ratio yes; the difference in points may have grown. Say which of the two is meant.
#
# </details>
#
# 3. Why is income divided by the comparator's of the same year?
#
# <details><summary>Answer</summary>
#
# Prices rise, so a pound of one year does not buy what a pound of another does. The share of
# another's income in the same year needs no price index.
#
# </details>
#
# ## Try it yourself
#
# 1. Did employment in your own authority move as in Leeds? Change `area`.
# 2. How does Leeds look beside another city instead of England? Change `comparator` to E08000025.
# 3. Who is missing among the staff? Give counts by decile or ethnic group as `workforce_file`.
