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
# **Who has work, and on what terms?** Published gaps between ethnic groups, pay below the Real
# Living Wage, employment and income over time, and, for an employer who brings its counts, its
# staff beside the people of its area. The area is Leeds unless another is asked for.

# %% tags=["parameters"]
area = "E08000035"  # a local authority's code; E08000035 is Leeds
comparator = "E92000001"  # the area it is seen beside; E92000001 is England, of which it is a part
peers = ""  # core-cities, region, similar, or a list of areas; "": see docs/methods/peers.md
workforce_file = ""  # an employer's counts of staff (docs/your-own-records.md); empty: open data
policy = "opensafely"  # how counts from that file are protected: opensafely, nhs or midpoint6

# %% [markdown]
# ## What the documents say
#
# The chapter on good work prints the unemployment rate of people from ethnic minority backgrounds
# and of the UK, and the shares of ethnic minority and white NHS staff who believe that their trust
# gives equal opportunities. The report *Fairer, Healthier Leeds* wants fewer people paid below the
# Real Living Wage, and names it as an indicator. One document holds that Leeds Teaching Hospitals
# employs more people from the most deprived areas than is usual; its counts are not printed, so
# only the employer can check that.
#
# ## Data
#
# `published_workforce` (transcribed), `indicator_series`, `employment_income_la`, `areas`. With an
# employer's file also `lsoa11`, `lsoa21`, `wards`, `lsoa11_lsoa21`, `imd_lsoa11`, `imd_lsoa21`,
# `population_lsoa11`, `population_lsoa21` and `ethnicity_lsoa21`. For similar peers also `lsoa21`,
# `age_lsoa21`, `ethnicity_lsoa21`, `qualification_lsoa21` and `tenure_lsoa21`. Each has a record
# beside it in `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# A published pair is compared by difference and ratio; no denominators are printed with them, so
# neither can have an interval. Employment rates are estimates from a survey, with their publisher's
# 95% limits. Incomes are compared with the comparator's of the same year, because pounds of
# different years are not alike. The shares of jobs with low pay have the limits that follow from
# their published coefficients of variation. An area is a part of its country: they are shown side
# by side, and not tested as if the two were independent. Beside them stand peers: the other core
# cities, or, where the area is none, the authorities of its tier in its region; others may be
# chosen (`docs/methods/peers.md`).
#
# Staff are compared with residents by the representation ratio: the share of staff who belong to a
# group over the share of residents who do, with Wilson's limits for the share of staff. The
# residents are taken as known without error. Counts from the file are made fit to be shown first,
# and everything is computed from what is shown.

# %%
from leedsequity import charts, neighbourhoods, outputs, pages, places, raw
from leedsequity.analyses import fair_work, release, residents
from leedsequity.peers import peers_of

release.check_policy(policy)
given = {"peers": peers, "workforce_file": workforce_file, "policy": policy}
run = outputs.Run("05_fair_work", area=area, comparator=comparator, **given)
here, there = places.published(area).name, places.published(comparator).name
others = peers_of(places.published(area), peers)
names = {**others.names, area: here, comparator: there}
page = pages.Page(run.notebook, here=here, there=there, peers=others.together)
print(f"{here}, beside {there} and {others.together}: {'; '.join(others.names.values())}")

# %% [markdown]
# ## Published gaps between ethnic groups
#
# The UK rate holds everybody, people from ethnic minority backgrounds among them: the gap to the
# rest would be wider.

# %% tags=["nbval-check-output"]
gaps = fair_work.published_gaps(raw.load("published_workforce"))
run.table("published_gaps", gaps, ["published_workforce"])
print(outputs.text(gaps.drop(columns="measure"), 2))

# %% [markdown]
# ## Pay below the Real Living Wage
#
# Jobs by the place where they are done: one year and a small sample. The share for Leeds is in
# doubt, and is not to be quoted: it is far above that of cities like it, probably because one large
# employer reports its jobs at one address. That is inferred, and the notebook on the indicators
# says from what.

# %% tags=["nbval-check-output"]
about = raw.load("indicator_sources")
pay = fair_work.low_pay(raw.load("indicator_series"), about, area, comparator, names)
pay_gaps = fair_work.women_and_men(pay)
sources = ["indicator_series", "indicator_sources", *others.sources]
run.table("low_pay", pay, sources)
run.table("low_pay_gap", pay_gaps, sources)
paid = {"male", "female"} <= set(pay.loc[pay["role"] == "focus", "sex"])
brief = pay.loc[pay["sex"] == "persons", ["area", "value", "lower", "upper"]]
print(outputs.text(brief) if paid else page.text("no_low_pay"))

# %%
if paid:
    drawn = pay[pay["sex"] != "persons"]
    figure = charts.intervals(
        others.chart_rows(drawn), place="row", value="value", lower="lower", upper="upper",
        value_label="Per cent of jobs"
    )  # fmt: skip
    caption = page.caption("low_pay", pay=drawn)
    run.figure("low_pay", figure, drawn, sources, **caption)

# %% [markdown]
# ## Employment since 2004

# %% tags=["nbval-check-output"]
series = raw.load("employment_income_la")
sources = ["employment_income_la", *others.sources]
employment = fair_work.over_time(series, "employment_rate", area, comparator, names)
run.table("employment", employment, sources)
employment_ends = fair_work.ends(employment)
known = "focus" in set(employment_ends["role"])
shown = employment_ends.drop(columns=["role", "same_last_year"])
print(outputs.text(shown) if known else page.text("no_employment"))

# %%
axes = {"x": "year", "y": "value", "name": "area", "context": others.label, "x_label": "Year"}
if known:
    banded = employment.copy()
    banded.loc[banded["role"] == "context", ["lower", "upper"]] = None
    figure = charts.lines(
        banded, y_label="Employment rate, per cent", limits=("lower", "upper"), **axes
    )
    caption = page.caption("employment", ends=employment_ends)
    run.figure("employment", figure, banded, sources, **caption)

# %% [markdown]
# ## Income since 2004

# %% tags=["nbval-check-output"]
income = fair_work.over_time(series, "household_income_per_head", area, comparator, names)
run.table("income", income, sources)
income_ends = fair_work.ends(income)
known = "focus" in set(income_ends["role"])
shown = income_ends[["area", "first_year", "first", "last_year", "last"]]
print(outputs.text(shown) if known else page.text("no_income"))

# %%
if known:
    figure = charts.lines(income, y_label=f"Income per head, {there} = 100", **axes)
    run.figure("income", figure, income, sources, **page.caption("income", ends=income_ends))

# %% [markdown]
# ## An employer's staff beside the residents

# %% tags=["nbval-check-output"]
from leedsequity.raw import partner

staff = None
if workforce_file:
    rows = partner.read("workforce", workforce_file).rows
    tables = neighbourhoods.read(area, fair_work.RESIDENTS)
    staff = fair_work.representation(rows, tables, here, policy)
    run.table("records_staff", staff, fair_work.RESIDENTS)
brief = ["part", "people", "residents", "value", "least", "most", "lower", "upper", "residents_of"]
shown = staff is not None and len(staff)
print(outputs.text(staff[brief]) if shown else page.text("no_staff", workforce_file=workforce_file))

# %%
drawn = [] if staff is None else residents.chart_rows(staff)
if len(drawn):
    label = f"Share of staff over share of residents of {here}"
    figure = charts.intervals(
        drawn, place="label", value="value", lower="lower", upper="upper", value_label=label,
        no_difference=(1, "as among residents")
    )  # fmt: skip
    caption = page.caption("records_staff", drawn=drawn, policy=policy)
    run.figure("records_staff", figure, drawn, fair_work.RESIDENTS, **caption)

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
results = {"employment": employment_ends, "income": income_ends, "pay": pay, "pay_gaps": pay_gaps}
findings = page.sentences("findings", gaps=gaps, **results)
if staff is not None:
    findings += page.sentences("staff_findings", staff=staff)
run.findings(findings)

# %% [markdown]
# ## Limits
#
# * The published unemployment rates are of the UK, and the beliefs of NHS staff of England's
#   trusts; none is of Leeds.
# * Groups that are put together as ethnic minorities differ among themselves, which one number
#   hides.
# * Employment counts any paid work of at least an hour; it says nothing of pay, hours or security.
# * Income per head is a mean: it says nothing of how income is shared within the area.
# * Staff are adults and residents are of all ages; a ratio of one is not what a fair employer would
#   necessarily have.
#
# ## Try it yourself
#
# 1. Did employment in your own authority move as in Leeds? Change `area`.
# 2. How does Leeds look beside another city instead of England? Change `comparator` to E08000025.
# 3. Who is missing among the staff? Give counts by decile or ethnic group as `workforce_file`.
