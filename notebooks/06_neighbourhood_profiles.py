# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Neighbourhood profiles
#
# **Who lives in a ward, how deprived is it, and how long do its people live, beside its authority
# and England?** The ward is one of Leeds unless another of England is asked for; `leedsequity build
# 06 --each ward` makes a page for each of Leeds.

# %% tags=["parameters"]
ward = "Gipton & Harehills"  # a ward of England, by name or code; "&" and "and" are alike

# %% [markdown]
# ## In short

# %%
from leedsequity import charts, neighbourhoods, outputs, pages, raw
from leedsequity.analyses import childhood, living_conditions, ward_ages, ward_neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses import ward_profile as profile

run = outputs.Run("06_neighbourhood_profiles", ward=ward)
place, authority, there = profile.ward_and_authority(ward)
here = place.name if place.name != there else f"{place.name} ward"
page = pages.Page(run.notebook, here=here, there=there, edition=profile.EDITION)
run.reserve_summary()

# %% [markdown]
# ## What you will learn
#
# * to join people to the rank of their neighbourhood, and to add neighbourhoods up to a ward;
# * to read a ward's figures beside those of its authority and of England;
# * why a rank among wards needs a range, although a census counts everybody;
# * what can be said of a place for which nothing is published, and what cannot.
#
# Time: 45 minutes. You should know how to filter and group a table in pandas.
#
# ## What the documents say
#
# *Good work* tells of "neighbourhood profiles", made from local data to direct opportunities to the
# most deprived areas of Leeds, and of 12 communities in the most deprived 1% of England. *Fairer,
# Healthier Leeds* ranks wards by deprivation and by life expectancy. None gives the figures of a
# ward.
#
# ## Words and ideas
#
# * [Ward](../docs/glossary.md#ward): the part of an authority that elects its own councillors.
# * [LSOA](../docs/glossary.md#lsoa): a neighbourhood made for statistics; most figures are
#   published for these, and few for wards.
# * [Best fit](../docs/glossary.md#best-fit): each neighbourhood is given whole to one ward.
# * [Index of Multiple Deprivation](../docs/glossary.md#index-of-multiple-deprivation): the official
#   order of England's neighbourhoods, the most deprived first.
# * [Proxy](../docs/glossary.md#proxy): an estimate from neighbouring areas, for what is not
#   published.
#
# A census counts everybody, so its shares have no interval. A rank may still hang on a single
# neighbourhood at the ward's edge: so each is shown with the range it would have if any one of the
# ward's neighbourhoods were another ward's. Ranks of estimates have
# [intervals](../docs/methods/rank-intervals.md).
#
# ## Data
#
# `imd_lsoa21`, `imd_lsoa11`, `lsoa21`, `lsoa11`, `wards`, `lsoa11_lsoa21` say where neighbourhoods
# are and how they rank; `population_lsoa11`, `population_lsoa21`, `ethnicity_lsoa11`,
# `ethnicity_lsoa21`, `age_lsoa21` count people; `qualification_lsoa21`, `general_health_lsoa21`,
# `household_deprivation_lsoa21`, `tenure_lsoa21`, `fuel_poverty_lsoa21` say how they live;
# `england_by_decile` has the same of England. `children_low_income_ward` is of wards of 2021: it is
# used where the code of 2024 is the same, so that the ward is. `life_expectancy_msoa` and
# `imd_msoa11` are of larger neighbourhoods, `population_ward`, `boundaries_lsoa11` and
# `boundaries_ward24` of Leeds alone, and `indicator_sources` says what is published later. Each has
# a record beside it in `data/raw/`.
#
# ## Method
#
# *Wards* are those of 2024, put together from neighbourhoods of 2021 by ONS's best fit. *Deciles*
# are tenths of England's neighbourhoods by the index of 2025; earlier editions are shown once,
# beside it. Where neighbourhoods changed between the censuses, a lookup carries their rank over.
#
# *How deprived a ward is* has no official number. Here it is the percentage of England's
# neighbourhoods that are less deprived than the ward's, on average over its people.
#
# *Life expectancy* is published for neighbourhoods of some 7,000 people (MSOAs), which may lie in
# several wards. The ward's is an estimate: their mean by people. Its rank has a 95% interval, from
# 10,000 draws of all MSOAs. [Verdicts](../docs/methods/verdicts.md) says how two values are
# compared.
#
# ## Its neighbourhoods
#
# First the rows of the ward are chosen, and each neighbourhood's place in England by three editions
# of the index is put side by side.

# %% tags=["nbval-check-output"]
tables = neighbourhoods.read(authority, {*neighbourhoods.TABLES, *profile.TABLES})
placed, msoa_names = neighbourhoods.placed(tables), raw.load("imd_msoa11")
msoa = small_areas.msoa_of(tables).map(msoa_names.set_index("msoa11_code")["msoa11_local_name"])
people = tables["ethnicity_lsoa21"].groupby("lsoa21_code")["count"].sum()
own_lsoas = ward_neighbourhoods.ward_lsoas(placed, msoa, people, place.code)
placed_from = [*neighbourhoods.PLACING]
run.table("neighbourhoods", own_lsoas, [*placed_from, "imd_msoa11"])
deprived = ward_neighbourhoods.side_by_side(own_lsoas)
named = {"lsoa": "neighbourhood", "msoa": "part of", "people": "people, Census 2021"}
note = "10% and 1%: in the most deprived tenth or hundredth of England by that edition."
outputs.show(deprived, f"{here}: most deprived neighbourhoods", headings=named, note=note)

# %% [markdown]
# Read along a row: does the neighbourhood stay among the most deprived from edition to edition? A
# change of rank is no change in how people live, since the others move too. A table without rows
# means that no neighbourhood of the ward is among England's most deprived tenth by any edition.

# %%
outlines = neighbourhoods.read_if_held(authority, "boundaries_lsoa11", "boundaries_ward24")
if outlines:
    shapes = ward_neighbourhoods.on_map(outlines[0], placed)
    outline = outlines[1].query("ward24_code == @place.code").assign(name=here, labelled=False)
    bands = ["first 1%", "1% to 10%", "10% to 20%", "20% to 50%", "less deprived half"]
    look = {"value": "percent", "edges": [0, 1, 10, 20, 50, 100], "classes": bands}
    look |= {"value_label": "Place among England's neighbourhoods, the most deprived first"}
    figure = charts.area_map(shapes, outlines=outline, zoom=outline, titles=(there, here), **look)
    drawn = shapes.drop(columns="geometry")
    sources = [*placed_from, "boundaries_lsoa11", "boundaries_ward24"]
    run.figure("map", figure, drawn, sources, lead=True, **page.caption("map", own=own_lsoas))

# %% [markdown]
# The map leads the notebook, where outlines are held. Which of the ward's neighbours are like it?
#
# ## People in the most deprived tenth
#
# Three steps: take the people of mid-2022, join the decile of each neighbourhood by the newest
# index, add up by ward.

# %% tags=["nbval-check-output"]
newest = placed[(placed["imd_edition"] == profile.EDITION) & (placed["boundaries"] == 2021)]
counted = tables["population_lsoa21"].query("year == 2022")
joined = counted.merge(newest, left_on="lsoa21_code", right_on="lsoa_code")
joined["in_tenth"] = joined["population"].where(joined["decile"] == 1, 0)
by_ward = joined.groupby("ward", as_index=False)[["population", "in_tenth"]].sum()
by_ward["share"] = 100 * by_ward["in_tenth"] / by_ward["population"]
by_ward = by_ward.sort_values("share", ascending=False, kind="stable", ignore_index=True)
run.table("people_in_tenth", by_ward, ["population_lsoa21", *placed_from])
named = {"population": "people, mid-2022", "in_tenth": "in the tenth", "share": "% of people"}
most = f"Wards of {there} with most people in England's most deprived tenth, {profile.EDITION}"
outputs.show(by_ward.head(), most, headings=named)

# %% [markdown]
# Is the ward among them? Many wards have nobody in the tenth, and share the last place: a share
# tells the most deprived wards from one another, not the others.
#
# ## Beside its authority and England
#
# The same way every other count is added up: for all wards, so that the ward has its rank.

# %%
ward_of = tables["lsoa21"].set_index("lsoa21_code")["ward24_code"]
of_lsoas = profile.of_neighbourhoods(tables, newest.set_index("lsoa_code")["decile"])
england = profile.of_england(raw.load("england_by_decile"))
of_places = profile.add_up(of_lsoas, ward_of, england, there)
counts = profile.counted(of_lsoas, ward_of, of_places, there)
by_decile = profile.people_by_decile(of_places, place.code, here, there)
run.table("people_by_decile", by_decile, [*placed_from, "population_lsoa21", "england_by_decile"])

# %%
wards = neighbourhoods.wards(neighbourhoods.people(tables), placed)
deprivation = profile.deprivation(wards, neighbourhoods.ward_ranks(wards))
msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), msoa_names)
people11 = small_areas.people_of_msoas(tables, placed)
lives = small_areas.ward_life_expectancy(msoas, people11, wards)
people11 = people11.droplevel("ward")
lives = profile.life_expectancy(lives, msoas, people11, authority.authorities)
own = profile.of_ward([deprivation, counts, lives], place.code, here)
lived = ["life_expectancy_msoa", "imd_msoa11", *placed_from, "population_lsoa21"]
run.table("ward_profile", own, [*profile.TABLES, "england_by_decile", *lived])

# %% tags=["nbval-check-output"]
columns = ["measure", "value", "authority", "england", "rank", "rank_lower", "rank_upper", "of"]
named = {"authority": there, "england": "England", "rank": "rank, 1 the highest"}
named |= {"rank_lower": "rank from", "rank_upper": "to", "of": "wards"}
share = own["unit"] != "people"
note = "Measures are in % but life expectancy, in years. The range of ranks: see Words and ideas."
outputs.show(own.loc[share, columns], f"{here}, 2009 to 2025", headings=named, note=note)

# %% [markdown]
# Where is the ward far from its authority, and is its rank firm? A range from the first to the last
# rank would say that the rank means nothing.

# %%
names = dict(wards[["ward24_code", "ward"]].to_numpy())
strip = ward_neighbourhoods.all_wards(deprivation, names, place.code, here)
label = "% of England less deprived"
ends = ("most deprived", "least deprived")
figure = charts.ranked_strip(strip, value="value", name="ward", value_label=label, ends=ends)
caption = page.caption("strip", own=own, wards=deprivation)
sources = [*placed_from, "population_lsoa21"]
run.figure("wards", figure, strip, sources, lead=not outlines, **caption)

# %% [markdown]
# Each dot is a ward of the authority. How many are close to this one?
#
# ## Who lives there, and how

# %%
groups = profile.beside(own, ["ethnicity", "age"], here, there)
form = {"measure": "measure", "place": "place", "value": "value"}
figure = charts.profile(groups, **form, value_label="% of people")
sources = ["wards", "ethnicity_lsoa21", "age_lsoa21", "england_by_decile"]
caption = page.caption("people", widest=profile.widest(own, ["ethnicity", "age"]), shown=groups)
run.figure("people", figure, groups, sources, **caption)

# %% [markdown]
# Look for the dots that lie farthest apart. How old people are hangs together with deprivation, so
# set the ward beside three thirds of the authority's neighbourhoods, by deprivation.

# %%
ranks = newest.set_index("lsoa_code")["rank"]
ages = ward_ages.beside_thirds(of_lsoas["age"], ranks, ward_of, place.code, here)
if len(ages):
    label = {"x_label": "Start of a five-year band of age", "y_label": "% of people"}
    figure = charts.lines(ages, x="age", y="share", name="place", **label)
    sources = [*placed_from, "age_lsoa21"]
    young = ward_ages.under_15(ages)
    run.figure("ages", figure, ages, sources, **page.caption("ages", ages=ages, young=young))

# %% [markdown]
# A young ward needs other things than an old one, even if both are equally deprived. Thirds are of
# neighbourhoods by the newest index; where there are fewer than 15, none are made.
#
# Children in low-income families, of all wards of the authority in order:

# %%
poor = raw.long(raw.load("children_low_income_ward")).query("year == 2021")
children = childhood.of_wards_2024(poor, [*names])
run.table("children", children, ["children_low_income_ward", *placed_from])
strip = ward_neighbourhoods.all_wards(children, names, place.code, here)
mine = children[children["ward24_code"] == place.code]
if mine["value"].notna().all():
    figure = charts.ranked_strip(strip, value="value", name="ward", value_label="% of children")
    sources = ["children_low_income_ward", *placed_from]
    run.figure("children", figure, strip, sources, **page.caption("children", mine=mine))
print(page.text("children_say", mine=mine))

# %% [markdown]
# Is its place among wards the same as by deprivation? These are incomes before housing costs.

# %%
conditions = profile.beside(own, living_conditions.TOPICS, here, there)
figure = charts.profile(conditions, **form, value_label="% of people or of households")
sources = ["wards", *profile.TABLES[2:6], "fuel_poverty_lsoa21", "england_by_decile"]
widest = profile.widest(own, living_conditions.TOPICS)
run.figure(
    "conditions", figure, conditions, sources,
    **page.caption("conditions", widest=widest, shown=conditions)
)  # fmt: skip

# %% [markdown]
# Health and qualifications depend on age as well: is the ward younger or older than England?
#
# ## How long people live
#
# The larger neighbourhoods (MSOAs) with a part in the ward, men first.

# %% tags=["nbval-check-output"]
own_msoas = ward_neighbourhoods.ward_msoas(people11, msoas, place.code)
run.table("msoas", own_msoas, lived)
named = {"msoa": "neighbourhood", "in_ward": "% of its people in the ward"}
named |= {"of_ward": "% of the ward's people", "value": "years", "people": "people in the ward"}
later = raw.load("indicator_sources").query("series == 'life_expectancy_msoa'")
note = page.text("later", later=later)
title = "Life expectancy at birth, 2009 to 2013, with 95% intervals"
outputs.show(own_msoas.drop(columns="msoa11_code"), title, headings=named, note=note)

# %% [markdown]
# A neighbourhood with few of its people in the ward says little about the ward, and yet its figure
# enters the mean with them.

# %%
shown = ward_neighbourhoods.with_ward(own_msoas, own, here, there)
known = own[own["topic"] == "life_expectancy"]
if len(known) == 2:
    ends = {"lower": "lower", "upper": "upper"}
    figure = charts.intervals(shown, place="place", value="value", value_label="Years", **ends)
    caption = page.caption("lives", own=known, shown=shown)
    run.figure("life_expectancy", figure, shown, lived, **caption)

# %% [markdown]
# Do the intervals of the ward and of England overlap? That alone decides nothing: the test is of
# their difference.
#
# ## How well the neighbourhoods fit the ward
#
# Where ONS estimates the people of wards themselves, as for those of Leeds, the people of the best
# fit stand beside them.

# %% tags=["nbval-check-output"]
estimates = neighbourhoods.read_if_held(authority, "population_ward")
people22 = of_places["population", "all"]
fits = [profile.best_fit(estimated, people22, place.code) for estimated in estimates]
for fit in fits:
    run.table("best_fit", fit, ["population_ward", "population_lsoa21", "lsoa21"])
fit = fits[0] if fits else None
print(page.text("fit", fit=fit))

# %% [markdown]
# A difference of some per cent is the price of whole neighbourhoods.
#
# ## What we find

# %% tags=["nbval-check-output"]
every = profile.widest(own, ["age", *living_conditions.TOPICS])
editions = ward_neighbourhoods.counted(own_lsoas)
results = {"own": own, "editions": editions, "widest": every, "known": len(known) == 2}
run.findings(page.sentences("findings", **results))

# %%
run.summary(page.sentences("in_short", **results))

# %% [markdown]
# ## Limits
#
# * A best fit by whole neighbourhoods is not the ward. Where a ward's edge cuts through one, all
#   its people are counted on one side; leaving one out shows how much hangs on a neighbourhood, and
#   is no confidence interval.
# * A ward is here only if a neighbourhood is counted to it: small wards are missing, and no order
#   of wards counts them.
# * Census counts are changed a little to protect people, and estimate those who did not answer;
#   neither is in a range of ranks. The census was taken in a pandemic: students were counted at
#   their term-time address.
# * Fuel poverty is modelled from small samples. Its publisher warns against comparing
#   neighbourhoods at similar levels, and gives no intervals.
# * Health and deprivation of households are not adjusted for age: young wards look healthier.
# * The life expectancy of a ward is an estimate from neighbouring areas, and old. The part of an
#   MSOA that lies in the ward may live longer or shorter than the whole; care homes weigh on single
#   MSOAs. Men and women are weighted by all people alike.
# * Priority neighbourhoods, as the documents have them, are not LSOAs and not wards; they cannot be
#   shown here.
# * No table held here counts men and women by age in wards, so ages are of all people together.
# * Child poverty is of wards of 2021, provisional, of a year of the pandemic, and has no intervals.
#
# ## Discussion
#
# 1. Money is to go to the most deprived places. Would you choose wards or neighbourhoods, and who
#    would be left out?
# 2. A ward has many students. Which of its figures would mislead somebody who does not know that?
#
# ## Quiz
#
# 1. A ward has nobody in England's most deprived tenth. Are none of its people deprived?
#
# <details><summary>Answer</summary>
#
# No. The tenth is one of neighbourhoods: deprived people live in all kinds of neighbourhoods, and
# the ward's may be just beyond the line.
#
# </details>
#
# 2. By the index of 2025 a neighbourhood ranks as less deprived than by that of 2019. Do its people
#    live better?
#
# <details><summary>Answer</summary>
#
# That cannot be told. Ranks say who stands before whom: others may have become more deprived, and
# the index was made in another way.
#
# </details>
#
# 3. The census has no sampling error. Why has a ward's rank a range all the same?
#
# <details><summary>Answer</summary>
#
# Because the ward is put together from whole neighbourhoods. With another neighbourhood at its edge
# it might stand elsewhere among the wards.
#
# </details>
#
# ## Try it yourself
#
# 1. Is your own ward above or below Leeds on each measure? Change `ward`.
# 2. Does the ward that the report calls the one with the shortest lives have the lowest rank here?
#    Change `ward` to Hunslet & Riverside, and look at the range.
# 3. Which neighbourhoods of the ward are not among the most deprived? Show `own_lsoas` in place of
#    `deprived`.
