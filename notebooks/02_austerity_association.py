# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # The austerity association
#
# **Did life expectancy do worse where central funding of local government was cut more, and how
# sure is that?** All upper-tier areas of England; Leeds is marked unless another area is asked for.

# %% tags=["parameters"]
area = "E08000035"  # an upper-tier authority's code, to be marked and reported; E08000035 is Leeds

# %% [markdown]
# ## What the documents say
#
# The report *Fairer, Healthier Leeds* repeats an estimate of Alexiou and others (Lancet Public
# Health 2021;6(9):e641-e647): between 2013 and 2017 each £100 less of yearly central funding per
# person went with a decrease in life expectancy, of a stated number of months for men and for
# women. It adds that cuts were regressive, with the falls of councils' revenue in the most and
# least deprived tenth, and of spending in two regions (Harris, Hodge and Phillips, Institute for
# Fiscal Studies, 2019). The paper gives 95% intervals, estimates at age 65, and the mean fall in
# funding.
#
# Its covariates, weights, lags, prices, standard errors and exact grant lines are not known to us.
# None is asserted here: what follows is a panel of our own, under many choices, beside the
# published figures.
#
# ## Data
#
# `published_funding` (transcribed from the report), `published_austerity` (from the paper's
# abstract), `funding_la` (nine years' revenue outturn returns), `covariates_la`, `gdp_deflators`,
# `life_expectancy_la` (the one series that is unrounded, to 2016-18), `imd_la` and `imd_msoa11`
# (for the deprivation of counties), `boundaries_la`, `areas`. Their records in `data/raw/` say
# whose they are and what to beware of.
#
# ## Method
#
# *Exposure.* Revenue Support Grant and retained business rates per resident, 2013/14 to 2017/18.
# *Outcome.* Life expectancy at birth and at 65, men and women. It is published for three years
# together; 2012-14 stands beside 2013/14.
#
# *Estimate.* Life expectancy is regressed on funding, with an effect of each area and of each year,
# so that changes within areas are compared with each other. The slope is turned into **months of
# life expectancy lost for £100 less**: positive means shorter lives, or a slower rise, where cuts
# were deeper. Three-year periods of adjacent years share two years of deaths, so errors within an
# area are dependent by construction; intervals (95%) are clustered by area, and those of a single
# change over the years are robust to unequal variance (HC1). They hold no error of the returns, of
# the populations, or of the choice of specification.
#
# *Specifications.* The choices are a list of data, in `analyses/austerity_specifications.py`. Each
# says whether it was declared before or after results were seen. Those declared after explain; they
# do not test, and none of either kind is the right one. Its *role* follows from its choices. Only
# an *estimate* is counted and drawn as one. Without effects of years (`entity_only`), whatever
# areas have in common over time, such as the long rise of life expectancy, is put down to funding:
# that is a *demonstration* of why such effects are needed.
#
# *Placebo.* What happened to life expectancy from 2009 to 2013 cannot have come from cuts made from
# 2013 to 2017. If the two go together all the same, areas were on different paths, and the estimate
# for later years is in doubt.

# %%
from leedsequity import charts, outputs, places, raw
from leedsequity.analyses import austerity_estimates as estimates
from leedsequity.analyses import austerity_panel as panel
from leedsequity.analyses import austerity_sentences as sentences
from leedsequity.analyses import austerity_specifications as specifications

run = outputs.Run("02_austerity_association", area=area)
everywhere, deflators = raw.load("areas"), raw.load("gdp_deflators")
scores = panel.deprivation_scores(raw.load("imd_la"), raw.load("imd_msoa11"), everywhere)
funding, covariates, life = map(raw.load, ("funding_la", "covariates_la", "life_expectancy_la"))
table = panel.panel(funding, covariates, deflators, life, scores, everywhere)
sources, plain = [*raw.reads()], ["areas", "funding_la", "life_expectancy_la"]

# %% tags=["nbval-check-output"]
place, codes = places.published(area), set(table["area_code"])
here, area = place.name, place.code_among(codes)
money = ["areas", "funding_la", "gdp_deflators", "imd_la", "imd_msoa11"]
used = table[table["year"].between(panel.FIRST, panel.LAST)]
print(f"{used['area_code'].nunique()} areas, {used['year'].nunique()} years, {len(used)} rows")
print(
    f"{here} is marked."
    if area in codes
    else sentences.not_served(places.find(area), places.every(), codes)
)

# %% [markdown]
# ## How funding fell
#
# In money of the time, by fifth of deprivation (1 the most deprived) and by region: unweighted
# means over areas. The last column is in prices of 2017/18.

# %% tags=["nbval-check-output"]
change, real = panel.funding_change(table), panel.funding_change(table, 2013, 2016)
fifths, by_region = panel.by_group(change, "fifth"), panel.by_group(change, "region")
run.table("funding_change", change, money)
run.table("funding_by_fifth", fifths, money)
run.table("funding_by_region", by_region, money[:3])
print(outputs.text(fifths, 0), outputs.text(by_region, 0), sep="\n\n")

# %%
shapes = raw.load("boundaries_la").merge(change.drop(columns="area"), on="area_code")
shapes["role"] = shapes["area_code"].eq(area).map({True: "focus", False: "context"})
figure = charts.area_map(
    shapes, value="change", value_label="Change, £ per person, 2013/14 to 2017/18",
    name="area_name", edges=[-400, -250, -200, -150, -100, 0]
)  # fmt: skip
other = sentences.not_served(places.find(area), places.every(), codes)
own = sentences.area(change, area) or [other]
caption = sentences.change_map(change, " ".join(own))
drawn = shapes.drop(columns="geometry")
run.figure("funding_change", figure, drawn, [*money, "boundaries_la"], **caption)

# %% [markdown]
# ## The specifications
#
# The list: what each is for, and when it was declared. The paper's estimates go beside theirs.

# %% tags=["nbval-check-output"]
paper = raw.load("published_austerity")
published, with_paper = estimates.published_estimates(paper), [*sources, "published_austerity"]
print(outputs.text(specifications.described()))

# %% [markdown]
# The estimates at birth. Positive: shorter lives, or a slower rise, where cuts were deeper. Those
# at 65 are in the table and in the second chart.

# %% tags=["nbval-check-output"]
found = estimates.estimates(table, specifications.SPECIFICATIONS)
shown = [
    "specification", "sex", "estimate", "lower", "upper", "areas", "observations", "declared",
    "role"
]  # fmt: skip
run.table("specifications", sentences.people(found).drop(columns="se"), sources)
compared = estimates.against_published(found, published)
counts = estimates.counted(compared)
run.table("against_published", sentences.people(compared).drop(columns="se"), with_paper)
run.table("specifications_counted", sentences.people(counts), with_paper)
print(outputs.text(sentences.people(found[found["age"] == 0])[shown], 2))

# %%
choices = specifications.choices()
dots = found[found["specification"].isin(choices.index)]
dots = dots.assign(role=dots["declared"].map({"before": "focus", "after": "reference"}))
curve = {"name": "specification", "value": "estimate", "lower": "lower", "upper": "upper"}
curve |= {"value_label": "Months lost for £100 less", "band_label": "Band: published"}
for age, name in estimates.AGES.items():
    some, band = dots[dots["age"] == age], published[published["age"] == age]
    figure = charts.specification_curve(some, choices, band=band, **curve)
    caption = sentences.curve(some, band, name)
    run.figure(f"specifications_{age}", figure, some, with_paper, **caption)

# %% [markdown]
# ## What the plain estimate hangs on
#
# How often the plain specification would see the published size, if that were the truth; and what
# becomes of it when one region, or one area, is left out.

# %% tags=["nbval-check-output"]
from leedsequity.analyses import austerity_sensitivity as sensitivity

power = sensitivity.power(found[found["specification"] == "two_way"], published)
run.table("power", sentences.people(power), [*plain, "published_austerity"])
print(outputs.text(sentences.people(power), 2))

# %% tags=["nbval-check-output"]
left_out = sensitivity.leave_one_out(table)
left_out_ends = sensitivity.left_out_ends(left_out)
run.table("leave_one_out", sentences.people(left_out), plain)
run.table("leave_one_out_ends", sentences.people(left_out_ends), plain)
regions_out = left_out.query("kind == 'region' and age == 0")
print(
    outputs.text(
        sentences.people(regions_out)[["left_out", "sex", "estimate", "lower", "upper", "areas"]], 2
    )
)

# %% [markdown]
# ## London, and the years before
#
# London's areas beside all others: the cut in pounds per person, and months of life expectancy
# gained before it (2009 to 2013) and after. Then, year by year, how far life expectancy lay below
# that of 2013 for each £100 of the later cut.

# %% tags=["nbval-check-output"]
london = sensitivity.london(table)
run.table("london", london, plain)
print(outputs.text(london))

# %%
around = sensitivity.around_the_cut(table)
run.table("around_the_cut", sentences.people(around), plain)
around["role"] = around["sample"].map({"without London": "focus", "all areas": "reference"})
labels = {"x_label": "Middle of three years", "y_label": "Months below 2013, per £100 cut later"}
figure = charts.lines(
    around, x="year", y="estimate", name="sample", limits=("lower", "upper"), **labels
)
run.figure("around_the_cut", figure, around, plain, **sentences.around_the_cut(around))

# %% [markdown]
# ## Were the cuts regressive?
#
# Revenue here is grants (with those that were rolled into them), business rates and council tax. It
# leaves out schools' and other specific grants, fees and charges, and the Greater London Authority.
# Our years stop in 2017/18 and the report's in 2019/20; what exactly it counts is not known to us.
# A fall is of all money over all people of a tenth.

# %% tags=["nbval-check-output"]
stated, accounts = raw.load("published_funding"), panel.revenue_and_spending(table, deflators)
tenths = panel.with_printed(panel.money_change(accounts, "tenth", "revenue"), stated)
run.table("deprivation_tenths", tenths, [*money, "published_funding"])
print(outputs.text(tenths.drop(columns=["published_percent", "published_change"]), 0))

# %%
dots = panel.dots(tenths)
flat = {"value": "change_percent", "lower": "change_percent", "upper": "change_percent"}
flat |= {"value_label": "Change per person, %", "place_label": "Tenths of areas, 1 most deprived"}
figure = charts.intervals(dots, place="tenth", **flat)
figure.axes[0].set_xticks(range(1, 11))
run.figure(
    "deprivation_tenths", figure, dots, [*money, "published_funding"], **sentences.tenths(tenths)
)

# %% tags=["nbval-check-output"]
spending = panel.with_printed(panel.money_change(accounts, "region", "spending"), stated)
run.table("region_service_spending", spending, [*money[:3], "published_funding"])
print(outputs.text(spending.drop(columns=["published_percent", "published_change"]), 0))

# %%
dots = panel.dots(spending.sort_values("change_percent"), places.find(area).region)
figure = charts.intervals(dots, place="region", **flat)
run.figure(
    "region_service_spending", figure, dots, [*money[:3], "published_funding"],
    **sentences.regions(spending)
)  # fmt: skip

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
findings = sentences.exposure(change, real, fifths, paper) + own
findings += sentences.association(found, compared, counts, power, published)
findings += sentences.london(found, london, around) + sentences.leaving_out(left_out_ends)
findings += sentences.regressive(tenths, spending) + sentences.conclusion(found, counts)
run.findings(findings)

# %% [markdown]
# ## Limits
#
# * Association, not cause. Funding was not cut at random, and other things changed in the same
#   places at the same time (benefits, migration, smoking, housing, the make-up of the people).
# * Ecological. These are averages of areas; they do not say who lived shorter. People move, and the
#   healthy more often.
# * Five years of overlapping three-year periods hold little: adjacent years share two thirds of
#   their deaths. Effects of funding on health may also take longer than the year or two that this
#   panel can see.
# * Cuts began before 2013, and those earlier ones may have fallen on the same areas. So the placebo
#   is not quite clean of cuts; but cuts that shorten lives would push it above none, not below.
# * Central funding is not spending: councils have council tax, reserves, and grants that are not
#   counted here; its definition changed in 2013/14, and some single years of the returns jump (27
#   areas piloted full retention of business rates in 2017/18 and have no grant; Copeland made no
#   return that year). All are kept as returned.
# * Controls are measured in samples and in money of the time, and may themselves be moved by cuts;
#   with them the question changes. The populations are those before the Census of 2021.
# * Many specifications were tried. Counting how many agree is no test: they share their data, and
#   were chosen by us.
# * The tenths and regions have no intervals because returns are complete counts, not samples. Their
#   errors are of definition: schools that became academies and public health, for instance, are
#   left out of spending.
# * What would settle it: the paper's own data and code, run beside these; cuts that came by a rule
#   unrelated to an area's health, such as a formula's threshold or a damping floor, so that like is
#   compared with like; deaths by age, cause and neighbourhood over more years; and records that
#   follow people rather than places.
#
# ## Try it yourself
#
# 1. How deep was the cut where you live? Change `area`.
# 2. Does it matter how people are counted? In `austerity_specifications`, add one without
#    London and weighted by population, and write down what you expect before you run it.
# 3. Do the years of jumps matter? Add a specification like `two_way` with `years=(2013, 2015)`,
#    before them.
