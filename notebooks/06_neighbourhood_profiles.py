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
# **Who lives in a ward of Leeds, how deprived is it, and how long do its people live, beside Leeds
# and England?** One page for any of the 33 wards; `leedsequity build 06 --each ward` makes them
# all.

# %% tags=["parameters"]
ward = "Gipton & Harehills"  # a ward of Leeds, by name or code; "&" and "and" are alike

# %% [markdown]
# ## What the documents say
#
# *Good work* tells of "neighbourhood profiles", made from local data to direct opportunities to the
# most deprived areas of Leeds, and of 12 communities in the most deprived 1% of England. *Fairer,
# Healthier Leeds* ranks wards by deprivation and by life expectancy. None gives the figures of a
# ward.
#
# ## Data
#
# `imd_lsoa11`, `imd_lsoa21`, `lsoa11_lsoa21`, `population_lsoa11`, `population_lsoa21`,
# `ethnicity_lsoa21`, `age_lsoa21`, `qualification_lsoa21`, `general_health_lsoa21`,
# `household_deprivation_lsoa21`, `tenure_lsoa21`, `fuel_poverty_lsoa`, `england_by_decile`,
# `population_ward`, `life_expectancy_msoa`, `imd_msoa11`, `boundaries_lsoa11`, `boundaries_ward24`.
# Each has a record beside it in `data/raw/` that says whose it is and what to beware of.
#
# ## Method
#
# *Wards.* Figures are published for neighbourhoods (LSOAs, some 1,600 people). Each is given whole
# to one ward, ONS's best fit: to the wards of 2024 for LSOAs of 2021 (all counts), to those of 2021
# for LSOAs of 2011 (average score and MSOAs). So a figure here is that of the neighbourhoods, not
# of the exact ward.
#
# *Deciles* are tenths of England's neighbourhoods, 1 the most deprived, in three editions of the
# Index of Multiple Deprivation (IMD). Where LSOAs changed between the censuses, the exact-fit
# lookup carries ranks over.
#
# *Ranks* run over the 33 wards, 1 the highest value. Census counts are complete: their ranks have
# no sampling error. How a rank hangs on the best fit is shown by its range when any one LSOA of the
# ward is left out; wards that are equal share the best place, and the range covers all the places
# they share. The range of the rank by average score is that over all definitions of a ward's
# deprivation used in the notebook of life expectancy.
#
# *Life expectancy* is published for MSOAs (some 7,000 people), which may lie in several wards. The
# ward's is a proxy, their mean by people, with limits; its rank has a 95% interval from 10,000
# draws of all MSOAs.

# %%
from leedsequity import charts, neighbourhoods, outputs, raw
from leedsequity.analyses import living_conditions, ward_neighbourhoods
from leedsequity.analyses import small_area_life_expectancy as small_areas
from leedsequity.analyses import ward_profile as profile
from leedsequity.analyses import ward_profile_sentences as sentences

run = outputs.Run("06_neighbourhood_profiles", ward=ward)
lsoa11, lsoa21 = raw.load("imd_lsoa11"), raw.load("imd_lsoa21")
lookup21 = raw.load("lsoa11_lsoa21")
names, population = profile.ward_names(lsoa21), raw.load("population_lsoa11")
here = names[ward_code := profile.find_ward(ward, names)]
print(f"{here} ({ward_code})")

# %% [markdown]
# ## Its neighbourhoods
#
# Those in the most deprived tenth or hundredth of England, by edition.

# %% tags=["nbval-check-output"]
placing = {name: raw.load(name) for name in neighbourhoods.PLACING}
tables = {name: raw.load(name) for name in profile.TABLES}
people = tables["ethnicity_lsoa21"].groupby("lsoa21_code")["count"].sum()
placed = neighbourhoods.placed(placing)
own_lsoas = ward_neighbourhoods.ward_lsoas(placed, lsoa11, lsoa21, lookup21, people, ward_code)
placed_from = ["imd_lsoa11", "imd_lsoa21", "lsoa11_lsoa21", "ethnicity_lsoa21"]
run.table("neighbourhoods", own_lsoas, placed_from)
deprived = ward_neighbourhoods.side_by_side(own_lsoas)
none = f"None of the neighbourhoods of {here} is, by any edition."
print(outputs.text(deprived) if len(deprived) else none)

# %%
shapes = ward_neighbourhoods.on_map(raw.load("boundaries_lsoa11"), own_lsoas, lookup21)
outline = raw.load("boundaries_ward24").query("ward24_code == @ward_code")
figure = charts.area_map(
    shapes, value="decile", value_label="Decile of neighbourhoods of England, 1 most deprived",
    edges=[n + 0.5 for n in range(11)], outlines=outline.assign(name=here, labelled=False)
)  # fmt: skip
caption = sentences.neighbourhoods_caption(shapes, here)
run.figure(
    "map", figure, shapes.drop(columns="geometry"), ["imd_lsoa11", "boundaries_lsoa11"], **caption
)

# %% [markdown]
# ## Beside Leeds and England
#
# Every measure with the ward's rank among the wards, 1 the highest, and how far that can be
# trusted.

# %%
decile = placed.query("imd_edition == 2019 and boundaries == 2021").set_index("lsoa_code")["decile"]
ward_of = lsoa21.set_index("lsoa21_code")["ward24_code"]
of_lsoas = profile.of_neighbourhoods(tables, decile)
of_places = profile.add_up(of_lsoas, ward_of, profile.of_england(raw.load("england_by_decile")))
counted = profile.counted(of_lsoas, ward_of, of_places)
msoas = small_areas.with_deprivation(raw.load("life_expectancy_msoa"), raw.load("imd_msoa11"))
by_score = profile.deprivation(small_areas.ward_deprivation(lsoa11, population), msoas, "E08000035")
people11 = small_areas.people_of_msoas(lsoa11, population).droplevel("ward21_name")
lives = small_areas.ward_life_expectancy(msoas, lsoa11, population)
lives = profile.life_expectancy(lives, msoas, people11, "E08000035")

# %% tags=["nbval-check-output"]
own = profile.of_ward([by_score, counted, lives], ward_code, here)
lived = ["life_expectancy_msoa", "imd_msoa11", "imd_lsoa11", "population_lsoa11"]
run.table("ward_profile", own, [*profile.TABLES, "england_by_decile", *placed_from, *lived])
columns, of_people = (
    ["measure", "value", "leeds", "england", "rank", "rank_lower", "rank_upper"],
    own["unit"] == "people",
)
print(outputs.text(own.loc[of_people, columns], 0))
print(outputs.text(own.loc[~of_people, columns]))

# %%
beside = profile.beside(own, ["age", *living_conditions.TOPICS], here)
form = {"measure": "measure", "place": "place", "value": "value"}
figure = charts.profile(beside, **form, value_label="% of people or of households")
run.figure(
    "measures", figure, beside, [*profile.TABLES[1:6], "fuel_poverty_lsoa", "england_by_decile"],
    **sentences.measures_caption(beside, here)
)  # fmt: skip

# %% [markdown]
# ## By deprivation and by ethnic group

# %%
by_decile = profile.people_by_decile(of_places, ward_code, here)
run.table("people_by_decile", by_decile, ["england_by_decile", *placed_from])
line = by_decile.assign(role=by_decile["place"].map(profile.ROLES).fillna("focus"))
figure = charts.lines(
    line, x="decile", y="share", name="place", context="England",
    x_label="Deciles of neighbourhoods of England, 1 most deprived", y_label="% of people",
)  # fmt: skip
run.figure(
    "deciles", figure, by_decile, ["england_by_decile", *placed_from],
    **sentences.deciles_caption(by_decile, here)
)  # fmt: skip

# %%
groups = profile.beside(own, ["ethnicity"], here)
figure = charts.profile(groups, **form, value_label="% of people")
run.figure(
    "ethnic_groups", figure, groups, ["ethnicity_lsoa21", "england_by_decile"],
    **sentences.ethnic_groups_caption(groups, here)
)  # fmt: skip

# %% [markdown]
# ## How long people live
#
# The MSOAs with a part in the ward. `in ward` is the share of the MSOA's people (Census 2011) who
# live in the ward, `of ward` the share of the ward's people who live in the MSOA.

# %% tags=["nbval-check-output"]
own_msoas = ward_neighbourhoods.ward_msoas(people11, msoas, ward_code)
run.table("msoas", own_msoas, lived)
print(outputs.text(own_msoas.drop(columns=["msoa11_code", "people"])))

# %%
shown = ward_neighbourhoods.with_ward(own_msoas, own, here)
figure = charts.intervals(
    shown, place="place", value="value", lower="lower", upper="upper", value_label="Years"
)
run.figure("life_expectancy", figure, shown, lived, **sentences.life_expectancy_caption(shown, own))

# %% [markdown]
# ## How well the neighbourhoods fit the ward
#
# The people of the best fit beside those that ONS estimates for the ward itself, and the difference
# in %.

# %% tags=["nbval-check-output"]
fit = profile.best_fit(raw.load("population_ward"), of_places["population", "all"], ward_code)
run.table("best_fit", fit, ["population_ward", "population_lsoa21", "imd_lsoa21"])
print(outputs.text(fit.drop(columns="ward_code").astype({"year": str})))

# %% [markdown]
# ## What we find

# %% tags=["nbval-check-output"]
run.findings(sentences.findings(own, own_lsoas, own_msoas, fit, here))

# %% [markdown]
# ## Limits
#
# * A best fit by whole neighbourhoods is not the ward. Where a ward's edge cuts through one, all
#   its people are counted on one side; leaving one out shows how much hangs on a neighbourhood, and
#   is no confidence interval.
# * Census counts are changed a little to protect people, and estimate those who did not answer;
#   neither is in a range of ranks. The census was taken in a pandemic: students were counted at
#   their term-time address.
# * Fuel poverty is modelled from small samples. Its publisher warns against comparing
#   neighbourhoods at similar levels, and gives no intervals.
# * Health and deprivation of households are not adjusted for age: young wards look healthier.
# * The life expectancy of a ward is a proxy, and old. The part of an MSOA that lies in the ward may
#   live longer or shorter than the whole; care homes weigh on single MSOAs. Men and women are
#   weighted by all people alike.
# * Priority neighbourhoods, as the documents have them, are not LSOAs and not wards; they cannot be
#   shown here.
#
# ## Try it yourself
#
# 1. Is your own ward above or below Leeds on each measure? Change `ward`.
# 2. Does the ward that the report calls the one with the shortest lives have the lowest rank here?
#    Change `ward` to Hunslet & Riverside, and look at the range.
# 3. Which neighbourhoods of the ward are not among the most deprived? Print `own_lsoas` in place of
#    `deprived`.
